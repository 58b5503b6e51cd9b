"""Projection, best possible year and next steps."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.aci.rules.facts import Facts, with_facts
from pupitre.aci.rules.outlook import NextStep, Worth, next_steps, possible, project
from pupitre.aci.rules.payment import evaluate
from tests.aci.test_rules import READY, RULES, any_facts


def steps(facts: Facts) -> dict[str, NextStep]:
    return {step.label: step for step in next_steps(RULES, facts, 2025)}


def test_half_a_year_at_the_same_pace_doubles_what_piles_up() -> None:
    facts = with_facts(READY, protocols=3, meetings=4, files=15, trainees=1, missions=1)
    end = project(RULES, facts, Fraction(1, 2))
    assert (end.protocols, end.meetings, end.files, end.trainees) == (6, 8, 30, 2)
    assert end.missions == 1


def test_a_projection_counts_whole_things_only() -> None:
    assert project(RULES, Facts(protocols=1), Fraction(2, 3)).protocols == 1


def test_no_time_elapsed_projects_nothing() -> None:
    assert project(RULES, READY, Fraction(0)) == READY


@pytest.mark.parametrize("elapsed", [Fraction(-1), Fraction(3, 2)])
def test_a_share_of_year_out_of_bounds_is_refused(elapsed: Fraction) -> None:
    with pytest.raises(ValueError, match="entre 0 et 1"):
        project(RULES, READY, elapsed)


@given(any_facts(), st.fractions(0, 1))
def test_a_projection_never_loses_what_is_done(facts: Facts, elapsed: Fraction) -> None:
    end = project(RULES, facts, elapsed)
    assert evaluate(RULES, end, 2025).earned_points >= evaluate(RULES, facts, 2025).earned_points


@given(any_facts())
def test_the_best_possible_year_is_never_below_the_present(facts: Facts) -> None:
    best = evaluate(RULES, possible(RULES, facts, 2025), 2025)
    assert best.points >= evaluate(RULES, facts, 2025).points
    assert not best.year_at_risk


def test_the_best_possible_year_of_a_reference_structure() -> None:
    best = possible(RULES, READY, 2025)
    expected = 800 + 100 + 600 + 600 + 200 + 700 + 500 + 200
    expected += 2700 + 800 + 1000 + 900 + 200 + 600 + 600 + 100 + 100 + 3100 + 100
    assert evaluate(RULES, best, 2025).points == expected
    assert not best.crisis_actions


def test_one_more_protocol_is_priced_by_the_hour() -> None:
    step = steps(READY)["Écrire un protocole de plus"]
    assert (step.gain_points, step.gain_cents) == (100, 70_000)
    assert step.cents_per_hour == 7_000
    assert "700,00\u00a0€" in step.because[0]


def test_precarity_raises_what_a_step_brings() -> None:
    step = steps(with_facts(READY, c2s=Fraction(175, 1000)))["Écrire un protocole de plus"]
    assert step.gain_cents == 77_000


def test_steps_come_by_euros_per_hour() -> None:
    found = next_steps(RULES, READY, 2025)
    rates = [step.cents_per_hour for step in found]
    assert rates == sorted(rates, reverse=True)
    assert len(found) >= 10


def test_a_missing_prerequisite_comes_first_and_the_others_depend_on_it() -> None:
    found = next_steps(RULES, with_facts(READY, crisis_plan=False), 2025)
    assert found[0].indicator.id == "A1-02"
    assert found[0].saves_year
    assert "prérequis" in found[0].because[-1]
    assert "prérequis manquants" in found[1].because[-1]


def test_a_step_that_pays_only_when_repeated_counts_all_its_hours() -> None:
    step = steps(READY)["Accueillir un stagiaire de plus"]
    assert (step.gain_points, step.hours) == (450, 40)
    assert "À faire 2 fois" in step.because[1]


def test_meetings_up_to_the_minimum_are_one_step() -> None:
    facts = with_facts(READY, ald_under_75=650, meetings=4, files=20)
    found = steps(facts)
    assert found["Tenir une réunion de concertation de plus, avec 5 dossiers"].hours == 16
    assert "Étudier 5 dossiers de plus dans les réunions prévues" not in found


def test_a_step_already_done_is_not_offered() -> None:
    best = possible(RULES, READY, 2025)
    assert next_steps(RULES, best, 2025) == ()


def test_the_next_level_fills_the_first_gap() -> None:
    facts = with_facts(READY, quality_level=frozenset({1, 3}))
    step = steps(facts)["Atteindre le niveau suivant de la démarche qualité"]
    assert step.gain_points == 500


def test_a_word_may_be_set_by_a_step() -> None:
    assert steps(with_facts(READY, saturday="closed"))["Ouvrir le samedi matin"].gain_points == 120


def test_every_prerequisite_of_an_empty_structure_has_a_step() -> None:
    found = next_steps(RULES, Facts(patients=4000), 2025)
    missing = {step.indicator.id for step in found if step.saves_year}
    assert missing == {"A1-01", "A1-02", "A2-01", "A3-01"}


@given(any_facts(), any_facts())
def test_facts_that_change_are_worth_what_a_whole_assessment_says(one: Facts, other: Facts) -> None:
    found, whole = Worth(RULES, one, 2025).of(other), Worth(RULES, other, 2025)
    assert (found.points, found.euros) == (whole.points, whole.euros)
