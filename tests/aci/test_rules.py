"""The payment rules: prerequisites, precarity, guarantee, advance, warnings, and properties."""

import dataclasses
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.aci.rules.facts import Facts, with_facts
from pupitre.aci.rules.payment import advance, evaluate
from pupitre.aci.rules.ruleset import Indicator, Kind, Override, RuleSet
from pupitre.aci.rules.words import Unit
from pupitre.aci.rulesets import shipped_rulesets

RULES = shipped_rulesets()[0]
READY = Facts(
    patients=4000,
    associates=13,
    amplitude=">=12h",
    saturday="open",
    closure="all_year",
    unscheduled_care=True,
    crisis_plan=True,
    coordination=True,
    si_standard=True,
)


def changed(ruleset: RuleSet, **payment: Any) -> RuleSet:
    return dataclasses.replace(ruleset, payment=dataclasses.replace(ruleset.payment, **payment))


def only(*identifiers: str, **changes: Any) -> RuleSet:
    """The shipped agreement reduced to some indicators, each changed."""
    kept = [one for one in RULES.indicators if one.id in identifiers]
    return dataclasses.replace(
        RULES, indicators=tuple(dataclasses.replace(one, **changes) for one in kept)
    )


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    count = st.integers(0, 12)
    return Facts(
        patients=draw(st.integers(0, 20_000)),
        associates=draw(st.integers(0, 40)),
        months=draw(st.integers(0, 12)),
        ipa=draw(st.booleans()),
        c2s=draw(st.fractions(0, 1)),
        ame=draw(st.fractions(0, 1)),
        amplitude=draw(st.sampled_from([">=12h", "10-12h", "8-10h", "<8h"])),
        saturday=draw(st.sampled_from(["open", "closed"])),
        closure=draw(st.sampled_from(["all_year", "up_to_3_weeks", "more"])),
        unscheduled_care=draw(st.booleans()),
        crisis_plan=draw(st.booleans()),
        crisis_actions=draw(st.booleans()),
        missions=draw(count),
        users_level=draw(st.frozensets(st.integers(1, 2))),
        coordination=draw(st.booleans()),
        protocols=draw(count),
        meetings=draw(count),
        files=draw(st.integers(0, 80)),
        ald_under_75=draw(st.integers(0, 800)),
        trainees=draw(count),
        quality_level=draw(st.frozensets(st.integers(1, 3))),
        child_obesity=draw(st.booleans()),
        si_standard=draw(st.booleans()),
    )


@given(any_facts())
def test_one_more_protocol_never_gives_fewer_points(facts: Facts) -> None:
    more = with_facts(facts, protocols=facts.protocols + 1)
    assert evaluate(RULES, more, 2025).earned_points >= evaluate(RULES, facts, 2025).earned_points


@given(any_facts(), st.sampled_from(["files", "meetings", "trainees", "missions", "associates"]))
def test_more_work_never_pays_less(facts: Facts, name: str) -> None:
    more = with_facts(facts, **{name: getattr(facts, name) + 1})
    assert evaluate(RULES, more, 2025).euros_cents >= evaluate(RULES, facts, 2025).euros_cents


@given(any_facts(), st.integers(0, 5000))
def test_more_patients_never_give_fewer_points(facts: Facts, extra: int) -> None:
    more = with_facts(facts, patients=facts.patients + extra)
    assert evaluate(RULES, more, 2025).points >= evaluate(RULES, facts, 2025).points


@given(any_facts())
def test_euros_are_the_sum_of_their_parts(facts: Facts) -> None:
    total = evaluate(RULES, facts, 2025)
    parts = total.base_cents + total.majoration_cents + total.guarantee_cents
    assert total.euros_cents == parts
    assert total.earned_points == sum(line.points for line in total.lines)
    if not total.prerequisites_missing:
        assert total.base_cents == sum(line.euros_cents for line in total.lines)


@given(any_facts())
def test_precarity_stays_between_nothing_and_its_cap(facts: Facts) -> None:
    total = evaluate(RULES, facts, 2025)
    assert 0 <= total.majoration <= RULES.payment.precarity.cap
    assert 0 <= total.majoration_cents <= total.base_cents / 4 + 1


@given(any_facts(), st.randoms(use_true_random=False))
def test_order_of_the_indicators_does_not_matter(facts: Facts, shuffler: random.Random) -> None:
    shuffled = list(RULES.indicators)
    shuffler.shuffle(shuffled)
    other = evaluate(dataclasses.replace(RULES, indicators=tuple(shuffled)), facts, 2025)
    total = evaluate(RULES, facts, 2025)
    assert (other.points, other.euros_cents) == (total.points, total.euros_cents)


@given(any_facts())
def test_every_line_has_a_reason_and_a_progress(facts: Facts) -> None:
    for line in evaluate(RULES, facts, 2025).lines:
        assert line.because
        assert all(reason.endswith(".") for reason in line.because)
        assert 0 <= line.progress <= 1
        assert line.reached or line.missing


@pytest.mark.parametrize(
    ("broken", "identifier"),
    [
        ({"unscheduled_care": False}, "A1-01"),
        ({"closure": "more"}, "A1-01"),
        ({"crisis_plan": False}, "A1-02"),
        ({"coordination": False}, "A2-01"),
        ({"si_standard": False}, "A3-01"),
    ],
)
def test_a_missing_prerequisite_leaves_the_year_unpaid(
    broken: dict[str, Any], identifier: str
) -> None:
    total = evaluate(RULES, with_facts(READY, **broken), 2025)
    assert total.prerequisites_missing == (identifier,)
    assert total.year_at_risk
    assert (total.points, total.euros_cents, total.base_cents) == (0, 0, 0)
    assert total.earned_points > 0
    assert any("l'année n'est pas payée" in reason for reason in total.because)


def test_all_prerequisites_met_pays_the_year() -> None:
    total = evaluate(RULES, READY, 2025)
    assert not total.year_at_risk
    assert total.points == 800 + 100 + 2700 + 3100
    assert total.euros_cents == 6700 * 700
    assert total.warnings[0].startswith("Concertation : les sources se contredisent")


def test_new_structure_gets_its_minimum_for_its_months() -> None:
    total = evaluate(RULES, Facts(new_structure=True, months=9), 2025)
    assert total.euros_cents == total.guarantee_cents == 1_500_000
    assert any("structures nouvelles" in reason for reason in total.because)


def test_new_structure_above_the_minimum_gets_its_own_amount() -> None:
    total = evaluate(RULES, with_facts(READY, new_structure=True), 2025)
    assert (total.euros_cents, total.guarantee_cents) == (6700 * 700, 0)


def test_an_agreement_without_guarantee_gives_nothing_more() -> None:
    rules = changed(RULES, new_structure=None)
    new = Facts(new_structure=True)
    assert evaluate(rules, new, 2025).euros_cents == 0
    assert advance(rules, new, 2025).euros_cents == 1_344_000


def test_the_advance_of_a_new_structure_has_a_minimum() -> None:
    higher = dataclasses.replace(RULES.payment.new_structure, advance_minimum_eur=Fraction(30000))
    early = advance(changed(RULES, new_structure=higher), Facts(new_structure=True), 2025)
    assert early.euros_cents == 3_000_000
    assert "Minimum des structures nouvelles" in early.because[-1]


def test_the_advance_may_count_precarity_and_ipa_when_the_text_says_so() -> None:
    rules = dataclasses.replace(RULES.payment.advance, with_precarity=True, with_ipa_bonuses=True)
    facts = with_facts(READY, ipa=True, c2s=Fraction(175, 1000))
    early = advance(changed(RULES, advance=rules), facts, 2025)
    assert early.points == 8500 + 320 + 200
    assert early.euros_cents == 9020 * 7 * 110 * 60 // 100


def test_precarity_below_the_national_shares_is_never_a_cut() -> None:
    total = evaluate(RULES, with_facts(READY, c2s=Fraction(1, 100)), 2025)
    assert total.majoration == 0


def test_precarity_is_capped_and_says_so() -> None:
    total = evaluate(RULES, with_facts(READY, c2s=Fraction(1, 2)), 2025)
    assert total.majoration == Fraction(1, 4)
    assert any("plafonnée à 25\u00a0%" in reason for reason in total.because)
    assert any("ne sont pas confirmés" in warning for warning in total.warnings)


def test_national_rates_given_with_the_facts_are_used_without_warning() -> None:
    facts = with_facts(
        READY, c2s=Fraction(1, 10), c2s_national=Fraction(9, 100), ame_national=Fraction(0)
    )
    total = evaluate(RULES, facts, 2025)
    assert total.majoration == Fraction(1, 100)
    assert not any("confirmés" in warning for warning in total.warnings)


def test_2026_warns_that_the_text_of_avenant_2_is_not_loaded() -> None:
    warnings = evaluate(RULES, READY, 2026).warnings
    assert any("avenant 2" in warning for warning in warnings)


def test_an_exercise_without_rules_warns() -> None:
    warnings = evaluate(RULES, READY, 2031).warnings
    assert any("Aucune règle n'est chargée pour l'exercice 2031" in one for one in warnings)


def test_a_short_contract_warns_about_the_prorata() -> None:
    warnings = evaluate(RULES, with_facts(READY, months=6), 2025).warnings
    assert any("6\u00a0mois sur 12" in one for one in warnings)


def test_2022_makes_the_crisis_plan_optional_and_its_actions_unpaid() -> None:
    facts = with_facts(READY, crisis_plan=False, crisis_actions=True)
    total = evaluate(RULES, facts, 2022)
    lines = {line.indicator.id: line for line in total.lines}
    assert not total.year_at_risk
    assert lines["A1-02"].kind is Kind.OPTIONAL
    assert lines["A1-02"].kind.label == "optionnel"
    assert "Covid-19" in lines["A1-03"].because[0]


def test_crisis_actions_without_a_plan_bring_nothing_and_say_why() -> None:
    facts = with_facts(READY, crisis_plan=False, crisis_actions=True)
    line = next(one for one in evaluate(RULES, facts, 2025).lines if one.indicator.id == "A1-03")
    assert line.points == 0
    assert "Plan de crise" in line.because[0]


def test_an_agreement_may_pay_in_euros_without_points() -> None:
    rules = changed(only("A2-02", "A2-05"), unit=Unit.EUROS, point_value_eur=None)
    facts = with_facts(READY, protocols=3, external_coordination=True)
    total = evaluate(rules, facts, 2025)
    assert (total.points, total.euros_cents) == (0, 50_000)
    assert total.lines[0].because[0].endswith("300\u00a0€.")
    assert not any("point vaut" in reason for reason in total.because)


def test_one_indicator_may_pay_euros_beside_points() -> None:
    mixed = only("A1-06", "A3-02")
    first, second = mixed.indicators
    rules = dataclasses.replace(
        mixed, indicators=(dataclasses.replace(first, unit=Unit.EUROS), second)
    )
    total = evaluate(rules, Facts(cstm=True, si_advanced=True), 2025)
    assert (total.points, total.euros_cents) == (100, 20_000 + 70_000)


def test_cents_of_the_lines_add_up_when_none_is_whole() -> None:
    facts = with_facts(READY, months=7, associates=1, patients=1, external_coordination=True)
    total = evaluate(RULES, facts, 2025)
    assert total.base_cents == sum(line.euros_cents for line in total.lines)


def test_an_override_may_change_only_the_availability() -> None:
    indicator: Indicator = only("A1-06").indicators[0]
    closed = dataclasses.replace(indicator, overrides={2024: Override("Fermé.", available=False)})
    assert closed.kind_in(2024) is Kind.OPTIONAL


def test_a_required_indicator_absent_from_the_agreement_is_not_waited_for() -> None:
    total = evaluate(only("A1-03"), Facts(patients=4000, crisis_actions=True), 2025)
    assert total.points == 350
