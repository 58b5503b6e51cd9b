"""When a protocol counts, and what it lacks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.protocols.reference import load_nationals
from pupitre.protocols.rules import Paper, holds, lacks

DAY = date(2026, 11, 22)
TWO = frozenset({"medecin_generaliste", "infirmier"})
WHOLE = Paper("team", "chronique", False, TWO, date(2026, 3, 1), None, None)


def changed(**fields: object) -> Paper:
    return Paper(**{**WHOLE.__dict__, **fields})  # type: ignore[arg-type]


def test_a_whole_protocol_lacks_nothing_and_holds_from_its_approval() -> None:
    assert lacks(WHOLE) == ()
    assert holds(WHOLE, DAY)
    assert holds(WHOLE, date(2026, 3, 1))
    assert not holds(WHOLE, date(2026, 2, 28))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"theme": ""}, "un thème de l'annexe 3, ou l'avis du service médical"),
        ({"professions": frozenset({"infirmier"})}, "des auteurs de deux professions au moins"),
        ({"approved_on": None}, "la date à laquelle l'équipe l'a validé"),
        ({"kind": "pnc"}, "la date de sa déclaration à l'ARS"),
    ],
)
def test_what_lacks_is_said_and_it_does_not_hold(fields: dict[str, object], words: str) -> None:
    assert lacks(changed(**fields)) == (words,)
    assert not holds(changed(**fields), DAY)


def test_the_opinion_of_the_service_medical_stands_for_a_theme() -> None:
    assert lacks(changed(theme="", medical_opinion=True)) == ()


def test_a_national_protocol_holds_from_its_declaration_without_authors() -> None:
    national = changed(
        kind="pnc", theme="", professions=frozenset(), approved_on=None, declared_on=DAY
    )
    assert holds(national, DAY)
    assert not holds(national, date(2026, 11, 21))


@given(st.dates(date(2026, 3, 1), date(2030, 1, 1)), st.dates(date(2026, 3, 1), date(2030, 1, 1)))
def test_an_archived_protocol_holds_until_the_eve(day: date, archived: date) -> None:
    assert holds(changed(archived_on=archived), day) == (day < archived)


def test_the_six_national_protocols_have_their_source() -> None:
    assert len(load_nationals().labels) == 6
    assert "6 mars 2020" in load_nationals().source
