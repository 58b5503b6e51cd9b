"""A million random distributions: every sum exact to the cent, whatever the order of the facts."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pupitre.core.money import round_half_up
from pupitre.indemnities.rules.scheme import Ceilings, Pot, Rate, Scheme, Weight, Who
from pupitre.indemnities.rules.settle import settle
from tests.indemnities.facts import ASSOCIATE, YEAR, at

MILLION = 1_000_000
KEYS = ("@medecins", "@paramedicaux", "infirmier")
people = st.integers(1, 9).map(lambda n: Who(n, f"P{n}", frozenset({KEYS[n % 3]}), ASSOCIATE))
facts_lists = st.lists(
    st.builds(
        lambda who, day, evening, meeting, kind: at(
            who, day, evening=evening, meeting=meeting, kind=kind
        ),
        people,
        st.integers(0, 200),
        st.integers(0, 90),
        st.integers(1, 5),
        st.sampled_from(["rcp", "team"]),
    ),
    max_size=7,
    unique_by=lambda fact: fact.order,
)
cents = st.integers(0, 20_000_000)
shares = st.lists(st.integers(0, 33), min_size=1, max_size=3)
weights = st.lists(
    st.builds(
        Weight,
        st.integers(1, 9),
        st.sampled_from(["weight", "project"]),
        st.fractions(0, 5, max_denominator=20),
    ),
    max_size=4,
)
EVERYBODY = [Who(n, f"P{n}", frozenset(), ASSOCIATE) for n in range(1, 10)]


def check_pots(facts: list, total: int, parts: list[int], typed: list[Weight], seed: int) -> None:
    """All the money of the pots is in the lines, to the cent, in any order of facts and of pots."""
    pots = tuple(
        Pot(rank, f"Part {rank}", Fraction(part, 100), ("weights", "minutes", "projects")[rank % 3])
        for rank, part in enumerate(parts)
    )
    zeroes = [Weight(who.person, "weight", Fraction(0)) for who in EVERYBODY]
    weighted = any(weight.purpose == "weight" and weight.value for weight in typed)
    scheme = Scheme(pots=pots, weights=tuple(typed + (zeroes if weighted else [])))
    found = settle(facts, scheme, YEAR, to_share=total, eligible=EVERYBODY)
    assert found.total + found.unshared == total
    for line in found.lines:
        assert line.cents >= 0
    mixed = facts[:]
    random.Random(seed).shuffle(mixed)
    turned = replace(scheme, pots=pots[::-1], weights=scheme.weights[::-1])
    again = settle(mixed, turned, YEAR, to_share=total, eligible=EVERYBODY[::-1])
    assert again == found


def check_rates(facts: list, price: int, envelope: int, seed: int) -> None:
    """A person's lines add up to the exact sum rounded once; an envelope is met to the cent."""
    scheme = Scheme(
        rates=(Rate(1, price), Rate(2, price + 777, target="@medecins", slot="evening"))
    )
    found = settle(facts, scheme, YEAR)
    exact: dict[int, Fraction] = {}
    for fact in facts:
        late = price + 777 if "@medecins" in fact.who.keys else price
        worth = Fraction(fact.day_minutes * price + fact.evening_minutes * late, 60)
        exact[fact.who.person] = exact.get(fact.who.person, Fraction(0)) + worth
    assert found.by_person() == {
        person: round_half_up(worth)
        for person, worth in exact.items()
        if any(line.person == person for line in found.lines)
    }
    capped = replace(scheme, ceilings=Ceilings(total=envelope))
    kept = settle(facts, capped, YEAR)
    assert kept.total == (min(found.total, envelope) if envelope else found.total)
    mixed = facts[:]
    random.Random(seed).shuffle(mixed)
    assert settle(mixed, replace(capped, rates=capped.rates[::-1]), YEAR) == kept


@given(facts_lists, cents, shares, weights, st.integers(0, 9))
@settings(max_examples=400, deadline=None)
def test_shared_sums_are_exact_and_independent_of_order(
    facts: list, total: int, parts: list[int], typed: list[Weight], seed: int
) -> None:
    check_pots(facts, total, parts, typed, seed)


@given(facts_lists, st.integers(0, 20_000), cents, st.integers(0, 9))
@settings(max_examples=400, deadline=None)
def test_priced_sums_are_exact_and_independent_of_order(
    facts: list, price: int, envelope: int, seed: int
) -> None:
    check_rates(facts, price, envelope, seed)


@pytest.mark.long
@given(facts_lists, cents, shares, weights, st.integers(0, 20_000), st.integers(0, 9))
@settings(
    max_examples=MILLION // 20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_a_million_random_splits(
    facts: list, total: int, parts: list[int], typed: list[Weight], price: int, seed: int
) -> None:
    """Hypothesis draws fifty thousand situations; each gives twenty: ten sums shared, ten prices."""
    for rank in range(10):
        check_pots(facts, total + rank * 9973, parts, typed, seed + rank)
        check_rates(facts, price + rank * 7, total // (rank + 1), seed + rank)
