"""The back-plan of a meeting: what to do before and after, by when, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from pupitre.core.dates import Calendar, format_long, next_working_day, previous_working_day

State = Literal["done", "late", "next", "later", "dropped"]


@dataclass(frozen=True, slots=True)
class StepModel:
    """A step of a meeting model. `offset` in days from the meeting: -15 is J-15, 8 is J+8."""

    key: str
    label: str
    offset: int
    owner_role: str


@dataclass(frozen=True, slots=True)
class Timing:
    """The days that matter: of the meeting, of its creation in the software, and today."""

    meeting: date
    created: date
    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step. `ideal` is the model's date; `note` says in French why `due` differs or how
    late it is. `dropped`: the meeting was created too late for the step to make sense."""

    key: str
    label: str
    owner_role: str
    ideal: date
    due: date
    state: State
    note: str = ""


def backplan(
    models: Sequence[StepModel], timing: Timing, done: Mapping[str, date], calendar: Calendar
) -> tuple[Step, ...]:
    """The steps in the order of their model dates.

    A step on a day off is done the working day before (after, for a step of a later day that would
    fall back on the meeting). A step whose date had passed when the meeting was created is put
    between the creation and the next step; `done` gives the day each key was ticked.
    """
    ordered = sorted(models, key=lambda model: (model.offset, model.key))
    steps = [_ideal_step(model, timing.meeting, calendar) for model in ordered]
    steps = _compress(steps, timing.meeting, timing.created, calendar)
    return _with_next([_judge(step, timing, done) for step in steps])


def _ideal_step(model: StepModel, meeting: date, calendar: Calendar) -> Step:
    ideal = meeting + timedelta(days=model.offset)
    due = previous_working_day(ideal, calendar)
    if model.offset > 0 and due <= meeting:
        due = next_working_day(ideal, calendar)
    note = "" if due == ideal else f"avancé du {format_long(ideal)}, jour non travaillé"
    if due > ideal:
        note = f"reporté du {format_long(ideal)}, jour non travaillé"
    return Step(model.key, model.label, model.owner_role, ideal, due, "later", note)


def _compress(steps: list[Step], meeting: date, created: date, calendar: Calendar) -> list[Step]:
    """Spreads the steps that were already past over the days that are left, in their order."""
    late = [step for step in steps if step.due < created and step.ideal < meeting]
    if created > meeting:
        return steps
    on_time = [step.due for step in steps if step.due >= created and step.ideal <= meeting]
    span = (min([*on_time, meeting]) - created).days
    for rank, step in enumerate(late):
        wished = created + timedelta(days=rank * span // len(late))
        due = max(created, previous_working_day(wished, calendar))
        note = f"prévu le {format_long(step.ideal)}, resserré : la réunion a été créée après"
        steps[steps.index(step)] = replace(step, due=due, note=note)
    return steps


def _judge(step: Step, timing: Timing, done: Mapping[str, date]) -> Step:
    if step.key in done:
        return replace(step, state="done", note=f"fait le {format_long(done[step.key])}")
    if timing.created > timing.meeting and step.ideal <= timing.meeting:
        note = "sans objet : la réunion était passée quand elle a été créée"
        return replace(step, state="dropped", note=note)
    if step.due < timing.today:
        days = (timing.today - step.due).days
        note = f"en retard de {days} jour{'s' if days > 1 else ''}"
        return replace(step, state="late", note=note)
    return step


def _with_next(steps: list[Step]) -> tuple[Step, ...]:
    waiting = [step for step in steps if step.state == "later"]
    following = min(waiting, key=lambda step: step.due, default=None)
    return tuple(replace(s, state="next") if s is following else s for s in steps)
