"""A pasted history, line by line: what it would create, whom it speaks of, what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet

from pupitre.core.dates import local, utc_moment
from pupitre.meetings.models import Meeting
from pupitre.meetings.rules.history_match import Known, Match, kind_named, match_name
from pupitre.meetings.rules.history_paste import Mark, PastMeeting, read_history
from pupitre.people.models import Person
from pupitre.people.rules.names import fold

IGNORED = "personne"
"""The choice « ne pas reprendre » for a name that is nobody's."""
LONGEST = 12 * 60


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the table, whom it means, and whom it could mean."""

    name: str
    person: Person | None
    near: tuple[Person, ...]
    ignored: bool = False

    @property
    def settled(self) -> bool:
        return self.ignored or self.person is not None


@dataclass(frozen=True, slots=True)
class PastRow:
    """A meeting of the table; `known` is the one kept already, that nothing changes."""

    past: PastMeeting
    kind: str
    known: Meeting | None
    people: tuple[tuple[Person, Mark, int], ...]

    @property
    def kind_label(self) -> str:
        return str(Meeting.Kind(self.kind).label)

    @property
    def present(self) -> int:
        return sum(mark == "present" for mark, _ in self.past.people.values())


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """What applying would do; nothing is applied while there is an error or an unsettled name."""

    rows: tuple[PastRow, ...]
    names: tuple[Named, ...]
    errors: tuple[str, ...]

    @property
    def new(self) -> tuple[PastRow, ...]:
        return tuple(row for row in self.rows if row.known is None)

    @property
    def unsettled(self) -> tuple[Named, ...]:
        return tuple(named for named in self.names if not named.settled)

    @property
    def ready(self) -> bool:
        return bool(self.new) and not self.errors and not self.unsettled


def people_of_history() -> QuerySet[Person]:
    """Return everybody who may have come to a past meeting: also those who left."""
    return Person.objects.order_by("last_name", "first_name")


def plan_history(pasted: str, choices: Mapping[str, str], today: date) -> HistoryPlan:
    """Return what a pasted table would create; `choices` is name → a person's key, or IGNORED."""
    history = read_history(pasted, today)
    if history.errors:
        return HistoryPlan((), (), tuple(str(error) for error in history.errors))
    people = {person.pk: person for person in people_of_history()}
    kept = _kept(history.meetings)
    new = [past for past in history.meetings if _key(past) not in kept]
    names = _names(new, people, choices)
    persons = {named.name: named.person for named in names}
    rows = tuple(_row(past, persons, kept) for past in history.meetings)
    errors = [problem for row in rows for problem in _problems(row)]
    return HistoryPlan(rows, names, tuple(errors))


def _names(
    meetings: Sequence[PastMeeting], people: Mapping[int, Person], choices: Mapping[str, str]
) -> tuple[Named, ...]:
    known = [Known(person.pk, person.first_name, person.last_name) for person in people.values()]
    told = dict.fromkeys(name for past in meetings for name in past.people)
    return tuple(_named(match_name(name, known), people, choices.get(name, "")) for name in told)


def _named(match: Match, people: Mapping[int, Person], choice: str) -> Named:
    near = tuple(people[key] for key in match.near)
    if choice == IGNORED:
        return Named(match.name, None, near, ignored=True)
    key = int(choice) if choice.isdecimal() and len(choice) < 16 else match.key
    return Named(match.name, people.get(key) if key else None, near)


def _kept(meetings: Sequence[PastMeeting]) -> dict[tuple[date, str], Meeting]:
    """The meetings of those days that the centre keeps already, by day and title."""
    if not meetings:
        return {}
    days = [past.day for past in meetings]
    found = Meeting.objects.filter(
        starts_at__gte=utc_moment(min(days), time()),
        starts_at__lte=utc_moment(max(days), time(23, 59, 59)),
    ).exclude(state=Meeting.State.CANCELLED)
    return {(local(each.starts_at).date(), fold(each.title)): each for each in found}


def _row(
    past: PastMeeting,
    persons: Mapping[str, Person | None],
    kept: Mapping[tuple[date, str], Meeting],
) -> PastRow:
    people = tuple(
        (person, mark, minutes)
        for name, (mark, minutes) in past.people.items()
        if (person := persons.get(name)) is not None
    )
    return PastRow(past, kind_named([past.kind, past.title]), kept.get(_key(past)), people)


def _key(past: PastMeeting) -> tuple[date, str]:
    """What makes two meetings the same: their day and their title."""
    return past.day, fold(past.title)


def _problems(row: PastRow) -> list[str]:
    where, minutes = f"Ligne {row.past.line}", row.past.minutes
    people = [person for person, _, _ in row.people]
    twice = {person for person in people if people.count(person) > 1}
    problems = [f"{where} : {person} figure deux fois à cette réunion." for person in twice]
    if not minutes:
        problems.append(f"{where} : indiquez la durée de la réunion.")
    if minutes > LONGEST:
        problems.append(
            f"{where} : {minutes} minutes, c’est plus de 12 heures : vérifiez la durée."
        )
    return problems
