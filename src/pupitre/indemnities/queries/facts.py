"""Attended time as the rules read it: who was there, as what that day, how long."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from django.db.models import QuerySet

from pupitre.core.french import local_day
from pupitre.indemnities.rules.counting import slots
from pupitre.indemnities.rules.scheme import Attendance, Who
from pupitre.meetings.models import Meeting, MeetingRole, Participant
from pupitre.meetings.queries.attendance import effective_hours
from pupitre.people.models import Person, Status
from pupitre.people.professions import professions
from pupitre.people.queries import profession_of
from pupitre.people.rules.professions import Family

GROUPS = {
    "@medecins": "Médecins",
    "@medical": "Autres professions médicales",
    "@paramedicaux": "Paramédicaux",
    "@autres": "Autres professions",
}
GROUP_OF_FAMILY = {
    Family.GENERAL_PRACTITIONER: "@medecins",
    Family.MEDICAL: "@medical",
    Family.PARAMEDICAL: "@paramedicaux",
    Family.OTHER: "@autres",
}
DOCTOR = "medecin"


class StatusBook:
    """Every status with its dates, read once: what each person was on any day."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
        rows = Status.objects.values_list("person_id", "kind", "since", "until")
        for person_id, kind, since, until in rows.order_by("pk"):
            self._rows[person_id].append((kind, since, until))

    def on(self, person_id: int, day: date) -> frozenset[str]:
        """The statuses of a person in force that day."""
        return frozenset(
            kind
            for kind, since, until in self._rows.get(person_id, ())
            if since <= day and (until is None or until >= day)
        )


def profession_keys(profession: str) -> frozenset[str]:
    """A profession's key and the group that prices name; « @autres » for an unknown one."""
    known = profession_of(profession)
    if profession == DOCTOR:
        return frozenset({profession, "@medecins"})
    return frozenset({profession, GROUP_OF_FAMILY[known.family] if known else "@autres"})


def target_choices() -> list[tuple[str, str]]:
    """Whom a price can be for."""
    own = [(known.key, known.label) for known in professions()]
    return [("", "Tout le monde"), *GROUPS.items(), *own]


def target_words(target: str) -> str:
    known = profession_of(target)
    return GROUPS.get(target) or (known.label if known else "Tout le monde")


def who(person: Person, day: date, book: StatusBook, profession: str = "") -> Who:
    """A person as the rules see them on a day."""
    keys = profession_keys(profession or person.profession)
    return Who(person.pk, str(person), keys, book.on(person.pk, day))


def attendances(
    meetings: QuerySet[Meeting], book: StatusBook, evening_from: time | None = None
) -> dict[int, list[Attendance]]:
    """The time of each meeting, by key; an absent meeting had nobody. Three or four queries in all."""
    rows = Participant.objects.filter(meeting__in=meetings, status=Participant.Status.PRESENT)
    rows = rows.select_related("meeting", "person", "replaces").order_by("meeting_id", "person_id")
    if evening_from is not None:
        rows = rows.prefetch_related("stays")
    roles = _roles(meetings)
    found: dict[int, list[Attendance]] = defaultdict(list)
    for row in rows:
        held = roles.get((row.meeting_id, row.person_id), frozenset())
        found[row.meeting_id].append(_attendance(row, held, book, evening_from))
    return found


def _roles(meetings: QuerySet[Meeting]) -> dict[tuple[int, int], frozenset[str]]:
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = MeetingRole.objects.filter(meeting__in=meetings)
    for meeting_id, person_id, role in rows.values_list("meeting_id", "person_id", "role"):
        found[meeting_id, person_id].add(role)
    return {key: frozenset(held) for key, held in found.items()}


def _attendance(
    row: Participant, roles: frozenset[str], book: StatusBook, evening_from: time | None
) -> Attendance:
    meeting: Meeting = row.meeting
    day = local_day(meeting.starts_at)
    day_minutes, evening = _minutes(row, meeting, evening_from)
    return Attendance(
        meeting.pk,
        day,
        meeting.title,
        meeting.kind,
        who(row.person, day, book, row.profession),
        day_minutes,
        evening,
        roles,
        who(row.replaces, day, book) if row.replaces else None,
    )


def _minutes(row: Participant, meeting: Meeting, evening_from: time | None) -> tuple[int, int]:
    """The minutes recorded at closing; split again when the scheme has its own hour for the evening."""
    if evening_from is None:
        return row.day_minutes, row.evening_minutes
    start, end = effective_hours(meeting)
    stays = [(stay.arrived or start, stay.left or end) for stay in row.stays.all()]
    return slots(row.minutes, stays, start, evening_from)


def eligible(statuses: Iterable[str], day: date, book: StatusBook) -> list[Who]:
    """Who has a right to a part on that day: one of these statuses, replacements apart."""
    wanted = frozenset(statuses) - {Status.Kind.REPLACEMENT} or frozenset(statuses)
    people = [who(person, day, book) for person in Person.objects.order_by("pk")]
    return [one for one in people if one.statuses & wanted]
