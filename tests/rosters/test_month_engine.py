"""The engine of months: always legal, right about cost; repairs little, explains surely."""

from dataclasses import replace
from datetime import timedelta

import pytest
from benchmarks.month_cases import empty_saturday, rooms_month, sick_call, staff_month
from hypothesis import given, settings
from ortools.sat.python import cp_model

from pupitre.rosters.rules.model import Assignment, Problem, Published
from pupitre.rosters.rules.referee import check
from pupitre.rosters.rules.score import score
from pupitre.rosters.rules.solver.explain import Conflict, explain
from pupitre.rosters.rules.solver.month import Budget, plan_month, repair
from pupitre.rosters.rules.solver.month_costs import MonthCosts
from pupitre.rosters.rules.solver.month_model import MonthModel
from tests.rosters.months import FIRST, months

STEADY = Budget(seconds=30, workers=1, effort=3.0)


@settings(max_examples=60, deadline=None)
@given(months())
def test_a_plan_always_exists_and_is_legal(problem: Problem) -> None:
    judged(problem)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, database=None)
@given(months())
def test_every_plan_of_many_months_is_legal(problem: Problem) -> None:
    judged(problem)


def judged(problem: Problem) -> None:
    plan = plan_month(problem, STEADY)
    assert plan.status in ("optimal", "feasible")
    assert check(problem, plan.assignments) == []
    assert plan.breakdown == score(problem, plan.assignments)
    assert plan.bound <= plan.cost


@settings(max_examples=60, deadline=None)
@given(months())
def test_the_model_and_the_score_agree_on_the_price_of_the_best_plan(problem: Problem) -> None:
    month = MonthModel(problem)
    MonthCosts(month)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(month.model) == cp_model.OPTIMAL
    best = month.plan_from(solver.boolean_value)
    assert check(problem, best) == []
    assert score(problem, best).total == round(solver.objective_value)


@settings(max_examples=40, deadline=None)
@given(months())
def test_a_repair_is_legal_and_keeps_the_past(problem: Problem) -> None:
    before = plan_month(problem, STEADY)
    frozen = FIRST + timedelta(days=(problem.last - problem.first).days // 2)
    known = replace(problem, published=Published(before.assignments, frozen))
    plans = repair(known, STEADY)
    assert plans
    for plan in plans:
        assert check(known, plan.assignments) == []
        past = [{a for a in p.assignments if a.day < frozen} for p in (plan, before)]
        assert {(a.person, a.day, a.shift) for a in past[0]} == {
            (a.person, a.day, a.shift) for a in past[1]
        }


@settings(max_examples=40, deadline=None)
@given(months())
def test_every_unmet_demand_is_explained(problem: Problem) -> None:
    plan = plan_month(problem, STEADY)
    short = {item.demand for item in plan.breakdown.unmet if not item.ideal}
    conflicts = explain(problem, plan.assignments, most=20)
    assert {conflict.demand.id for conflict in conflicts} == short
    assert all(conflict.sentence and conflict.remedies for conflict in conflicts)


def test_the_staff_month_is_planned_to_proof_and_told() -> None:
    told: list[tuple[int, int]] = []
    plan = plan_month(
        staff_month(),
        Budget(seconds=30),
        on_progress=lambda _, cost, bound: told.append((cost, bound)),
    )
    assert check(staff_month(), plan.assignments) == []
    assert not [item for item in plan.breakdown.unmet if not item.ideal]
    assert [cost for cost, _ in told] == sorted({cost for cost, _ in told}, reverse=True)
    assert told[-1][0] == plan.cost
    assert plan.cost - plan.bound <= plan.cost * 0.02


def test_the_rooms_month_gives_each_half_day_its_doctor() -> None:
    plan = plan_month(rooms_month(), Budget(seconds=30))
    assert check(rooms_month(), plan.assignments) == []
    assert plan.breakdown.unmet == ()
    assert all(a.room for a in plan.assignments)


def test_the_same_effort_gives_the_same_plan() -> None:
    first, second = (plan_month(staff_month(), STEADY) for _ in range(2))
    assert first.assignments == second.assignments


def test_a_stop_is_heard_and_a_warm_plan_is_the_first_found() -> None:
    best = plan_month(staff_month(), Budget(seconds=30))
    again = plan_month(
        staff_month(), Budget(seconds=30, workers=1), warm=best.assignments, stop=lambda: True
    )
    assert again.cost == best.cost


def test_a_stop_is_heard_while_nothing_better_is_found() -> None:
    best = plan_month(staff_month(), Budget(seconds=30))
    asked: list[float] = []

    def stop() -> bool:
        asked.append(0.0)
        return len(asked) > 3

    # From the best plan there is one plan to tell; the other questions come beside.
    budget = Budget(seconds=60, workers=1)
    again = plan_month(staff_month(), budget, warm=best.assignments, stop=stop)
    assert again.cost == best.cost
    assert len(asked) > 3


def test_a_sick_call_is_mended_in_three_ways_with_few_changes() -> None:
    published = plan_month(staff_month(), Budget(seconds=30))
    problem = sick_call(staff_month(), published.assignments)
    plans = repair(problem, Budget(seconds=10))
    assert len(plans) == 3
    assert len({frozenset(plan.breakdown.changes) for plan in plans}) == 3
    assert [plan.cost for plan in plans] == sorted(plan.cost for plan in plans)
    for plan in plans:
        assert check(problem, plan.assignments) == []
        assert 0 < len(plan.breakdown.changes) <= 12
    away = {c.day for c in plans[0].breakdown.changes if c.person == "béatrice" and not c.after}
    held = {a.day for a in published.assignments if a.person == "béatrice"}
    assert away == {
        day for day in held if FIRST + timedelta(days=13) <= day < FIRST + timedelta(days=17)
    }


def _explained(problem: Problem) -> Conflict:
    plan = plan_month(problem, Budget(seconds=30))
    conflicts = explain(problem, plan.assignments)
    assert len(conflicts) == 1
    return conflicts[0]


def test_an_empty_saturday_is_explained_by_its_four_absences() -> None:
    conflict = _explained(empty_saturday(staff_month()))
    assert {(r.kind, r.person, r.item) for r in conflict.reasons} == {
        ("absence", "alice", "leave"),
        ("absence", "béatrice", "leave"),
        ("absence", "chloé", "leave"),
        ("absence", "diane", "ill"),
    }
    assert conflict.sentence == (
        "Le samedi 14\u00a0mars, de 8\u00a0h à 12\u00a0h\u00a030, « accueil » ne peut pas être tenu : "
        "Alice, Béatrice et Chloé sont en congé et Diane est en arrêt maladie."
    )
    assert "Voir avec Alice si son absence peut être déplacée." in conflict.remedies
    assert not any("Diane" in remedy for remedy in conflict.remedies)


@pytest.mark.parametrize("dropped", ["alice", "béatrice", "chloé", "diane"])
def test_no_reason_given_can_be_left_out(dropped: str) -> None:
    problem = empty_saturday(staff_month())
    there = tuple(a for a in problem.absences if a.person != dropped)
    plan = plan_month(replace(problem, absences=there), Budget(seconds=30))
    assert not [item for item in plan.breakdown.unmet if not item.ideal]


def test_a_published_week_and_its_limit_are_reasons() -> None:
    problem = empty_saturday(staff_month())
    kept = [a for a in problem.absences if a.person != "béatrice"]
    monday = FIRST + timedelta(days=5)
    week = [("Journée", n) for n in range(4)] + [("Ouverture", 4)]
    published = tuple(
        Assignment("béatrice", monday + timedelta(days=n), shift, locked=True) for shift, n in week
    )
    conflict = _explained(
        replace(problem, absences=tuple(kept), published=Published(published, problem.first))
    )
    kinds = [reason.kind for reason in conflict.reasons]
    assert kinds.count("absence") == 3
    assert kinds.count("week") == 1
    assert kinds.count("kept") == 5
    assert "Béatrice est à sa limite de 39\u00a0h cette semaine" in conflict.sentence


def test_a_skill_that_nobody_has_is_said_so() -> None:
    problem = staff_month()
    odd = replace(problem.demands[0], id="x", skill="chirurgie", ideal=1)
    conflict = _explained(replace(problem, demands=(*problem.demands, odd)))
    assert (conflict.reasons, conflict.possible) == ((), False)
    assert "personne dans l’équipe" in conflict.sentence


def test_verdicts_are_french() -> None:
    plan = plan_month(staff_month(), Budget(seconds=30))
    proven = replace(plan, status="optimal")
    assert proven.verdict() == "le meilleur possible"
    near = replace(plan, status="feasible", bound=plan.cost * 99 // 100)
    assert near.verdict() == "à 2\u00a0% au plus du meilleur possible"
    far = replace(plan, status="feasible", bound=0, seconds=60.2)
    assert far.verdict() == "le meilleur trouvé en 60\u00a0s"
    assert replace(plan, status="unknown").verdict() == "aucun planning trouvé"
