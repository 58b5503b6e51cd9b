"""The chain of the audit: whatever is edited, deleted, inserted, swapped or cut is found."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

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
    """Give the numbers of a chain of thirty events, anchored, in a database that no longer defends itself."""
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get()
        for turn in range(15):
            site.phone = f"01 02 03 04 {turn:02}"
            records.save(site, by=actor, action="modifier")
        records.save_all([Site(name=f"Annexe {n}") for n in range(15)], by=actor)
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
    field = dice.choice(["who", "action", "object_label", "via"])
    run(f"UPDATE {TABLE} SET {field} = 'Autre' WHERE number = %s", dice.choice(numbers))


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


@pytest.mark.parametrize("tamper", [edit, delete, cut, swap, insert])
@pytest.mark.parametrize("seed", range(6))
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
    audit._anchor(in_a.centre_id, number + 3, digest)
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
