"""The RCPs of a civil year: the calendar that the CPAM asks for."""

from dataclasses import dataclass
from datetime import date, time

from pupitre.core import french
from pupitre.core.dates import utc_moment
from pupitre.core.links import centre_url
from pupitre.meetings.models import Meeting, Participant
from pupitre.people.queries import profession_of


@dataclass(frozen=True)
class HeldRcp:
    """One closed RCP; `files` is None while nobody has said how many files were studied."""

    meeting_id: int
    day: date
    title: str
    files: int | None
    professions: tuple[str, ...]

    @property
    def url(self) -> str:
        return centre_url("meetings:meeting", self.meeting_id)


def held_rcps(year: int) -> list[HeldRcp]:
    """Return the closed RCPs of the civil year, Paris time, by date."""
    rows = list(
        Meeting.objects.filter(
            kind=Meeting.Kind.RCP,
            state=Meeting.State.CLOSED,
            starts_at__gte=utc_moment(date(year, 1, 1), time()),
            starts_at__lt=utc_moment(date(year + 1, 1, 1), time()),
        )
        .order_by("starts_at")
        .values_list("pk", "starts_at", "title", "files")
    )
    present = professions_present([row[0] for row in rows])
    return [
        HeldRcp(pk, french.local_day(starts_at), title, files, present.get(pk, ()))
        for pk, starts_at, title, files in rows
    ]


def professions_present(meeting_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the professions that were there, by meeting."""
    found: dict[int, set[str]] = {}
    rows = Participant.objects.filter(
        meeting_id__in=meeting_ids, status=Participant.Status.PRESENT
    ).exclude(profession="")
    for meeting_id, key in rows.values_list("meeting_id", "profession"):
        known = profession_of(key)
        found.setdefault(meeting_id, set()).add(known.label if known else key)
    return {meeting_id: tuple(sorted(names)) for meeting_id, names in found.items()}
