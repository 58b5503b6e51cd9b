"""The audit as a chain: each event seals the one before, and the last is anchored outside the database.

An event's digest is an HMAC, under the installation's key, of its content and of the digest before it. Editing, deleting,
inserting, swapping or cutting events is then seen by `verify`, even from somebody who may write in the database.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.tenancy import current_scope

START = "0" * 64


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
    head, now = turn, timezone.now()
    for event in events:
        event.take_centre()
        event.at, event.number = now, head.number + 1
        event.changes = json.loads(json.dumps(event.changes))
        event.digest = _digest(event, head.digest)
        head.number, head.digest = event.number, event.digest
    AuditEvent.objects.bulk_create(events)
    AuditHead.objects.update(number=head.number, digest=head.digest)
    centre_id, number, digest = head.centre_id, head.number, head.digest
    transaction.on_commit(lambda: _anchor(centre_id, number, digest))


def verify() -> Iterator[Tampering]:
    """Read the whole chain of the centre in scope and yield what does not hold; catch up a late anchor."""
    head = AuditHead.objects.first()
    number, digest = (head.number, head.digest) if head else (0, START)
    anchor_number, anchor_digest = _anchored(current_scope().centre_id)
    last, chained, sound = 0, START, True
    for event in AuditEvent.objects.order_by("number", "pk").iterator(chunk_size=2000):
        found = _fault(event, last, chained)
        if event.number == anchor_number and event.digest != anchor_digest:
            found = found or "il n’est pas celui qui a été ancré hors de la base"
        if found:
            sound = False
            yield Tampering(event.number, f"Acte {event.number} : {found}.")
        last, chained = event.number, event.digest
    if (last, chained) != (number, digest):
        sound = False
        yield Tampering(0, f"La chaîne finit à l’acte {last}, sa tête dit {number}.")
    if anchor_number > last:
        sound = False
        yield Tampering(0, f"L’acte {anchor_number} était ancré, la base finit à l’acte {last}.")
    if sound and last:
        _anchor(current_scope().centre_id, last, chained)


def _fault(event: AuditEvent, last: int, chained: str) -> str:
    if event.number != last + 1:
        return f"il suit l’acte {last}, des actes manquent ou sont en double"
    if not hmac.compare_digest(event.digest, _digest(event, chained)):
        return "son contenu ou sa place a changé"
    return ""


def _digest(event: AuditEvent, before: str) -> str:
    content = [
        before, event.centre_id, event.number, event.at.astimezone(UTC).isoformat(), event.user_id,
        event.person_id, event.who, event.via, event.action, event.object_type, event.object_id,
        event.object_label, event.changes,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY, text.encode(), hashlib.sha256).hexdigest()


def _place(centre_id: int | None) -> Path:
    return Path(settings.PUPITRE_HOME) / "audit" / str(centre_id)


def _anchored(centre_id: int | None) -> tuple[int, str]:
    place = _place(centre_id)
    if not place.exists():
        return 0, START
    number, _, digest = place.read_text(encoding="ascii").partition(" ")
    return int(number), digest.strip()


def _anchor(centre_id: int | None, number: int, digest: str) -> None:
    """Write the head of a centre's chain beside the database; never backwards, whoever writes last."""
    place = _place(centre_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if number >= _anchored(centre_id)[0]:
            fresh = place.with_suffix(".new")
            fresh.write_text(f"{number} {digest}\n", encoding="ascii")
            os.replace(fresh, place)
