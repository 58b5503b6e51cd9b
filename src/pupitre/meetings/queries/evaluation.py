"""The yearly evaluation of team activities: what the rules count, and the charts that show it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from pupitre.core import french
from pupitre.core.charts import Chart, Drawn, Series, bar_chart, row_chart, stacked_bar_chart
from pupitre.core.dates import local
from pupitre.core.french import SHORT_MONTHS
from pupitre.meetings.models import Meeting, Participant, Rating
from pupitre.meetings.queries.rcp import closed_in, profession_label
from pupitre.meetings.rules.evaluation import Evaluation, MeetingFacts, Rate, evaluate
from pupitre.people.models import Person
from pupitre.tasks.models import Task
from pupitre.tasks.queries import decision_facts

QUARTERS = ("1er trim.", "2e trim.", "3e trim.", "4e trim.")


@dataclass(slots=True)
class _Room:
    """Who was invited and who came to one meeting, by profession."""

    invited: Counter[str]
    present: Counter[str]
    minutes: int = 0


def evaluation_of(year: int, today: date) -> tuple[Evaluation, list[MeetingFacts]]:
    """Return the figures of the civil year, and the meetings that they count."""
    facts = meeting_facts(year)
    decisions = Task.objects.filter(kind=Task.Kind.DECISION, decided_on__year=year)
    found = [decision_facts(task) for task in decisions.select_related("owner")]
    return evaluate(facts, found, year=year, today=today), facts


def meeting_facts(year: int) -> list[MeetingFacts]:
    """Return the meetings held in the year with their attendance and their marks, oldest first."""
    held = list(closed_in(year).order_by("starts_at", "pk"))
    rooms, marks = _rooms(held), _marks(held)
    return [
        MeetingFacts(
            local(meeting.starts_at).date(),
            capfirst(meeting.get_kind_display()),
            rooms[meeting.pk].invited,
            rooms[meeting.pk].present,
            rooms[meeting.pk].minutes,
            tuple(marks[meeting.pk]),
        )
        for meeting in held
    ]


def _rooms(held: Sequence[Meeting]) -> dict[int, _Room]:
    """A stand-in holds the seat of the person replaced: one invitation for both."""
    rooms: dict[int, _Room] = {meeting.pk: _Room(Counter(), Counter()) for meeting in held}
    people = Participant.objects.filter(meeting__in=held).select_related("person")
    for participant in people:
        room = rooms[participant.meeting_id]
        word = _profession(participant)
        room.invited[word] += participant.replaces_id is None
        room.present[word] += participant.status == Participant.Status.PRESENT
        room.minutes += participant.minutes
    return rooms


def _profession(participant: Participant) -> str:
    """The profession that day; for who has none, the place in the structure: « Secrétariat »."""
    person: Person = participant.person
    key = participant.profession or person.profession
    return profession_label(key) if key else person.get_kind_display().capitalize()


def _marks(held: Sequence[Meeting]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for meeting_id, mark in Rating.objects.filter(meeting__in=held).values_list(
        "meeting_id", "mark"
    ):
        found[meeting_id].append(mark)
    return found


def charts(evaluation: Evaluation, facts: Sequence[MeetingFacts]) -> list[Drawn]:
    """Return what is drawn: sorts by quarter, attendance by profession, hours by month."""
    return [_by_kind(evaluation, facts), _by_profession(evaluation), _by_month(facts)]


def _by_kind(evaluation: Evaluation, facts: Sequence[MeetingFacts]) -> Drawn:
    series = tuple(Series(kind, _by_quarter(facts, kind)) for kind in evaluation.by_kind)
    chart = Chart(
        "Réunions par trimestre",
        f"{french.counted(evaluation.meetings, 'réunion tenue', 'réunions tenues')},"
        " par trimestre et par sorte.",
        QUARTERS,
        series,
    )
    rows = [
        [one.name, *(f"{value:g}" for value in one.values), f"{sum(one.values):g}"]
        for one in series
    ]
    return Drawn(chart, stacked_bar_chart, ["Réunions", *QUARTERS, "Année"], rows)


def _by_quarter(facts: Sequence[MeetingFacts], kind: str) -> tuple[int, ...]:
    held = Counter((each.day.month - 1) // 3 for each in facts if each.kind == kind)
    return tuple(held[quarter] for quarter in range(4))


def _by_profession(evaluation: Evaluation) -> Drawn:
    rates = evaluation.attendance
    chart = Chart(
        "Présence par profession",
        "Part des invitations suivies d’une présence, par profession.",
        tuple(rates),
        (Series("Présence", tuple(_percent(rate) for rate in rates.values())),),
        "%",
    )
    rows = [
        [name, str(rate.whole), str(rate.part), rate_words(rate)] for name, rate in rates.items()
    ]
    return Drawn(chart, row_chart, ["Profession", "Invitations", "Présences", "Taux"], rows)


def _by_month(facts: Sequence[MeetingFacts]) -> Drawn:
    minutes: Counter[int] = Counter()
    for each in facts:
        minutes[each.day.month] += each.person_minutes
    months = [minutes[month] for month in range(1, 13)]
    chart = Chart(
        "Heures passées ensemble",
        "Temps de présence de toutes les personnes, mois par mois.",
        SHORT_MONTHS,
        (Series("Heures", tuple(round(each / 60, 1) for each in months)),),
        "h",
    )
    rows = [[name, french.duration(each)] for name, each in zip(SHORT_MONTHS, months, strict=True)]
    return Drawn(chart, bar_chart, ["Mois", "Temps de présence"], rows)


def _percent(rate: Rate) -> int:
    return round(100 * (rate.value or 0))


def rate_words(rate: Rate) -> str:
    """« 74 % », or « – » when nothing could be counted."""
    return french.percent(_percent(rate)) if rate.whole else "–"


def figures(evaluation: Evaluation) -> list[dict[str, str]]:
    """Return the figures of the year: label, value, and what exactly is counted."""
    satisfaction, meaning = evaluation.satisfaction, evaluation.definitions
    marks = french.counted(evaluation.marks, "note", "notes")
    score = f"{french.number(float(satisfaction), 1)} sur 5" if satisfaction else "–"
    done = f"{evaluation.done.part} sur {evaluation.done.whole}"
    return [
        {"label": label, "value": value, "definition": meaning[key]}
        for label, value, key in (
            ("Réunions tenues", str(evaluation.meetings), "meetings"),
            ("Taux de présence", rate_words(evaluation.overall), "attendance"),
            ("Temps passé ensemble", french.duration(evaluation.minutes), "hours"),
            ("Décisions réalisées", done, "done_rate"),
            ("Décisions en retard", str(evaluation.late), "late"),
            (f"Satisfaction ({marks})", score, "satisfaction"),
        )
    ]
