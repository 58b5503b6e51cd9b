"""Paid leave: the written cases, and what must hold for any absence."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.dates import public_holidays
from pupitre.hr.rules.leave import acquired, in_working_days, mixed_month, rounded, taken
from pupitre.hr.rules.limits import UnknownRuleSetError
from pupitre.hr.rulesets import leave_rules_on

CASES = json.loads((Path(__file__).parent / "data" / "cases.json").read_text(encoding="utf-8"))
RULES = leave_rules_on(date(2026, 6, 1))
WEEKS = {"lun-ven": range(5), "lun-jeu (temps partiel)": range(4)}


def holiday(day: date) -> bool:
    return day in public_holidays(day.year)


def by_id(name: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES[name]]


@pytest.mark.parametrize("case", by_id("conges_acquisition"))
def test_acquired_leave(case: dict[str, Any]) -> None:
    if "ouvrables_mois" in case:
        base = case["base_jours_ouvrables"]
        shares = (Fraction(case[f"jours_{k}_ouvrables"], base) for k in ("travailles", "maladie"))
        days = mixed_month(*shares, RULES)
        assert days.ouvrables == Fraction(case["ouvrables_mois"])
        assert days.ouvres == Fraction(case["ouvres_mois"])
        return
    raw = acquired(
        Fraction(case["mois_travail"]), Fraction(case.get("mois_maladie_non_pro", 0)), RULES
    )
    assert raw == Fraction(case.get("ouvrables_brut", case["ouvrables"]))
    assert rounded(raw) == int(case["ouvrables"])
    if "ouvres" in case:
        assert in_working_days(raw) == int(case["ouvres"])


@pytest.mark.parametrize("case", by_id("conges_prise"))
def test_leave_taken(case: dict[str, Any]) -> None:
    first, last = (date.fromisoformat(case[key]) for key in ("du", "au_inclus"))
    days = taken(first, last, WEEKS[case["planning"]], holiday)
    assert (days.ouvrables, days.ouvres) == (case["ouvrables"], case["ouvres"])


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_month_more_never_gives_less_and_the_maximum_holds(worked: int, sick: int) -> None:
    days = acquired(Fraction(worked), Fraction(sick), RULES)
    assert days <= acquired(Fraction(worked + 1), Fraction(sick), RULES) <= RULES.most
    assert days <= acquired(Fraction(worked), Fraction(sick + 1), RULES)


@given(
    st.dates(date(2024, 6, 1), date(2028, 1, 1)),
    st.integers(0, 60),
    st.sets(st.integers(0, 5), min_size=1),
)
def test_a_longer_absence_never_takes_less(first: date, length: int, working: set[int]) -> None:
    last = first + timedelta(days=length)
    days, longer = (taken(first, end, working, holiday) for end in (last, last + timedelta(days=1)))
    assert 0 <= days.ouvres <= days.ouvrables <= longer.ouvrables


def test_impossible_absences_and_unknown_years_are_refused() -> None:
    with pytest.raises(ValueError, match="doit finir après"):
        taken(date(2026, 1, 2), date(2026, 1, 1), range(5), holiday)
    with pytest.raises(UnknownRuleSetError, match="01/01/1990"):
        leave_rules_on(date(1990, 1, 1))
