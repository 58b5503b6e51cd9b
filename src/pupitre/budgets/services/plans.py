"""Writes about budgets and their plans: prepared, copied, frozen, voted, dropped."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pupitre.books.models import Heading, LegalEntity
from pupitre.budgets.errors import BudgetError
from pupitre.budgets.models import Budget, Plan, PlanLine
from pupitre.budgets.presets import presets
from pupitre.budgets.queries.facts import year_before
from pupitre.budgets.queries.plans import latest_budget, reference
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import local_day
from pupitre.meetings.models import Meeting
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task, change_state

FIRST_NAME = "Budget de base"
ACTUAL, BUDGET, PRESET, EMPTY = "actual", "budget", "preset", "empty"
STARTS = {
    ACTUAL: "Le réalisé de l’exercice précédent, d’après la comptabilité",
    BUDGET: "Le budget de l’exercice précédent",
    PRESET: "Un modèle pour cette forme juridique, à chiffrer",
    EMPTY: "Une page blanche",
}


@transaction.atomic
def prepare_budget(
    *, entity: LegalEntity, starts_on: date, ends_on: date, start: str, today: date, by: Actor
) -> Plan:
    """Open the budget of a year with its first scenario, filled from what `start` says.

    Raises BudgetError when a budget of the entity holds those days already, or when there is nothing to start from.
    """
    records.locked(entity)
    same = Budget.objects.filter(entity=entity, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if (known := same.first()) is not None:
        raise BudgetError(f"{known} de {entity} existe déjà : ouvrez-le, ajoutez-y un scénario.")
    budget = records.save(Budget(entity=entity, starts_on=starts_on, ends_on=ends_on), by=by)
    plan = Plan(budget=budget, name=FIRST_NAME, made_by=by.label[:200])
    records.save(plan, by=by)
    lines = list(_first_lines(budget, start, today))
    if not lines and start != EMPTY:
        raise BudgetError(
            "Il n’y a rien à reprendre de l’exercice précédent : partez d’un modèle ou d’une page blanche."
        )
    _write(plan, lines, by)
    return plan


def _first_lines(budget: Budget, start: str, today: date) -> Iterator[PlanLine]:
    if start == ACTUAL:
        for one in year_before(budget.entity, budget.period, today):
            label = f"{one.heading}, {one.project}" if one.project else str(one.heading)
            yield PlanLine(
                heading=one.heading,
                project=one.project,
                label=label[:120],
                cents=one.carried.cents,
                months=list(one.carried.months),
                note=one.carried.because,
            )
    elif start == BUDGET:
        before = latest_budget(budget.entity, budget)
        plan = reference(before.plans.all()) if before else None
        yield from (_copy(line) for line in plan.lines.all()) if plan else ()
    elif start == PRESET:
        headings = {heading.code: heading for heading in Heading.objects.all()}
        for line in presets().kinds[budget.entity.kind]:
            if line.heading in headings:
                yield PlanLine(heading=headings[line.heading], label=line.label, cents=0, months=list(line.months))  # fmt: skip


def _copy(line: PlanLine) -> PlanLine:
    """A line that is known again beside the one that it comes from."""
    names = ("heading_id", "project_id", "label", "cents", "months", "note", "key", "fact")
    return PlanLine(**{name: getattr(line, name) for name in names})


def _write(plan: Plan, lines: Iterable[PlanLine], by: Actor) -> None:
    drafts = list(lines)
    for line in drafts:
        line.plan = plan
    records.save_all(drafts, by=by)


def open_plan(plan: Plan) -> Plan:
    """The plan read again and locked; raise BudgetError once it is frozen."""
    fresh = records.locked(plan)
    if not fresh.open:
        raise BudgetError(
            "Cette version est figée, elle ne change plus : copiez-la en scénario pour la modifier."
        )
    return fresh


@transaction.atomic
def copy_plan(plan: Plan, *, name: str, by: Actor) -> Plan:
    """Copy a scenario or a version into a scenario, open to changes. Raise BudgetError when the name is taken."""
    records.locked(plan.budget)  # two clicks at once copy once
    if Plan.objects.filter(budget=plan.budget_id, number=None, name=name).exists():
        raise BudgetError(f"Un scénario s’appelle déjà « {name} » : choisissez un autre nom.")
    copy = Plan(budget=plan.budget, name=name, made_by=by.label[:200])
    records.save(copy, by=by, action="copier en scénario")
    _write(copy, map(_copy, plan.lines.order_by("pk")), by)
    return copy


@transaction.atomic
def freeze(plan: Plan, *, why: str = "", by: Actor) -> Plan:
    """Keep a scenario as it stands, as the next numbered version; it stays open. Raise BudgetError without a line."""
    budget = records.locked(plan.budget)
    open_plan(plan)
    lines = list(plan.lines.order_by("pk"))
    if not lines:
        raise BudgetError("Ce scénario est vide : ajoutez au moins une ligne avant de le figer.")
    last = budget.plans.aggregate(last=Max("number"))["last"] or 0
    version = Plan(
        budget=budget,
        name=plan.name,
        number=last + 1,
        why=why.strip()[:300],
        made_by=by.label[:200],
        frozen_at=timezone.now(),
    )
    records.save(version, by=by, action="figer")
    _write(version, map(_copy, lines), by)
    return version


@transaction.atomic
def vote(
    plan: Plan,
    *,
    decision: Task | None = None,
    meeting: Meeting | None = None,
    why: str = "",
    by: Actor,
) -> Plan:
    """Tie a version (a scenario is frozen first) to the decision that voted it, or write that decision in the register.

    A vote after the first is an amendment, and says why. Raises BudgetError.
    """
    budget = records.locked(plan.budget)
    version = records.locked(plan)
    last = budget.plans.exclude(rank=None).order_by("rank").last()
    _check(version, last, decision or meeting, why)
    if version.open:
        version = freeze(version, by=by)
    version.rank = last.rank + 1 if last else 1
    version.why = why.strip()[:300] or version.why
    if decision is None and meeting is not None:
        decision = _decision(version, meeting, by)
    elif decision is not None and decision.origin_type == "meetings.meeting" and meeting is None:
        meeting = Meeting.objects.filter(pk=decision.origin_id or 0).first()
    version.decision, version.meeting = decision, meeting
    version.voted_on = decision.decided_on if decision else None
    return records.save(version, by=by, action="adopter")


def _check(version: Plan, last: Plan | None, voting: object, why: str) -> None:
    if voting is None:
        raise BudgetError("Choisissez la décision ou la réunion qui a voté ce budget.")
    if version.rank:
        raise BudgetError("Cette version est déjà votée.")
    if last is None:
        return
    if not why.strip():
        raise BudgetError("Ce budget est déjà voté : dites pourquoi il est rectifié.")
    if version.number and version.number < (last.number or 0):
        raise BudgetError("Une version plus récente est déjà votée : copiez celle-ci en scénario.")


def _decision(version: Plan, meeting: Meeting, by: Actor) -> Task:
    day = local_day(meeting.starts_at)
    what = "budget" if version.rank == 1 else "budget rectificatif"
    decision = add_task(
        title=f"Adopter le {what} {version.budget.year} de {version.budget.entity}"[:200],
        kind=Task.Kind.DECISION,
        decided_on=day,
        origin=meeting,
        by=by,
    )
    return change_state(decision, Task.State.DONE, by=by, on=day)


@transaction.atomic
def drop_scenario(plan: Plan, *, by: Actor) -> None:
    """Delete a scenario, and with the last one its budget, as long as nothing of it is frozen."""
    budget = plan.budget
    records.remove(open_plan(plan), by=by)
    if not budget.plans.exists():
        records.remove(budget, by=by)
