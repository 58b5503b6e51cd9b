"""The yearly evaluation of team activities: figures, each with its definition."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from pupitre.tasks.rules import Decision, is_overdue

DEFINITIONS: Mapping[str, str] = {
    "meetings": "Réunions tenues dans l’année, quel que soit leur type.",
    "hours": "Somme des minutes de présence de chaque personne, en heures.",
    "attendance": "Présences sur invitations, les personnes excusées comptant comme invitées.",
    "done_rate": "Décisions réalisées sur décisions prises, hors décisions abandonnées.",
    "late": "Décisions encore à réaliser dont l’échéance est passée.",
    "satisfaction": "Moyenne des notes données en fin de réunion, de 1 à 5.",
}


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One meeting held: people invited and present by profession, minutes spent by all of them
    together, marks from 1 to 5."""

    day: date
    kind: str
    invited: Mapping[str, int]
    present: Mapping[str, int]
    person_minutes: int
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its two terms; `value` is None when nothing could be counted."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """Between 0 and 1."""
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a year, in the terms of DEFINITIONS."""

    meetings: int
    by_kind: Mapping[str, int]
    minutes: int
    attendance: Mapping[str, Rate]
    overall: Rate
    done: Rate
    late: int
    satisfaction: Fraction | None
    marks: int
    definitions: Mapping[str, str] = field(default_factory=lambda: DEFINITIONS)


def evaluate(
    meetings: Sequence[MeetingFacts], decisions: Sequence[Decision], *, year: int, today: date
) -> Evaluation:
    """Counts the meetings held and the decisions taken in the civil year.

    Someone who comes without invitation raises the number invited with them: no rate passes 1.
    """
    held = [meeting for meeting in meetings if meeting.day.year == year]
    taken = [decision for decision in decisions if decision.decided.year == year]
    marks = [mark for meeting in held for mark in meeting.marks]
    attendance = _attendance(held)
    kinds = Counter(meeting.kind for meeting in held)
    return Evaluation(
        meetings=len(held),
        by_kind=dict(sorted(kinds.items())),
        minutes=sum(meeting.person_minutes for meeting in held),
        attendance=attendance,
        overall=Rate(
            sum(rate.part for rate in attendance.values()),
            sum(rate.whole for rate in attendance.values()),
        ),
        done=Rate(
            sum(decision.state == "done" for decision in taken),
            sum(decision.state != "dropped" for decision in taken),
        ),
        late=sum(is_overdue(decision, today) for decision in taken),
        satisfaction=Fraction(sum(marks), len(marks)) if marks else None,
        marks=len(marks),
    )


def _attendance(held: Sequence[MeetingFacts]) -> dict[str, Rate]:
    present: Counter[str] = Counter()
    invited: Counter[str] = Counter()
    for meeting in held:
        for profession in meeting.invited.keys() | meeting.present.keys():
            came = meeting.present.get(profession, 0)
            present[profession] += came
            invited[profession] += max(came, meeting.invited.get(profession, 0))
    return {name: Rate(present[name], invited[name]) for name in sorted(invited)}
