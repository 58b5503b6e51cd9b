"""Tests of the arithmetic of budgets: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.budgets.rules.comparing import Planned, compare
from pupitre.budgets.rules.following import EXPENSE, INCOME, Facts, Flow, Line, follow
from pupitre.budgets.rules.months import Period, carried, months_words, spread

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 22)
MONTHS = st.sampled_from(YEAR.months)
CENTS = st.integers(0, 10**7)


def flow(
    month: int, cents: int, *, heading: int = 1, dated: bool = False, direction: str = EXPENSE
) -> Flow:
    return Flow(direction, heading, 0, date(2026, month, 1), cents, dated)


def one(facts: Facts, today: date = TODAY) -> Line:
    """Return the only line of the facts."""
    (line,) = follow(facts, YEAR.months, today).lines
    return line


def even(cents: int) -> tuple[Flow, ...]:
    return tuple(flow(month.month, share) for month, share in spread(cents, (), YEAR).items())


@given(CENTS, st.sets(st.integers(1, 12)))
def test_a_spread_amount_loses_no_cent(cents: int, months: set[int]) -> None:
    shares = spread(cents, months, YEAR)
    assert sum(shares.values()) == cents
    assert {month.month for month in shares} == (months or set(range(1, 13)))
    assert max(shares.values()) - min(shares.values()) <= 1


def test_months_that_a_short_year_does_not_hold_count_as_none() -> None:
    short = Period(date(2026, 9, 1), date(2026, 12, 31))
    assert list(spread(400, {3}, short).values()) == [100, 100, 100, 100]
    assert spread(400, {3, 10}, short) == {date(2026, 10, 1): 400}


def test_a_year_across_two_has_its_months_and_its_year_before() -> None:
    across = Period(date(2026, 7, 1), date(2027, 6, 30))
    assert (across.months[0], across.months[-1], len(across.months)) == (
        date(2026, 7, 1),
        date(2027, 6, 1),
        12,
    )
    assert across.before == Period(date(2025, 7, 1), date(2026, 6, 30))
    assert across.month_of(date(2030, 1, 1)) == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("months", "words"),
    [((), "chaque mois"), (range(1, 13), "chaque mois"), ((3,), "mars"), ((10, 4), "avril et octobre"),
     ((1, 4, 7), "janvier, avril et juillet")],
)  # fmt: skip
def test_months_are_told_in_words(months: tuple[int, ...], words: str) -> None:
    assert months_words(months) == words


def test_what_comes_every_month_is_completed_to_the_year() -> None:
    ten = {date(2026, month, 1): 100 for month in range(1, 11)}
    assert carried(ten, 10, 12).cents == 1200
    assert carried(ten, 10, 12).months == ()
    assert carried(ten | {date(2026, 11, 1): 100, date(2026, 12, 1): 100}, 12, 12).cents == 1200


def test_what_comes_now_and_then_keeps_its_months() -> None:
    found = carried({date(2026, 4, 1): 500, date(2026, 10, 1): 300}, 10, 12)
    assert (found.cents, found.months) == (800, (4, 10))
    assert carried({date(2026, 1, 1): 100, date(2026, 2, 1): 100}, 2, 12).cents == 200


def test_the_forecast_adds_what_is_done_and_what_the_budget_keeps_ahead() -> None:
    line = one(Facts(planned=even(1200), actual=[flow(3, 700)], committed=[flow(11, 60)]))
    assert (line.budget, line.to_date, line.actual, line.committed) == (1200, 1100, 700, 60)
    assert (line.ahead, line.late, line.forecast, line.gap) == (40 + 100, 0, 900, 300)
    assert line.verdict == ("dans le budget", "success")


def test_known_contracts_replace_the_budget_ahead_when_they_are_dearer() -> None:
    line = one(Facts(planned=even(1200), actual=[flow(3, 700)], known=[flow(12, 900)]))
    assert (line.coming, line.forecast, line.gap) == (900, 1600, -400)
    assert line.verdict == ("dépassement prévu", "warning")
    assert "9,00\xa0€ attendus des contrats et des baux." in line.because


def test_what_was_planned_in_a_month_gone_stays_expected_until_the_year_ends() -> None:
    planned = [flow(3, 500, dated=True), flow(4, 100)]
    assert one(Facts(planned)).late == 500
    assert one(Facts(planned, actual=[flow(9, 450)])).late == 150
    assert one(Facts(planned, actual=[flow(9, 600)])).late == 0
    over = one(Facts(planned), date(2027, 1, 5))
    assert (over.late, over.forecast, over.gap) == (0, 0, 600)


def test_a_late_income_is_told() -> None:
    line = one(Facts([flow(4, 500, dated=True, direction=INCOME)]))
    assert (line.forecast, line.gap, line.verdict) == (500, 0, ("attendu, en retard", "warning"))
    got = one(
        Facts([flow(4, 500, dated=True, direction=INCOME)], [flow(5, 400, direction=INCOME)]),
        date(2027, 2, 1),
    )
    assert (got.gap, got.verdict) == (-100, ("manque prévu", "warning"))
    more = one(Facts([flow(4, 500, direction=INCOME)], [flow(4, 600, direction=INCOME)]))
    assert (more.gap, more.verdict) == (100, ("comme prévu", "success"))


def test_a_heading_without_budget_and_one_beyond_it_are_told() -> None:
    assert one(Facts(actual=[flow(3, 10)])).verdict == ("hors budget", "warning")
    assert one(Facts(actual=[flow(3, 10, direction=INCOME)])).verdict == ("hors budget", "neutral")
    assert one(Facts([flow(3, 100)], [flow(3, 120)])).verdict == ("dépassé", "danger")


def test_before_the_year_begins_all_is_ahead() -> None:
    line = one(Facts(planned=even(1200)), date(2025, 12, 1))
    assert (line.at, line.to_date, line.ahead, line.forecast) == (0, 0, 1200, 1200)


def test_a_flow_outside_the_year_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        follow(Facts(actual=[Flow(EXPENSE, 1, 0, date(2025, 1, 1), 5)]), YEAR.months, TODAY)


FLOWS = st.lists(
    st.builds(Flow, st.sampled_from([EXPENSE, INCOME]), st.integers(0, 3), st.integers(0, 2), MONTHS, CENTS, st.booleans()),
    max_size=12,
)  # fmt: skip
ANY_DAY = st.dates(date(2025, 12, 1), date(2027, 2, 1))


@given(FLOWS, FLOWS, FLOWS, FLOWS, ANY_DAY)
def test_a_forecast_never_falls_below_what_is_done_and_adds_up_month_by_month(
    planned: list[Flow], actual: list[Flow], committed: list[Flow], known: list[Flow], today: date
) -> None:
    found = follow(Facts(planned, actual, committed, known), YEAR.months, today)
    for line in found.lines:
        assert line.forecast >= line.actual + line.committed
        assert line.coming >= line.known
        assert sum(line.expected) == line.forecast
        assert 0 <= line.to_date <= line.budget
        assert line.because
    assert found.expenses.budget == sum(one.cents for one in planned if one.direction == EXPENSE)
    assert found.incomes.actual == sum(one.cents for one in actual if one.direction == INCOME)
    assert found.result("forecast") == found.incomes.forecast - found.expenses.forecast
    assert [line.gap for line in found.overruns] == sorted(line.gap for line in found.overruns)


@given(FLOWS, ANY_DAY)
def test_however_it_is_grouped_the_same_sums_come(flows: list[Flow], today: date) -> None:
    facts = Facts(planned=flows, actual=flows)
    by_heading = follow(facts, YEAR.months, today)
    by_project = follow(facts, YEAR.months, today, lambda one: one.project)
    for name in ("budget", "actual"):
        assert by_heading.result(name) == by_project.result(name)


@given(FLOWS, CENTS)
def test_one_more_expense_never_lowers_the_forecast(flows: list[Flow], cents: int) -> None:
    before = follow(Facts(planned=flows), YEAR.months, TODAY).expenses.forecast
    after = follow(
        Facts(planned=flows, actual=[flow(3, cents)]), YEAR.months, TODAY
    ).expenses.forecast
    assert after >= before


def test_plans_are_compared_line_by_line() -> None:
    base = [
        Planned("a", EXPENSE, 1, "Loyer", 100),
        Planned("b", EXPENSE, 1, "Ménage", 50),
        Planned("c", INCOME, 2, "ACI", 300),
    ]
    other = [
        Planned("a", EXPENSE, 1, "Loyer", 120),
        Planned("c", INCOME, 2, "ACI", 300),
        Planned("d", EXPENSE, 3, "Secrétaire", 90),
    ]
    found = compare([base, other])
    told = {
        line.label: (line.cents, line.gap, line.change)
        for one in found.headings
        for line in one.lines
    }
    assert told == {
        "Loyer": ((100, 120), 20, "changée"), "Ménage": ((50, None), -50, "retirée"),
        "ACI": ((300, 300), 0, ""), "Secrétaire": ((None, 90), 90, "ajoutée"),
    }  # fmt: skip
    assert found.expenses.cents == (150, 210)
    assert (found.result.cents, found.result.gap) == ((150, 90), -60)
    assert [one.differs for one in found.of(INCOME)] == [False]


PLANS = st.lists(
    st.lists(st.builds(Planned, st.sampled_from("abc"), st.sampled_from([EXPENSE, INCOME]), st.integers(1, 2), st.just("x"), CENTS),
             max_size=5, unique_by=lambda line: (line.direction, line.heading, line.key)),
    min_size=1, max_size=4,
)  # fmt: skip


@given(PLANS)
def test_the_headings_of_a_comparison_add_up_to_its_totals(plans: list[list[Planned]]) -> None:
    found = compare(plans)
    for rank, plan in enumerate(plans):
        whole = sum(one.whole.cents[rank] or 0 for one in found.of(EXPENSE))
        assert (
            whole
            == found.expenses.cents[rank]
            == sum(line.cents for line in plan if line.direction == EXPENSE)
        )
        assert sum(line.cents[rank] or 0 for one in found.headings for line in one.lines) == sum(
            line.cents for line in plan
        )
    assert compare([plans[0], plans[0]]).result.gap == 0
