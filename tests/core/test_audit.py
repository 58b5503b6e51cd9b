"""The chain of the audit: whatever is edited, deleted, inserted, swapped or cut is found."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from pupitre.centres.models import Centre, Site
from pupitre.cli.__main__ import main
from pupitre.core import audit, records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.tenancy import centre_scope
from pupitre.core.tenancy.scope import Scope

pytestmark = pytest.mark.django_db
TABLE = "core_auditevent"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.PUPITRE_HOME = tmp_path


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def written(in_a: Scope, actor: Actor, django_capture_on_commit_callbacks: Any) -> list[int]:
    """Give the numbers of a chain of thirty events, three of them redacted, in a database that no longer defends itself."""
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get()
        for turn in range(15):
            site.phone = f"01 02 03 04 {turn:02}"
            records.save(site, by=actor, action="modifier")
        records.save_all([Site(name=f"Annexe {n}") for n in range(15)], by=actor)
        told = list(AuditEvent.objects.filter(number__in=[5, 6, 9]))
        for event in told:
            event.who, event.changes = "Personne effacée", {}
        audit.redact(told, who="Pupitre")
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait for the table that is altered
        run("RESET ROLE")  # until the test's transaction is rolled back
        run(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
    else:
        for act in ("update", "delete"):
            run(f"DROP TRIGGER {TABLE}_no_{act}")
    return list(AuditEvent.objects.values_list("number", flat=True))


def found() -> list[str]:
    return [one.sentence for one in audit.verify()]


def edit(numbers: list[int], dice: random.Random) -> None:
    field = dice.choice(["who", "action", "object_label", "via", "object_type"])
    run(f"UPDATE {TABLE} SET {field} = 'Autre' WHERE number = %s", dice.choice(numbers))


def edit_values(numbers: list[int], dice: random.Random) -> None:
    field, value = dice.choice(
        [
            ("changes", '{"phone": [null, "0"]}'),
            ("user_id", "77"),
            ("object_id", "78"),
            ("person_id", "79"),
        ]
    )
    literal = f"'{value}'" if field == "changes" else value
    run(f"UPDATE {TABLE} SET {field} = {literal} WHERE number = %s", dice.choice(numbers))


def unseal(numbers: list[int], dice: random.Random) -> None:
    """Pretend that an event was never redacted, or was: only the chain says which."""
    number = dice.choice(numbers)
    sealed = AuditEvent.objects.get(number=number).seal is not None
    run(
        f"UPDATE {TABLE} SET seal = {'NULL' if sealed else repr('f' * 64)} WHERE number = %s",
        number,
    )


def put_back(numbers: list[int], dice: random.Random) -> None:
    """Give a redacted event what it said before, as an old copy of the database holds it."""
    number = dice.choice([5, 6, 9])
    event = AuditEvent.objects.get(number=number)
    event.who, event.seal = "Alice Aubert", None
    event.changes = {"phone": [f"01 02 03 04 {number - 4:02}", f"01 02 03 04 {number - 3:02}"]}
    before = AuditEvent.objects.get(number=number - 1).digest
    assert audit._digest(event, before) == event.digest  # else the former content is not this one
    event.save(update_fields=["who", "seal", "changes"])


def redact_alone(numbers: list[int], dice: random.Random) -> None:
    """Redact with the installation's key, but without a word in the chain."""
    number = dice.choice([n for n in numbers[1:] if n not in {5, 6, 9}])
    event = AuditEvent.objects.get(number=number)
    event.who = "Quelqu’un d’autre"
    event.seal = audit._seal(event, AuditEvent.objects.get(number=number - 1).digest)
    event.save(update_fields=["who", "seal"])


def delete(numbers: list[int], dice: random.Random) -> None:
    run(f"DELETE FROM {TABLE} WHERE number = %s", dice.choice(numbers))


def cut(numbers: list[int], dice: random.Random) -> None:
    last = dice.choice(numbers)
    run(f"DELETE FROM {TABLE} WHERE number >= %s", last)
    kept = AuditEvent.objects.order_by("-number").first()
    digest = kept.digest if kept else audit.START
    run("UPDATE core_audithead SET number = %s, digest = %s", last - 1, digest)


def swap(numbers: list[int], dice: random.Random) -> None:
    one, other = dice.sample(numbers, 2)
    run(f"UPDATE {TABLE} SET number = -1 WHERE number = %s", one)
    run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", one, other)
    run(f"UPDATE {TABLE} SET number = %s WHERE number = -1", other)


def insert(numbers: list[int], dice: random.Random) -> None:
    head = AuditHead.objects.get()
    like = AuditEvent.objects.get(number=dice.choice(numbers))
    like.pk, like.number = None, head.number + 1
    AuditEvent.objects.bulk_create([like])
    run("UPDATE core_audithead SET number = %s, digest = %s", like.number, like.digest)


def replay(numbers: list[int], dice: random.Random) -> None:
    """Put the tables back as a copy of some earlier day holds them, head included."""
    last = dice.choice(numbers[:-1])
    digest = AuditEvent.objects.get(number=last).digest
    run(f"DELETE FROM {TABLE} WHERE number > %s", last)
    run("UPDATE core_audithead SET number = %s, digest = %s", last, digest)


TAMPERINGS = [
    edit, edit_values, delete, cut, swap, insert, unseal, put_back, redact_alone, replay
]  # fmt: skip


@pytest.mark.long
def test_of_a_thousand_tamperings_all_are_found(written: list[int]) -> None:
    dice = random.Random(2026)
    missed = []
    for rank in range(1000):
        tamper = TAMPERINGS[rank % len(TAMPERINGS)]
        with transaction.atomic():
            tamper(written, dice)
            if not found():
                missed.append((rank, tamper.__name__))
            transaction.set_rollback(True)
    assert missed == []
    assert found() == []


@pytest.mark.parametrize("tamper", TAMPERINGS)
@pytest.mark.parametrize("seed", range(4))
def test_any_tampering_is_found(
    written: list[int], tamper: Callable[[list[int], random.Random], None], seed: int
) -> None:
    assert found() == []
    tamper(written, random.Random(seed))
    assert found()


def test_a_replayed_old_copy_is_behind_its_anchor(
    in_a: Scope, actor: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    site = Site.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        records.note("lire", site, by=actor)
    number, digest = audit._anchored(in_a.centre_id)
    audit.anchor(in_a.centre_id, number + 3, digest)
    assert f"L’acte {number + 3} était ancré" in found()[0]


def test_an_anchor_that_is_late_is_caught_up(in_a: Scope, actor: Actor) -> None:
    records.note("lire", Site.objects.get(), by=actor)
    assert audit._anchored(in_a.centre_id)[0] < AuditHead.objects.get().number
    assert found() == []
    assert audit._anchored(in_a.centre_id)[0] == AuditHead.objects.get().number


def test_each_centre_has_its_own_chain(centre_a: Centre, centre_b: Centre, actor: Actor) -> None:
    for centre in (centre_a, centre_b):
        with centre_scope(centre):
            records.note("lire", Site.objects.get(), by=actor)
            numbers = list(AuditEvent.objects.values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            assert found() == []


def test_what_a_failed_act_wrote_leaves_no_trace_in_the_chain(in_a: Scope, actor: Actor) -> None:
    with transaction.atomic():
        records.note("lire", Site.objects.get(), by=actor)
        transaction.set_rollback(True)
    records.note("lire", Site.objects.get(), by=actor)
    assert found() == []


def test_the_command_names_the_centre_and_fails_when_something_changed(
    written: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-audit"]) == 0
    edit(written, random.Random(1))
    assert main(["verify-audit", "--centre", "msp-des-tilleuls"]) == 1
    assert "msp-des-tilleuls : Acte" in capsys.readouterr().out
    assert main(["verify-audit", "--centre", "nulle-part"]) == 1


def test_the_database_lets_nothing_change_without_a_seal(in_a: Scope, actor: Actor) -> None:
    records.note("lire", Site.objects.get(), by=actor)
    number = AuditHead.objects.get().number
    for change in ("who = 'Autre'", "seal = 'x', action = 'autre'", "seal = 'x', digest = 'autre'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(f"UPDATE {TABLE} SET {change} WHERE number = %s", number)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(f"DELETE FROM {TABLE} WHERE number = %s", number)


def test_a_redaction_takes_words_away_and_the_chain_holds(in_a: Scope, actor: Actor) -> None:
    site = Site.objects.get()
    for turn in range(3):
        records.note("lire", site, by=actor, tour=turn)
    events = list(AuditEvent.objects.filter(action="lire"))
    for _again in range(2):  # a second redaction of the same events replaces the first
        for event in events:
            event.who, event.object_label, event.changes = "—", "", {}
        audit.redact(events, who="Pupitre")
        assert found() == []
    assert set(AuditEvent.objects.filter(action="lire").values_list("who", flat=True)) == {"—"}
    records.note("lire", site, by=actor)
    assert found() == []
