"""What is typed by hand, and how much of it its documents prove."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pupitre.aci.rules.declared import BY_NAME, DECLARED, Kind, subject_of

from pupitre.aci.rules.exercise import (
    day_counted,
    elapsed,
    months_of_contract,
    year_in_hand,
)
from pupitre.aci.rules.facts import HINTS
from pupitre.aci.rules.team import diversity
from pupitre.aci.rulesets import shipped_rulesets
from pupitre.people.professions import professions

NOT_FACTS = {"charter", "si_since"}


def test_every_declared_fact_is_one_of_the_rules_and_has_an_indicator() -> None:
    subjects = {subject_of(one.formula) for one in shipped_rulesets()[-1].indicators}
    assert {one.name for one in DECLARED} - NOT_FACTS <= set(HINTS)
    assert {one.subject for one in DECLARED} <= subjects


def test_every_indicator_is_fed_by_the_work_or_by_a_declaration() -> None:
    fed = {one.subject for one in DECLARED} | {"concertation", "diversity_level"}
    assert {subject_of(one.formula) for one in shipped_rulesets()[-1].indicators} == fed


@pytest.mark.parametrize(
    ("name", "text", "value", "words"),
    [
        ("crisis_plan", "oui", True, "oui"),
        ("crisis_plan", "non", False, "non"),
        ("protocols", "6", 6, "6\u00a0protocoles"),
        ("users_level", "1,2", frozenset({1, 2}), "niveaux 1 et 2"),
        ("users_level", "0", frozenset(), "aucun niveau"),
        ("days_per_week", "2.5", Fraction(5, 2), "2,5\u00a0jours par semaine"),
        ("si_since", "2026-04-01", date(2026, 4, 1), "01/04/2026"),
        ("sas", "all_doctors", "all_doctors", "Tous les médecins y participent"),
    ],
)
def test_value_is_read_and_said(name: str, text: str, value: object, words: str) -> None:
    declared = BY_NAME[name]
    assert declared.read(text) == value
    assert declared.says(declared.read(text)) == words


@given(st.integers(0, 12), st.integers(0, 12))
def test_each_protocol_is_proved_by_its_own_copy(done: int, copies: int) -> None:
    assert BY_NAME["protocols"].proved(done, copies) == min(done, copies)


def test_one_file_may_prove_everything() -> None:
    trainees = BY_NAME["trainees"]
    assert trainees.pieces_asked(3, covers_all=True) == 1
    assert trainees.proved(3, 1, covers_all=True) == 3
    assert trainees.proved(3, 0, covers_all=True) == 0


def test_levels_are_proved_from_the_first() -> None:
    assert BY_NAME["quality_level"].proved(frozenset({1, 2, 3}), 2) == frozenset({1, 2})


def test_nothing_asks_no_piece_and_unproved_flag_falls() -> None:
    plan = BY_NAME["crisis_plan"]
    assert plan.pieces_asked(False) == 0
    assert plan.proved(True, 0) is False
    assert BY_NAME["pnc"].pieces_asked(4) == 0
    assert BY_NAME["days_per_week"].proved(Fraction(2), 0) == 0
    assert BY_NAME["sas"].kind is Kind.CHOICE


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
