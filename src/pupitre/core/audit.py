"""The audit as a chain: each event seals the one before, and the last is anchored outside the database.

An event's digest is an HMAC, under the installation's key, of its content and of the digest before it. Editing, deleting,
inserting, swapping or cutting events is then seen by `verify`, even from somebody who may write in the database.

What an event says of somebody can be taken away (erasure, end of retention): the event keeps its first digest, on which
the next one stands, a seal covers what is left, and a later event of the chain lists the seals (docs/decisions/privacy.md).
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.tenancy import current_scope

START = "0" * 64
REDACTION = "retirer du journal"
REDACTABLE = ("user_id", "person_id", "who", "object_label", "changes")
REDACTED_AT_ONCE = 500
"""Events listed by one redaction event."""

written: ContextVar[int] = ContextVar("pupitre_audit_written", default=0)
"""How many events this request has written; the trace of a page is left only where its view wrote none."""


@dataclass(frozen=True)
class Tampering:
    """What `verify` found: the number of the event (0 for the chain as a whole), and a French sentence."""

    number: int
    sentence: str


def take_turn() -> AuditHead:
    """Keep other writers of the centre waiting until the end of the transaction; they write one after another.

    Taken before any other lock, so that two writers never wait for each other.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(
        defaults={"number": 0, "digest": START}
    )
    return head


def append(events: Sequence[AuditEvent], turn: AuditHead) -> None:
    """Write events at the end of the centre's chain, in the transaction of that turn; anchor the last once committed."""
    if not events:
        return
    now = timezone.now()
    for number, event in enumerate(events, start=turn.number + 1):
        event.take_centre()
        event.at, event.number = now, number
        event.changes = json.loads(json.dumps(event.changes))
    adopt(events, turn, {})
    AuditEvent.objects.bulk_create(events)
    written.set(written.get() + len(events))
    settle(turn)


def adopt(events: Iterable[AuditEvent], head: AuditHead, seals: dict[str, str]) -> None:
    """Chain events, numbered already, after that head under this key, and move it to the last; nothing is written.

    `seals` gathers, through the whole chain, those of the redacted events that another installation had sealed: the
    redactions list them anew. KeyError when one lists an event that is not redacted.
    """
    for event in events:
        if event.action == REDACTION and seals:
            listed = event.changes["seals"][1]
            event.changes = {"seals": [None, {number: seals[number] for number in listed}]}
        event.digest = _digest(event, head.digest)
        if event.seal is not None:
            event.seal = seals[str(event.number)] = _seal(event, head.digest)
        head.number, head.digest = event.number, event.digest


def settle(head: AuditHead) -> None:
    """Write the head of the centre's chain, and anchor it once committed."""
    AuditHead.objects.update(number=head.number, digest=head.digest)
    centre_id, number, digest = head.centre_id, head.number, head.digest
    # What is committed stands, even where the disk is too full to anchor it: the next anchor catches up.
    transaction.on_commit(lambda: anchor(centre_id, number, digest), robust=True)


def redact(events: Sequence[AuditEvent], *, who: str) -> None:
    """Save what is left of events after their REDACTABLE fields were changed in memory, and write that in the chain."""
    with transaction.atomic():
        turn = take_turn()
        before = dict(
            AuditEvent.objects.filter(number__in=[one.number - 1 for one in events]).values_list(
                "number", "digest"
            )
        )
        for event in events:
            event.seal = _seal(event, before.get(event.number - 1, START))
        AuditEvent.objects.bulk_update(events, [*REDACTABLE, "seal"], batch_size=200)
        for start in range(0, len(events), REDACTED_AT_ONCE):
            part = events[start : start + REDACTED_AT_ONCE]
            append([_redaction({str(one.number): one.seal for one in part}, who)], turn)


def _redaction(seals: dict[str, str | None], who: str) -> AuditEvent:
    return AuditEvent(
        who=who,
        via="job",
        action=REDACTION,
        object_type=AuditEvent._meta.label_lower,
        object_label=f"{len(seals)} actes",
        changes={"seals": [None, seals]},
    )


@dataclass
class Reading:
    """What has been seen of a chain so far."""

    last: int = 0
    chained: str = START
    sound: bool = True
    sealed: dict[int, str] = field(default_factory=dict)
    listed: dict[int, str] = field(default_factory=dict)

    def tampering(self, number: int, sentence: str) -> Tampering:
        self.sound = False
        return Tampering(number, sentence)

    def fault(self, event: AuditEvent) -> str:
        if event.number != self.last + 1:
            return f"il suit l’acte {self.last}, des actes manquent ou sont en double"
        if event.seal is None:
            holds = hmac.compare_digest(event.digest, _digest(event, self.chained))
        else:
            holds = hmac.compare_digest(event.seal, _seal(event, self.chained))
        return "" if holds else "son contenu ou sa place a changé"

    def follow(self, event: AuditEvent) -> None:
        self.last, self.chained = event.number, event.digest
        if event.seal is not None:
            self.sealed[event.number] = event.seal
        if event.action == REDACTION and "seals" in event.changes:
            self.listed |= {int(number): seal for number, seal in event.changes["seals"][1].items()}

    def unlisted(self) -> list[int]:
        """The events that were redacted without a redaction in the chain, or put back after one."""
        differ = self.sealed.items() ^ self.listed.items()
        return sorted({number for number, _seal in differ})


def verify() -> Iterator[Tampering]:
    """Read the whole chain of the centre in scope and yield what does not hold; catch up a late anchor."""
    centre_id = current_scope().centre_id
    head = AuditHead.objects.first()
    anchor_number, anchor_digest = _anchored(centre_id)
    reading = Reading()
    for event in AuditEvent.objects.order_by("number", "pk").iterator(chunk_size=2000):
        found = reading.fault(event)
        if event.number == anchor_number and event.digest != anchor_digest:
            found = found or "il n’est pas celui qui a été ancré hors de la base"
        if found:
            yield reading.tampering(event.number, f"Acte {event.number} : {found}.")
        reading.follow(event)
    for number in reading.unlisted():
        sentence = (
            f"Acte {number} : ce qu’il dit a été retiré ou remis sans que le journal le note."
        )
        yield reading.tampering(number, sentence)
    yield from _ends(reading, head, anchor_number)
    if reading.sound and reading.last:
        anchor(centre_id, reading.last, reading.chained)


def _ends(reading: Reading, head: AuditHead | None, anchor_number: int) -> Iterator[Tampering]:
    """Compare the end of the chain with its head and with its anchor."""
    last, said = reading.last, head.number if head else 0
    if (last, reading.chained) != (said, head.digest if head else START):
        yield reading.tampering(0, f"La chaîne finit à l’acte {last}, sa tête dit {said}.")
    if anchor_number > last:
        yield reading.tampering(
            0, f"L’acte {anchor_number} était ancré, la base finit à l’acte {last}."
        )


def _digest(event: AuditEvent, before: str) -> str:
    return digest_of(content_of(event), before)


def _seal(event: AuditEvent, before: str) -> str:
    """Sign what is left of a redacted event, with its first digest and the one before."""
    return _signed(f'["redacted","{before}","{event.digest}",{content_of(event)}')


def content_of(event: AuditEvent) -> str:
    """Return what a digest covers of an event: the end of a JSON list."""
    content = [
        event.centre_id, event.number, event.at.astimezone(UTC).isoformat(), event.user_id,
        event.person_id, event.who, event.via, event.action, event.object_type, event.object_id,
        event.object_label, event.changes,
    ]  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))[1:]


def digest_of(content: str, before: str) -> str:
    """Return the digest of an event's content that follows the digest before it."""
    return _signed(f'["{before}",{content}')


def _signed(text: str) -> str:
    return hmac.digest(settings.AUDIT_KEY, text.encode(), "sha256").hex()


def _place(centre_id: int | None) -> Path:
    return Path(settings.PUPITRE_HOME) / "audit" / str(centre_id)


def _anchored(centre_id: int | None) -> tuple[int, str]:
    place = _place(centre_id)
    if not place.exists():
        return 0, START
    number, _, digest = place.read_text(encoding="ascii").partition(" ")
    return int(number), digest.strip()


def anchor(centre_id: int | None, number: int, digest: str) -> None:
    """Write the head of a centre's chain beside the database; never backwards, whoever writes last."""
    place = _place(centre_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if number >= _anchored(centre_id)[0]:
            fresh = place.with_suffix(".new")
            fresh.write_text(f"{number} {digest}\n", encoding="ascii")
            os.replace(fresh, place)
