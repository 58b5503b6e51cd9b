"""Why a demand cannot be met: a smallest set of reasons, each confirmed needed, in sentences."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from ortools.sat.python import cp_model

from pupitre.hr.rules.working_time import monday
from pupitre.rosters.rules.model import Assignment, Demand, Past, Problem, periods
from pupitre.rosters.rules.reasons import Reason
from pupitre.rosters.rules.score import Unmet, holders, score
from pupitre.rosters.rules.solver.month_costs import covering
from pupitre.rosters.rules.solver.month_model import MonthModel
from pupitre.rosters.rules.wording import because, remedies

CHECK_SECONDS = 2.0


@dataclass(frozen=True)
class Conflict:
    """A demand that is not met from `start` to `end` (minutes), why, and what could be done.

    `reasons` without the demand itself; dropping any one of them makes the demand possible. Empty:
    it is possible, at the price of other wishes (`possible`), or nobody could ever meet it.
    """

    demand: Demand
    start: int
    end: int
    possible: bool
    reasons: tuple[Reason, ...]
    sentence: str
    remedies: tuple[str, ...]


def explain(
    problem: Problem, assignments: Sequence[Assignment], *, most: int = 5, seconds: float = 10.0
) -> list[Conflict]:
    """The conflicts behind the demands below their minimum, the first `most` of them."""
    deadline = time.monotonic() + seconds
    found = []
    for demand, first, last in _gaps(problem, assignments)[:most]:
        if time.monotonic() >= deadline:
            break
        found.append(_conflict(problem, assignments, demand, (first, last)))
    return found


def _gaps(problem: Problem, assignments: Sequence[Assignment]) -> list[tuple[Demand, int, int]]:
    """Stretches below the minimum, by demand."""
    demands = {demand.id: demand for demand in problem.demands}
    short = [item for item in score(problem, assignments).unmet if not item.ideal]
    gaps: list[tuple[Demand, int, int]] = []
    for name, items in groupby(short, key=lambda item: item.demand):
        gaps += [(demands[name], *stretch) for stretch in _stretches(list(items))]
    return gaps


def _stretches(items: list[Unmet]) -> list[tuple[int, int]]:
    found = [(items[0].start, items[0].end)]
    for item in items[1:]:
        if item.start == found[-1][1]:
            found[-1] = (found[-1][0], item.end)
        else:
            found.append((item.start, item.end))
    return found


def _conflict(
    problem: Problem, assignments: Sequence[Assignment], demand: Demand, gap: tuple[int, int]
) -> Conflict:
    week = _week_alone(problem, assignments, demand)
    day = replace(week, demands=tuple(d for d in week.demands if d.day == demand.day))
    # One slot that cannot be met is enough to explain, and its reasons are the fewest; those of
    # the day come first, then what the other demands of the week take.
    reasons = _Core(day, assignments, demand, gap[0]).smallest()
    if reasons is None:
        reasons = _Core(week, assignments, demand, gap[0]).smallest()
    others = tuple(r for r in reasons or () if (r.kind, r.item) != ("demand", demand.id))
    possible = reasons is None
    sentence = because(problem, demand, gap, others, possible=possible)
    return Conflict(demand, *gap, possible, others, sentence, remedies(problem, demand, others))


def _week_alone(problem: Problem, assignments: Sequence[Assignment], demand: Demand) -> Problem:
    """The civil week of the demand; what was planned before it is past."""
    week = monday(demand.day)
    first, last = max(problem.first, week), min(problem.last, week + timedelta(days=6))
    past = [
        Past(a.person, period.start, period.end)
        for a in assignments
        if a.day < first
        for period in periods(problem.shift(a.shift), a.day)
    ]
    published = problem.published
    if published is not None:
        mine = tuple(a for a in published.assignments if first <= a.day <= last)
        published = replace(published, assignments=mine)
    return replace(
        problem,
        first=first,
        last=last,
        demands=tuple(d for d in problem.demands if first <= d.day <= last),
        history=(*problem.history, *past),
        earlier_weeks={},
        published=published,
    )


class _Core:
    """A model in which a slot must be met, whose rules can be dropped one by one."""

    def __init__(
        self, problem: Problem, assignments: Sequence[Assignment], demand: Demand, start: int
    ) -> None:
        self.month = MonthModel(problem, explaining=True)
        for other in problem.demands:
            met = holders(problem, other, assignments)
            slots = range(other.start, other.end, other.slot)
            for slot, present in zip(slots, met, strict=True):
                if (other.id, slot) == (demand.id, start) or len(present) >= other.minimum > 0:
                    self._require(other, slot)

    def _require(self, demand: Demand, start: int) -> None:
        reason = self.month.under(Reason("demand", "", demand.day, demand.id))
        people = sum(self.month.given[key] for key in covering(self.month, demand, start))
        self.month.model.add(people >= demand.minimum).only_enforce_if(reason)

    def smallest(self) -> list[Reason] | None:
        """Reasons none of which can be left out; None when all can be kept together."""
        kept = self._conflicting(sorted(self.month.reasons))
        if kept is None:
            return None
        for index in sorted(kept, key=self._order):
            if index in kept:
                fewer = self._conflicting([other for other in kept if other != index])
                kept = kept if fewer is None else fewer
        return [self.month.reasons[index] for index in kept]

    def _order(self, index: int) -> int:
        """The reasons one would least like to hear are tried first."""
        order = ("demand", "rest", "room", "kept", "week", "absence")
        return order.index(self.month.reasons[index].kind)

    def _conflicting(self, assumed: list[int]) -> list[int] | None:
        """A subset of the assumptions that cannot hold together, confirmed; else None."""
        solver = self._solve(assumed)
        if solver is None:
            return None
        # With presolve the solver may name literals that were not assumed: keep only ours.
        named = set(solver.sufficient_assumptions_for_infeasibility()) & set(assumed)
        core = [index for index in assumed if index in named]
        if core and len(core) < len(assumed) and self._solve(core) is not None:
            return core
        return assumed

    def _solve(self, assumed: list[int]) -> cp_model.CpSolver | None:
        """The solver when these assumptions contradict each other."""
        model = self.month.model
        model.clear_assumptions()
        by_index = {literal.index: literal for literal in self.month.literals.values()}
        model.add_assumptions([by_index[index] for index in assumed])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # with more, every assumption comes back
        solver.parameters.max_time_in_seconds = CHECK_SECONDS
        return solver if solver.solve(model) == cp_model.INFEASIBLE else None
