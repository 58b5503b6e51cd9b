"""Months of a maison de santé: first plan, proof, repair of a sick call, explanation of a hole."""

import time
from collections.abc import Callable, Iterator

from benchmarks.month_cases import empty_saturday, rooms_month, sick_call, staff_month
from pupitre.rosters.rules.model import Problem
from pupitre.rosters.rules.solver.explain import explain
from pupitre.rosters.rules.solver.month import Budget, plan_month, repair

SECONDS = 15.0


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the result."""
    for name, month in (
        ("secrétariat et ménage", staff_month),
        ("professionnels et salles", rooms_month),
    ):
        yield from _planned(name, month)
    plan = plan_month(staff_month(), Budget(SECONDS))
    started = time.perf_counter()
    mended = repair(sick_call(staff_month(), plan.assignments), Budget(SECONDS))
    changed = ", ".join(f"{len(p.breakdown.changes)} ({p.verdict()})" for p in mended)
    yield (
        "arrêt maladie : trois réparations, jours changés",
        f"{time.perf_counter() - started:.2f} s : {changed}",
    )
    empty = empty_saturday(staff_month())
    plan = plan_month(empty, Budget(SECONDS))
    started = time.perf_counter()
    found = explain(empty, plan.assignments)
    reasons = len(found[0].reasons)
    yield (
        "samedi impossible : explication",
        f"{time.perf_counter() - started:.2f} s : {reasons} raisons",
    )


def _planned(name: str, month: Callable[[], Problem]) -> Iterator[tuple[str, str]]:
    first: list[float] = []
    plan = plan_month(month(), Budget(SECONDS), on_progress=lambda spent, *_: first.append(spent))
    yield f"{name} : premier planning", f"{first[0]:.2f} s"
    yield f"{name} : coût {plan.cost}, {plan.verdict()}", f"{plan.seconds:.1f} s"


def main() -> None:
    """Prints them."""
    for what, result in rows():
        print(f"{what:62} {result}")
