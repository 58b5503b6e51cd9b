"""Writes about the lines of a plan: saved, removed, taken from facts, discussed."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from pupitre.budgets.errors import BudgetError
from pupitre.budgets.models import Plan, PlanLine, Remark
from pupitre.budgets.queries.facts import proposed
from pupitre.budgets.services.plans import open_plan
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.people.models import Person

State = Remark.State


@transaction.atomic
def save_line(line: PlanLine, *, by: Actor, expected_version: int | None = None) -> PlanLine:
    """Save a line of an open scenario; raise BudgetError once it is frozen, records.ConflictError when it moved."""
    open_plan(line.plan)
    return records.save(line, by=by, expected_version=expected_version)


@transaction.atomic
def remove_line(line: PlanLine, *, by: Actor) -> None:
    """Take a line off an open scenario, with what was said of it."""
    open_plan(line.plan)
    records.remove(line, by=by)


@transaction.atomic
def take_facts(plan: Plan, keys: Collection[str], *, today: date, by: Actor) -> int:
    """Write the chosen facts as lines, or bring the lines that took them before up to date; return how many."""
    open_plan(plan)
    lines = {line.fact: line for line in plan.lines.exclude(fact="")}
    chosen = [one for one in proposed(plan, today) if one.fact.key in keys and one.heading]
    for one in chosen:
        line = lines.get(one.fact.key) or PlanLine(plan=plan, fact=one.fact.key)
        if line.pk is None:
            line.heading, line.label = one.heading, one.fact.label
        line.cents, line.months = one.fact.cents, list(one.fact.months)
        line.note = one.fact.because[:300]
        records.save(line, by=by, action="reprendre")
    return len(chosen)


@transaction.atomic
def say(
    line: PlanLine, *, text: str, cents: int | None, by: Actor, person: Person | None = None
) -> Remark:
    """Say something of a line of an open scenario, and maybe propose another amount."""
    open_plan(line.plan)
    state = State.NOTE if cents is None else State.OPEN
    remark = Remark(
        line=line, text=text, cents=cents, state=state, made_by=by.label[:200], person=person
    )
    return records.save(remark, by=by, action="proposer" if cents is not None else "remarquer")


@transaction.atomic
def decide(remark: Remark, *, accept: bool, by: Actor) -> Remark:
    """Take a proposed amount into its line, or leave it; raise BudgetError when that was done already."""
    line = records.locked(remark.line)
    open_plan(line.plan)
    fresh = records.locked(remark)
    if fresh.state != State.OPEN or fresh.cents is None:
        raise BudgetError("Cette proposition est déjà décidée.")
    if accept:
        line.cents = fresh.cents
        records.save(line, by=by, action="reprendre la proposition")
    fresh.state = State.ACCEPTED if accept else State.DECLINED
    fresh.answered_by = by.label[:200]
    return records.save(fresh, by=by, action="accepter" if accept else "écarter")
