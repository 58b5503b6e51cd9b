"""The calendar of an exercise, and what the team is worth."""

from datetime import date
from fractions import Fraction

from pupitre.aci.rules.exercise import (
    day_counted,
    elapsed,
    months_of_contract,
    year_in_hand,
)
from pupitre.aci.rules.team import diversity
from pupitre.people.professions import professions


def test_contract_in_the_year_counts_its_months() -> None:
    assert months_of_contract(2026, None) == months_of_contract(2026, date(2020, 5, 1)) == 12
    assert months_of_contract(2026, date(2026, 7, 1)) == 6
    assert months_of_contract(2026, date(2027, 1, 1)) == 0


def test_elapsed_share_follows_the_contract() -> None:
    assert elapsed(2026, None, date(2026, 12, 31)) == elapsed(2025, None, date(2026, 3, 1)) == 1
    assert elapsed(2026, None, date(2026, 1, 1)) == Fraction(1, 365)
    assert elapsed(2026, date(2026, 7, 1), date(2026, 6, 1)) == 0
    assert elapsed(2026, date(2027, 7, 1), date(2026, 6, 1)) == 0


def test_team_is_read_today_then_on_31_december() -> None:
    assert day_counted(2026, date(2026, 11, 22)) == date(2026, 11, 22)
    assert day_counted(2025, date(2026, 11, 22)) == date(2025, 12, 31)


def test_last_exercise_stays_in_hand_until_declared() -> None:
    january = date(2027, 1, 15)
    assert year_in_hand(january, False, None) == 2026
    assert year_in_hand(january, True, None) == 2027
    assert year_in_hand(date(2027, 2, 15), False, None) == 2027
    assert year_in_hand(date(2027, 2, 15), False, date(2027, 2, 28)) == 2026


def test_nurses_are_one_paramedical_profession() -> None:
    known = {one.key: one for one in professions()}
    keys = ("medecin_generaliste", "sage_femme", "infirmier", "ipa", "orthophoniste", "psychologue")
    found = diversity([known[key] for key in keys])
    assert (found.medical, found.paramedical_kinds) == (1, 2)
