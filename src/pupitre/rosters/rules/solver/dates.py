"""Chooses dates of meetings: one by group, the worst-off person first."""

from typing import Any

from ortools.sat.python import cp_model

from pupitre.rosters.rules.meetings import Choice, MeetingProblem, judge, shortfalls

SECONDS = 10.0


def choose_dates(problem: MeetingProblem) -> Choice:
    """The best choice: all groups that can have one, then the fewest dates missed by one person.

    Ties go to fewer absences in all, then to the cheapest dates. Solved aim by aim, to proof.
    """
    valid = [c for c in problem.candidates if not shortfalls(problem, c)]
    model = cp_model.CpModel()
    taken = {candidate.id: model.new_bool_var("") for candidate in valid}
    for group in problem.groups():
        choices = [taken[candidate.id] for candidate in valid if candidate.group == group]
        if choices:
            model.add_exactly_one(choices)
    missed = [
        sum(taken[c.id] for c in valid if member.id not in c.available)
        for member in problem.members
    ]
    worst = model.new_int_var(0, len(valid), "")
    for total in missed:
        model.add(worst >= total)
    for aim in (worst, sum(missed), sum(c.cost * taken[c.id] for c in valid)):
        solver = _solved(model, aim)
    return judge(problem, [c for c in valid if solver.boolean_value(taken[c.id])])


def _solved(model: cp_model.CpModel, aim: Any) -> cp_model.CpSolver:
    """Minimises `aim`, then holds it at what was reached."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    model.minimize(aim)
    solver.solve(model)
    model.clear_objective()  # type: ignore[no-untyped-call]
    model.add(aim <= round(solver.objective_value))
    return solver
