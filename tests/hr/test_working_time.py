"""Working-time law: the written cases, and what must hold for any week."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.hr.rules.limits import UnknownRuleSetError
from pupitre.hr.rules.working_time import (
    WEEK,
    Period,
    average_findings,
    findings,
    monday,
    notice_findings,
    part_time_findings,
)
from pupitre.hr.rulesets import rules_on

CASES = json.loads((Path(__file__).parent / "data" / "cases.json").read_text(encoding="utf-8"))
RULES = rules_on("idcc-1147", date(2026, 11, 23))
LAW = rules_on("code-du-travail", date(2026, 11, 23))
MONDAY = datetime.fromisoformat("2026-11-23")


def by_id(name: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES[name]]


def repeated(periods: list[Period]) -> list[Period]:
    return [Period(p.start + WEEK * k, p.end + WEEK * k, p.pause) for k in (-1, 1) for p in periods]


@pytest.mark.parametrize("case", by_id("planning_idcc1147"))
def test_a_week_has_exactly_the_findings_of_the_case(case: dict[str, Any]) -> None:
    periods = [
        Period(datetime.fromisoformat(item["debut"]), datetime.fromisoformat(item["fin"]))
        for item in case["services"]
    ]
    found = findings(periods, RULES, repeated(periods))
    assert {finding.code for finding in found} == set(case["anomalies"])
    assert all(finding.source in finding.sentence for finding in found)


@pytest.mark.parametrize("case", by_id("planning_moyenne_12_semaines"))
def test_the_average_of_twelve_weeks(case: dict[str, Any]) -> None:
    weeks = [(date(2026, 9, 7) + WEEK * n, h * 60) for n, h in enumerate(case["semaines_h"])]
    assert [f.code for f in average_findings(weeks, RULES)] == case["anomalies"]


@pytest.mark.parametrize("case", by_id("planning_delai_prevenance"))
def test_notice_of_a_changed_timetable(case: dict[str, Any]) -> None:
    told, effective = (date.fromisoformat(case[key]) for key in ("annonce", "effet"))
    assert [f.code for f in notice_findings(told, effective, RULES)] == case["anomalies"]
    assert notice_findings(told, effective, RULES, unforeseeable=True) == []
    assert notice_findings(told, effective, LAW) == []


@pytest.mark.parametrize(
    ("contract", "worked", "cleaning", "codes"),
    [
        (2100, 2300, False, []),
        (1200, 1320, False, []),
        (1200, 1321, False, ["COMPLEMENTAIRE"]),
        (2000, 2100, False, ["COMPLEMENTAIRE"]),
        (900, 900, False, ["PARTIEL_MIN"]),
        (900, 900, True, []),
        (240, 240, True, ["PARTIEL_MIN_ENTRETIEN"]),
    ],
)
def test_part_time(contract: int, worked: int, cleaning: bool, codes: list[str]) -> None:
    weeks = [(MONDAY.date(), worked)]
    found = part_time_findings(contract, weeks, RULES, cleaning=cleaning)
    assert [finding.code for finding in found] == codes


def test_the_agreement_is_a_choice_and_extends_the_law() -> None:
    assert LAW.get("AMPLITUDE_10H") is None
    assert {limit.code for limit in LAW.limits} < {limit.code for limit in RULES.limits}
    with pytest.raises(UnknownRuleSetError, match="« idcc-9999 » n’est pas connue"):
        rules_on("idcc-9999", date(2026, 1, 1))
    with pytest.raises(UnknownRuleSetError, match="pas décrite au 01/01/1990"):
        rules_on("idcc-1147", date(1990, 1, 1))


def test_a_planned_pause_counts_as_the_break() -> None:
    start = MONDAY.replace(hour=8)
    without = Period(start, start + timedelta(hours=7, minutes=30))
    assert [f.code for f in findings([without], RULES)] == ["PAUSE_20MIN"]
    assert findings([Period(without.start, without.end, pause=30)], RULES) == []


@st.composite
def weeks(draw: st.DrawFn) -> list[Period]:
    days = draw(st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True))
    periods = []
    for day in days:
        start = MONDAY + timedelta(days=day, minutes=30 * draw(st.integers(12, 30)))
        periods.append(Period(start, start + timedelta(minutes=30 * draw(st.integers(1, 16)))))
    return sorted(periods)


@given(weeks())
def test_less_work_in_a_day_never_adds_a_limit_of_length(periods: list[Period]) -> None:
    shorter = [Period(p.start, p.end - timedelta(minutes=15)) for p in periods]
    lengths = {"DUREE_JOUR_10H", "AMPLITUDE_10H", "SEMAINE_48H", "PAUSE_20MIN", "REPOS_11H"}
    before = {(f.code, f.day) for f in findings(periods, RULES) if f.code in lengths}
    after = {(f.code, f.day) for f in findings(shorter, RULES) if f.code in lengths}
    assert after <= before


@given(weeks())
def test_the_law_finds_no_more_than_the_agreement(periods: list[Period]) -> None:
    law = {(f.code, f.day) for f in findings(periods, LAW)}
    assert law <= {(f.code, f.day) for f in findings(periods, RULES)}


@given(weeks(), st.integers(1, 60))
def test_the_same_week_later_has_the_same_findings(periods: list[Period], later: int) -> None:
    moved = [Period(p.start + WEEK * later, p.end + WEEK * later) for p in periods]
    codes = sorted(f.code for f in findings(periods, RULES, repeated(periods)))
    assert codes == sorted(f.code for f in findings(moved, RULES, repeated(moved)))


@given(weeks())
def test_findings_lie_in_the_weeks_of_the_periods(periods: list[Period]) -> None:
    found = findings(periods, RULES, repeated(periods))
    assert {monday(finding.day) for finding in found} <= {MONDAY.date()}
