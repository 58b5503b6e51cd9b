"""Writing, validating, reversing and lettering entries."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from pupitre.accounts.models import User
from pupitre.books.errors import BooksError, ImmutableEntryError
from pupitre.books.models import Entry, EntryLine, LegalEntity
from pupitre.books.queries import account_for, balance_of, entries_from, main_entity, open_lines
from pupitre.books.services import (
    LineDraft,
    letter,
    open_books,
    open_year,
    post,
    remove_draft,
    reverse,
    unletter,
    validate_entries,
)
from pupitre.centres.services import NewCentre, open_centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.people.services.merge import merge_persons
from pupitre.people.services.persons import add_person

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def rent(entity: LegalEntity, by: Actor, **given: Any) -> Entry:
    """Write a rent of 2,450 € to a town."""
    values: dict[str, Any] = {
        "journal": "AC",
        "on": DAY,
        "label": "Loyer de mars",
        "piece": "FA-118",
        "key": None,
        "lines": [
            LineDraft("613200", debit=210000),
            LineDraft("614", debit=35000),
            LineDraft("401000", credit=245000, auxiliary=("F0001", "Commune")),
        ],
        **given,
    }
    return post(entity=entity, by=by, **values)


def test_opening_gives_a_chart_a_year_and_journals(sisa: LegalEntity) -> None:
    assert main_entity() == sisa
    assert account_for(sisa, "bank", on=DAY).number == "512000"
    assert account_for(sisa, "aci_income", on=DAY).number == "741100"
    assert sorted(sisa.journals.values_list("code", flat=True)) == [
        "AC",
        "AN",
        "BQ",
        "OD",
        "SA",
        "VE",
    ]
    assert sisa.years.get().ends_on == date(2026, 12, 31)


@pytest.mark.parametrize("kind", LegalEntity.Kind.values)
def test_every_kind_has_its_own_chart(in_a: Any, actor: Actor, kind: str) -> None:
    entity = open_books(name=kind, kind=kind, starts_on=date(2026, 1, 1), by=actor)
    for purpose in ("bank", "supplier", "tenant", "result_profit", "indemnity_third_party"):
        assert account_for(entity, purpose, on=DAY).entity == entity


def test_a_purpose_without_account_is_refused_in_french(in_a: Any, actor: Actor) -> None:
    other = open_books(name="GIE", kind="OTHER", starts_on=date(2026, 1, 1), by=actor)
    with pytest.raises(BooksError, match="Recettes de l’ACI"):
        account_for(other, "aci_income", on=DAY)


def test_an_entry_is_written_balanced_with_its_lines(sisa: LegalEntity, actor: Actor) -> None:
    entry = rent(sisa, actor)
    assert [(line.account.number, line.cents) for line in entry.lines.all()] == [
        ("613200", 210000),
        ("614000", 35000),
        ("401000", -245000),
    ]
    assert entry.lines.get(position=1).heading.code == "D-LOCAUX"
    assert not entry.validated
    assert balance_of(account_for(sisa, "supplier", on=DAY), on=DAY) == -245000


def test_the_same_key_writes_once(sisa: LegalEntity, actor: Actor) -> None:
    first = rent(sisa, actor, key="loyer/3")
    again = rent(sisa, actor, key="loyer/3", label="Autre")
    assert first == again
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"lines": [LineDraft("613200", debit=10), LineDraft("401000", credit=9)]},
            "écart de 0,01",
        ),
        ({"lines": [LineDraft("613200", debit=10)]}, "au moins deux lignes"),
        ({"lines": [LineDraft("613200", debit=10), LineDraft("999", credit=10)]}, "n’existe pas"),
        ({"lines": [LineDraft("613200", debit=-1), LineDraft("401000", credit=-1)]}, "négatif"),
        ({"lines": [LineDraft("613200"), LineDraft("401000")]}, "pas les deux"),
        ({"on": date(2027, 1, 1)}, "Aucun exercice"),
        ({"journal": "ZZ"}, "journal"),
        ({"piece": "  "}, "référence de pièce"),
    ],
)
def test_a_faulty_entry_is_refused_whole(
    sisa: LegalEntity, actor: Actor, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(BooksError, match=words):
        rent(sisa, actor, **given)
    assert not Entry.objects.exists()


def test_numbers_follow_each_other_in_each_journal_and_year(
    sisa: LegalEntity, actor: Actor
) -> None:
    open_year(sisa, starts_on=date(2027, 1, 1), by=actor)
    late = rent(sisa, actor, on=date(2026, 5, 2))
    early = rent(sisa, actor)
    removed = rent(sisa, actor)
    sale = rent(sisa, actor, journal="OD")
    next_year = rent(sisa, actor, on=date(2027, 1, 3))
    remove_draft(removed, by=actor)
    validate_entries([late, early], by=actor)
    validate_entries([sale, next_year, early], by=actor)
    found = Entry.objects.order_by("pk").select_related("journal")
    assert [(entry.numbered, entry.rank) for entry in found] == [
        ("AC0002", 2),
        ("AC0001", 1),
        ("OD0001", 3),
        ("AC0001", 1),
    ]


def test_a_validated_entry_never_changes(sisa: LegalEntity, actor: Actor) -> None:
    entry = rent(sisa, actor, validate=True)
    line = entry.lines.first()
    assert line is not None
    with pytest.raises(ImmutableEntryError, match="contre-passez-la"):
        records.save(entry, by=actor)
    with pytest.raises(ImmutableEntryError):
        records.save(line, by=actor)
    with pytest.raises(ImmutableEntryError):
        records.remove(line, by=actor)
    with pytest.raises(ImmutableEntryError):
        remove_draft(entry, by=actor)
    with pytest.raises(ImmutableEntryError):
        EntryLine(entry=entry, position=9, account=line.account, label="x", debit_cents=1).save()
    assert entry.lines.count() == 3


def test_a_reversal_is_the_opposite_and_is_written_once(sisa: LegalEntity, actor: Actor) -> None:
    entry = rent(sisa, actor, validate=True, origin=sisa)
    opposite = reverse(entry, on=date(2026, 4, 1), why="mauvais mois", by=actor)
    assert reverse(entry, on=date(2026, 4, 1), why="encore", by=actor) == opposite
    assert opposite.reverses == entry
    assert opposite.numbered == "AC0002"
    cents = [line.cents for line in entry.lines.all()]
    assert [-line.cents for line in opposite.lines.all()] == cents
    assert list(entries_from(sisa)) == [entry, opposite]


def test_a_draft_is_not_reversed_and_a_reason_is_asked(sisa: LegalEntity, actor: Actor) -> None:
    draft = rent(sisa, actor)
    with pytest.raises(BooksError, match="brouillon"):
        reverse(draft, on=DAY, why="x", by=actor)
    validate_entries([draft], by=actor)
    draft.refresh_from_db()
    with pytest.raises(BooksError, match="pourquoi"):
        reverse(draft, on=DAY, why=" ", by=actor)


def test_lettering_asks_for_lines_that_settle_each_other(sisa: LegalEntity, actor: Actor) -> None:
    rent(sisa, actor, validate=True)
    paid = [
        LineDraft("401000", debit=245000, auxiliary=("F0001", "Commune")),
        LineDraft("512000", credit=245000),
    ]
    rent(sisa, actor, journal="BQ", label="Virement", lines=paid, validate=True)
    due, settled = open_lines(account_for(sisa, "supplier", on=DAY))
    with pytest.raises(BooksError, match="deux lignes"):
        letter([due], on=DAY, by=actor)
    assert letter([due, settled], on=DAY, by=actor) == "A"
    assert not open_lines(due.account).exists()
    with pytest.raises(BooksError, match="déjà lettrée"):
        letter([due, settled], on=DAY, by=actor)
    due.refresh_from_db()
    unletter(due, by=actor)
    assert open_lines(due.account, auxiliary="F0001").count() == 2


def test_lines_that_leave_a_rest_are_not_lettered(sisa: LegalEntity, actor: Actor) -> None:
    first, second = rent(sisa, actor), rent(sisa, actor)
    lines = [entry.lines.get(position=3) for entry in (first, second)]
    with pytest.raises(BooksError, match="4\u202f900,00"):
        letter(lines, on=DAY, by=actor)
    mixed = [first.lines.get(position=1), first.lines.get(position=3)]
    with pytest.raises(BooksError, match="même compte"):
        letter(mixed, on=DAY, by=actor)


def test_writing_and_validating_are_audited(sisa: LegalEntity, actor: Actor) -> None:
    entry = rent(sisa, actor, validate=True)
    events = AuditEvent.objects.filter(object_type="books.entry", object_id=entry.pk)
    assert list(events.order_by("pk").values_list("action", flat=True)) == ["écrire", "valider"]


@pytest.mark.django_db(transaction=True)
def test_validating_at_the_same_time_leaves_no_gap(django_user_model: type[User]) -> None:
    """Twelve entries written and validated by four threads are numbered 1 to 12."""
    user = User.objects.create_user("zoe@z.example", "correct horse battery")
    centre = open_centre(NewCentre("MSP du Pont", "35000", "Rennes"), coordinator=user)
    by = Actor("Zoé", "web", user_id=user.pk)
    with centre_scope(centre):
        entity = open_books(name="SISA", kind="SISA", starts_on=date(2026, 1, 1), by=by)
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(3):
                with centre_scope(centre):
                    rent(entity, by, validate=True)
        except Exception as fault:  # told to the test's own thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with centre_scope(centre):
        numbers = Entry.objects.order_by("number").values_list("number", "rank")
        assert list(numbers) == [(place, place) for place in range(1, 13)]


def test_a_sisa_opened_after_another_entity_receives_the_aci(in_a: Any, actor: Actor) -> None:
    first = open_books(name="SCI", kind="SCI", starts_on=date(2026, 1, 1), by=actor)
    assert main_entity() == first
    sisa = open_books(name="SISA", kind="SISA", starts_on=date(2026, 1, 1), by=actor)
    open_books(name="SCM", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    assert main_entity() == sisa
    assert LegalEntity.objects.filter(main=True).count() == 1


def test_the_lines_of_a_merged_person_go_to_the_one_kept(sisa: LegalEntity, actor: Actor) -> None:
    kept, gone = (
        add_person(by=actor, kind="other", first_name="Anne", last_name=name)
        for name in ("Petit", "Petite")
    )
    lines = [LineDraft("622800", debit=10, person=gone), LineDraft("467200", credit=10)]
    entry = rent(sisa, actor, lines=lines, validate=True)
    merge_persons(kept, gone, take={}, by=actor)
    assert entry.lines.get(position=1).person == kept
