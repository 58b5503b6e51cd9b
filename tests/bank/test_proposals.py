"""Rules that learn: what they propose, why, and what each choice changes."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pupitre.bank.rules.proposals import (
    HIGHEST,
    Line,
    Outcome,
    Rule,
    propose,
    score,
    taught,
    words_of,
)

ENERGY, RENT, LOAN = Outcome(6061, heading=4), Outcome(6132), Outcome(164)
TODAY = date(2026, 11, 22)
EDF = Rule(
    1, words_of("PRLV SEPA EDF"), False, ENERGY, cents=-80_00, last_on=date(2026, 3, 3), last_label="EDF"
)  # fmt: skip


def line(label, cents=-8_500):
    return Line(words_of(label), cents)


def learn(rules, seen, outcome):
    """Apply a lesson as the service does, on plain rules."""
    lesson = taught(rules, seen, outcome)
    if lesson is None:
        return list(rules)
    kept = [
        replace(rule, misses=rule.misses + 1) if rule.key in lesson.wrong else rule
        for rule in rules
    ]
    if lesson.rule:
        return [
            replace(rule, words=lesson.words, uses=rule.uses + 1, misses=0, cents=seen.cents)
            if rule.key == lesson.rule
            else rule
            for rule in kept
        ]
    new = Rule(len(kept) + 1, lesson.words, seen.cents > 0, outcome, cents=seen.cents)
    return [*kept, new]


def test_banking_jargon_figures_and_months_say_nothing():
    assert words_of("VIR SEPA RECU CPAM 35 ACI 04/2026 AVRIL REF 12AB") == {"cpam", "aci"}


def test_a_proposal_says_why():
    (found,) = propose([EDF], line("PRLV EDF CLIENTS PARTICULIERS 998"), TODAY)
    assert found.reason == "comme le 3 mars : EDF".replace("3 mars", "3\u00a0mars")
    assert found.rule.outcome == ENERGY


def test_a_rule_is_silent_about_other_words_and_the_other_direction():
    assert score(EDF, line("ORANGE")) == 0
    assert score(EDF, line("EDF", 8_500)) == 0


def test_the_same_amount_decides_between_two_habits_of_one_payee():
    rules = learn([], line("URSSAF", -10_000), ENERGY)
    rules = learn(rules, line("URSSAF", -70_000), RENT)
    assert propose(rules, line("URSSAF", -10_000))[0].rule.outcome == ENERGY
    assert propose(rules, line("URSSAF", -70_000))[0].rule.outcome == RENT


def test_one_choice_is_enough_to_propose_and_a_correction_wins():
    rules = learn([], line("PRLV SFR FIBRE MSP"), ENERGY)
    assert propose(rules, line("PRLV SFR FIBRE MSP", -4_000))[0].rule.outcome == ENERGY
    for _ in range(2):
        rules = learn(rules, line("PRLV SFR FIBRE MSP"), RENT)
    assert propose(rules, line("PRLV SFR FIBRE MSP", -4_000))[0].rule.outcome == RENT


def test_a_rule_widens_to_the_words_in_common():
    rules = learn([], line("COMMUNE EXEMPLE LOYER TITRE ALPHA"), RENT)
    rules = learn(rules, line("COMMUNE EXEMPLE LOYER TITRE BETA"), RENT)
    assert len(rules) == 1
    assert rules[0].words == {"commune", "exemple", "loyer", "titre"}
    assert propose(rules, line("COMMUNE EXEMPLE LOYER TITRE GAMMA"))


def test_a_label_without_words_teaches_nothing():
    assert taught([EDF], line("VIR 12345"), RENT) is None


labels = st.lists(
    st.sampled_from(["edf", "orange", "loyer", "mairie", "urssaf", "cpam"]), min_size=1, max_size=4
)
outcomes = st.sampled_from([ENERGY, RENT, LOAN])


@given(st.lists(st.tuples(labels, st.integers(-5, -1), outcomes), min_size=1, max_size=12))
def test_what_was_just_chosen_is_among_the_proposals(history):
    rules = []
    for label, cents, outcome in history:
        seen = line(" ".join(label), cents)
        rules = learn(rules, seen, outcome)
        found = propose(rules, seen)
        assert outcome in {one.rule.outcome for one in found}
        assert all(1 <= one.score <= HIGHEST for one in found)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(st.lists(st.tuples(labels, st.integers(-5, -1), outcomes), min_size=1, max_size=8))
def test_the_order_of_the_rules_changes_nothing(history):
    rules = []
    for label, cents, outcome in history:
        rules = learn(rules, line(" ".join(label), cents), outcome)
    seen = line(" ".join(history[0][0]), history[0][1])
    assert propose(rules, seen) == propose(rules[::-1], seen)
