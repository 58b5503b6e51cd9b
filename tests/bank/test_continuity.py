"""What a statement brings that is new: no line twice, no hole unseen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.bank.rules.continuity import (
    KnownLine,
    KnownPeriod,
    balance_at,
    keys_of,
    plan_import,
)
from pupitre.bank.rules.statement import AccountMark, Balance, Movement, Statement

START = date(2026, 1, 1)
LABELS = ("EDF", "LOYER", "CPAM ACI", "FRAIS")


def day(number):
    return START + timedelta(days=number)


def statement_of(movements, opening, first, last, kind="OFX"):
    closing = opening + sum(one.cents for one in movements)
    return Statement(
        kind, AccountMark(), tuple(movements), Balance(first, opening), Balance(last, closing)
    )


class Account:
    """What an account holds after successive imports, in memory."""

    def __init__(self):
        self.lines, self.periods = [], []

    def take(self, statement, *, despite=False):
        plan = plan_import(statement, self.lines, self.periods)
        if plan.doubts and not despite:
            return plan
        self.lines += [KnownLine(key, one.on, one.cents, statement.kind) for key, one in plan.new]
        opening, closing = statement.opening, statement.closing
        self.periods.append(
            KnownPeriod(
                statement.first_on,
                statement.last_on,
                opening.cents if opening else None,
                closing.cents if closing else None,
            )
        )
        return plan


moves = st.lists(
    st.tuples(
        st.integers(0, 40), st.integers(-3, 3).filter(bool), st.sampled_from(LABELS), st.booleans()
    ),
    max_size=40,
)


@given(
    moves, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6), st.integers()
)
def test_overlapping_statements_import_each_movement_once(drawn, periods, opening):
    movements = [
        Movement(line, day(on), cents * 100, label, bank_id=f"F{line}" if marked else "")
        for line, (on, cents, label, marked) in enumerate(sorted(drawn, key=lambda one: one[0]))
    ]
    account, reached = Account(), -1
    for one, other in [(0, 5), *periods]:
        first, last = min(one, other, reached + 1), max(one, other)
        before = opening + sum(m.cents for m in movements if m.on < day(first))
        held = [m for m in movements if day(first) <= m.on <= day(last)]
        plan = account.take(statement_of(held, before, day(first), day(last)))
        assert not plan.doubts
        assert len(plan.new) + plan.already == len(held)
        reached = max(reached, last)
    told = [m for m in movements if m.on <= day(reached)]
    assert len(account.lines) == len(told)
    assert balance_at(day(reached), account.lines, account.periods) == opening + sum(
        m.cents for m in told
    )


def test_equal_lines_of_a_day_are_all_kept_and_known_again():
    twice = [Movement(1, START, -500, "Parking"), Movement(2, START, -500, "PARKING ")]
    assert len(set(keys_of(twice))) == 2
    assert set(keys_of(twice[:1])) < set(keys_of(twice))


def test_an_id_used_again_by_the_bank_loses_no_line():
    account = Account()
    account.take(statement_of([Movement(1, START, -500, "A", bank_id="1")], 0, START, START))
    later = [Movement(1, day(3), -700, "B", bank_id="1")]
    assert len(account.take(statement_of(later, -500, day(1), day(3))).new) == 1


def test_another_format_of_the_same_days_brings_nothing_new():
    account = Account()
    lines = [Movement(1, day(2), -500, "EDF"), Movement(2, day(3), 900, "CPAM")]
    account.take(statement_of(lines, 0, START, day(4), "CSV"))
    again = [
        Movement(1, day(2), -500, "PRLV SEPA EDF", bank_id="x"),
        Movement(2, day(3), 900, "VIR CPAM", bank_id="y"),
        Movement(3, day(6), -100, "FRAIS", bank_id="z"),
    ]
    plan = account.take(statement_of(again, 0, START, day(6), "OFX"))
    assert (len(plan.new), plan.already, plan.doubts) == (1, 2, ())


def test_a_hole_is_refused_with_its_amount_and_dates_then_filled():
    account = Account()
    account.take(statement_of([Movement(1, day(2), 100_00, "A")], 0, START, day(10)))
    march = statement_of([Movement(1, day(25), -1_00, "C")], 70_00, day(21), day(30))
    plan = account.take(march)
    assert "il manque -30,00 €".replace(" €", "\u00a0€") in plan.doubts[0]
    assert "11/01/2026" in plan.doubts[0]
    assert "22/01/2026" in plan.doubts[0]
    assert len(account.lines) == 1
    assert account.take(march, despite=True).doubts
    filling = statement_of([Movement(1, day(15), -30_00, "B")], 100_00, day(11), day(20))
    assert not account.take(filling).doubts
    assert balance_at(day(30), account.lines, account.periods) == 69_00


def test_an_older_statement_must_lead_to_the_first_one():
    account = Account()
    account.take(statement_of([Movement(1, day(12), 5_00, "A")], 50_00, day(10), day(20)))
    older = statement_of([Movement(1, day(2), 20_00, "B")], 30_00, START, day(9))
    wrong = replace(older, opening=Balance(START, 31_00), closing=Balance(day(9), 51_00))
    assert account.take(wrong).doubts
    assert not account.take(older).doubts
    assert balance_at(day(20), account.lines, account.periods) == 55_00


def test_a_line_gone_from_a_period_is_doubted():
    account = Account()
    lines = [Movement(n, day(n), 1_00, f"L{n}") for n in (1, 2, 3)]
    account.take(statement_of(lines, 0, START, day(4)))
    renamed = [lines[0], replace(lines[1], label="AUTRE"), lines[2]]
    assert "ne sont pas dans ce fichier" in account.take(statement_of(renamed, 0, START, day(4))).doubts[0]  # fmt: skip


@pytest.mark.parametrize("known", [True, False])
def test_a_file_without_balances_is_said_unchecked_once_something_is_known(known):
    account = Account()
    if known:
        account.take(statement_of([], 100, START, day(1)))
    bare = Statement("CSV", AccountMark(), (Movement(2, day(5), 7, "A"),))
    plan = account.take(bare)
    assert plan.checked is not known
    assert balance_at(day(9), account.lines, account.periods) == (107 if known else None)
