"""RCPs held: what the ACI counts, read from attendance and file counts without another act."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from pupitre.centres.reference import load_themes
from pupitre.core import french
from pupitre.core.charts import Chart, Series
from pupitre.core.dates import local, utc_moment
from pupitre.core.french import SHORT_MONTHS
from pupitre.core.registry import registry
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.rules.rcp import Minimum, Rcp, RcpYear, files_by_month, rcp_year
from pupitre.people.models import Person
from pupitre.people.queries import TEAM_KINDS, profession_of, team

RECENT = timedelta(days=183)
"""How far back an RCP makes somebody a likely member of the next one."""


@dataclass(frozen=True, slots=True)
class HeldRcp:
    """An RCP held, with the meeting it is read from. `files_known` is False while nobody gave the
    number of files: such an RCP counts for nothing."""

    meeting: Meeting
    rcp: Rcp
    files_known: bool

    @property
    def themes(self) -> list[str]:
        """The themes in words, in the order of annexe 3."""
        return [label for key, label in load_themes().labels.items() if key in self.rcp.themes]


def year_moments(year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a civil year in Paris, and the first of the next one."""
    return utc_moment(date(year, 1, 1), time()), utc_moment(date(year + 1, 1, 1), time())


def closed_in(year: int) -> QuerySet[Meeting]:
    """Return the meetings held in a civil year, whatever their sort."""
    start, end = year_moments(year)
    return Meeting.objects.filter(
        state=Meeting.State.CLOSED, starts_at__gte=start, starts_at__lt=end
    )


def concertation_calendar(year: int) -> list[HeldRcp]:
    """Return the RCPs held in the civil year in the order of their dates (ACI A2-03)."""
    meetings = list(closed_in(year).filter(kind=Meeting.Kind.RCP).order_by("starts_at", "pk"))
    professions = present_professions(meetings)
    return [_held(meeting, professions[meeting.pk]) for meeting in meetings]


def rcp_facts(year: int) -> list[Rcp]:
    """Return the RCPs held in the civil year, for the rules; 0 files where nobody gave the number."""
    return [held.rcp for held in concertation_calendar(year)]


def rcps_without_files(year: int) -> QuerySet[Meeting]:
    """Return the RCPs held in the year whose number of files nobody gave yet, oldest first."""
    missing = closed_in(year).filter(kind=Meeting.Kind.RCP, files__isnull=True)
    return missing.order_by("starts_at", "pk")


def rcp_minimum(year: int) -> Minimum | None:
    """Return how many RCPs the agreement asks for, as the row that holds the agreement says; None without one."""
    return next((found for found in registry.contributed("rcp.minimum", year) if found), None)


def year_counts(year: int, held: Sequence[HeldRcp]) -> RcpYear | None:
    """Return the year against the minimum of the agreement; None without agreement."""
    minimum = rcp_minimum(year)
    if minimum is None:
        return None
    return rcp_year(
        [each.rcp for each in held],
        year=year,
        effect=minimum.effect,
        yearly_minimum=minimum.yearly,
        themes=load_themes().labels,
    )


def files_chart(year: int, held: Sequence[HeldRcp]) -> Chart:
    """Return the files studied month by month, to draw and to show as a table."""
    files = files_by_month([each.rcp for each in held], year)
    total = french.counted(sum(files), "dossier étudié", "dossiers étudiés")
    return Chart(
        f"Dossiers étudiés en RCP, {year}",
        f"{total} en {year}, mois par mois.",
        SHORT_MONTHS,
        (Series("Dossiers", files),),
    )


def people_for_rcp(day: date) -> QuerySet[Person]:
    """Return who may have taken part in an RCP that day: those who often do first, then the team, then the others."""
    since = utc_moment(day - RECENT, time())
    recent = Q(
        participations__status=Participant.Status.PRESENT,
        participations__meeting__kind=Meeting.Kind.RCP,
        participations__meeting__state=Meeting.State.CLOSED,
        participations__meeting__starts_at__gte=since,
    )
    in_team = Case(
        When(kind__in=TEAM_KINDS, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return (
        team(day)
        .annotate(lately=Count("participations", filter=recent, distinct=True), outside=in_team)
        .order_by("-lately", "outside", "last_name", "first_name")
    )


def profession_label(key: str) -> str:
    """Return « Pharmacien » for its key; a word that the list lacks stays as it is."""
    known = profession_of(key)
    return known.label if known else key


def present_professions(meetings: Iterable[Meeting]) -> dict[int, frozenset[str]]:
    """Return the professions in the room, in words, by meeting's key: one query."""
    rows = Participant.objects.filter(
        meeting_id__in=[meeting.pk for meeting in meetings], status=Participant.Status.PRESENT
    ).values_list("meeting_id", "profession", "person__profession")
    found: defaultdict[int, set[str]] = defaultdict(set)
    for meeting_id, that_day, today in rows:
        if key := that_day or today:
            found[meeting_id].add(profession_label(key))
    return defaultdict(frozenset, {pk: frozenset(labels) for pk, labels in found.items()})


def _held(meeting: Meeting, professions: frozenset[str]) -> HeldRcp:
    minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    rcp = Rcp(
        local(meeting.starts_at).date(),
        meeting.files or 0,
        frozenset(meeting.themes),
        professions,
        minutes,
    )
    return HeldRcp(meeting, rcp, meeting.files is not None)
