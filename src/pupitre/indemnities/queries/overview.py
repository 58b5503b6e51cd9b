"""What the pages of indemnities show: the next step, the runs, a person's statements, a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from pupitre.core.french import counted as counted_words
from pupitre.core.french import duration, local_day
from pupitre.core.links import centre_url
from pupitre.core.money import format_euros
from pupitre.core.registry import Deadline
from pupitre.indemnities.models import Adjustment, IndemnityRun, RunLine, Scheme, Statement
from pupitre.indemnities.queries.schemes import in_force
from pupitre.indemnities.queries.settlement import Settlement, habits, settlement, uncounted
from pupitre.indemnities.rules import periods
from pupitre.indemnities.rules.scheme import IndemnityError, Span
from pupitre.meetings.models import Meeting, Participant
from pupitre.people.models import Person

State = IndemnityRun.State
PAID_CENTS = Greatest(F("statements__due_cents") + F("statements__carried_cents"), 0)


@dataclass(frozen=True)
class NextStep:
    """What to do now: the period, its meetings and minutes, the scheme, the estimate or why there is none."""

    span: Span
    meetings: int
    minutes: int
    scheme: Scheme | None
    found: Settlement | None = None
    refusal: str = ""
    over: bool = True

    @property
    def words(self) -> str:
        return periods.words(self.span)


def next_span(today: date) -> Span:
    """The period to settle now, at the rhythm of the centre."""
    chosen = habits()
    last = IndemnityRun.objects.exclude(state=State.CANCELLED).order_by("-last").first()
    closed = Meeting.objects.filter(state=Meeting.State.CLOSED)
    oldest = chosen.starts_on
    if oldest is None and last is None:
        begun = closed.aggregate(first=Min("starts_at"))["first"]
        oldest = local_day(begun) if begun else None
    return periods.next_period(last.last if last else None, oldest, chosen.rhythm, today)  # type: ignore[arg-type]


def next_step(today: date) -> NextStep:
    """The period to settle, with its real time and what it would cost."""
    span = next_span(today)
    scheme = in_force(span.last).first()
    meetings = uncounted(span, scheme.kinds if scheme else ())
    present = Participant.objects.filter(meeting__in=meetings, status=Participant.Status.PRESENT)
    minutes = present.aggregate(sum=Sum(F("day_minutes") + F("evening_minutes")))["sum"] or 0
    step = {
        "span": span,
        "meetings": meetings.count(),
        "minutes": minutes,
        "scheme": scheme,
        "over": span.last < today,
    }
    if scheme is None or scheme.pots.exists():
        return NextStep(**step)  # type: ignore[arg-type]
    try:
        return NextStep(**step, found=settlement(scheme, span))  # type: ignore[arg-type]
    except IndemnityError as refusal:
        return NextStep(**step, refusal=str(refusal))  # type: ignore[arg-type]


def runs() -> QuerySet[IndemnityRun]:
    """Every run with its people, minutes, total and how many are paid."""
    rows = IndemnityRun.objects.select_related("scheme").order_by("-last", "-pk")
    return rows.annotate(
        people=Count("statements"),
        minutes=Sum("statements__minutes"),
        total=Sum(PAID_CENTS),
        settled=Count("statements", Q(statements__paid_on__isnull=False)),
    )


def statements_of(person: Person) -> QuerySet[Statement]:
    """A person's statements of approved runs, latest first."""
    rows = Statement.objects.filter(person=person, run__state=State.APPROVED)
    return rows.select_related("run__scheme").order_by("-run__last", "-pk")


def lines_of(statement: Statement) -> QuerySet[RunLine]:
    """Every amount of a statement, in the order of meetings."""
    rows = statement.lines.select_related("meeting", "attendee")
    return rows.order_by(F("meeting__starts_at").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class PersonYear:
    """A person's calendar year: minutes and cents approved, cents paid, as associate or not."""

    person: Person
    minutes: int
    associate_cents: int
    other_cents: int
    paid_cents: int

    @property
    def cents(self) -> int:
        return self.associate_cents + self.other_cents


def year_totals(year: int) -> list[PersonYear]:
    """Each person's year by the date of approval, associates and third parties apart; one query."""
    net = Greatest(F("due_cents") + F("carried_cents"), 0)
    rows = (
        Statement.objects.filter(run__state=State.APPROVED, run__approved_on__year=year)
        .order_by()
        .values("person_id")
        .annotate(
            time=Sum("minutes"),
            own=Sum(net, filter=Q(associate=True)),
            other=Sum(net, filter=Q(associate=False)),
            paid=Sum(net, filter=Q(paid_on__isnull=False)),
        )
    )
    people = Person.objects.in_bulk([row["person_id"] for row in rows])
    found = [
        PersonYear(
            people[row["person_id"]],
            row["time"] or 0,
            row["own"] or 0,
            row["other"] or 0,
            row["paid"] or 0,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.person.last_name, one.person.first_name))


def waiting_adjustments() -> QuerySet[Adjustment]:
    """The corrections that the next run will take."""
    return Adjustment.objects.filter(run=None).select_related("person")


def person_part(person: Person) -> dict[str, Any]:
    """A person's last indemnities, for their page in the directory."""
    rows = [
        {
            "title": periods.words(statement.run.span).capitalize(),
            "url": statement.get_absolute_url(),
            "detail": f"{format_euros(statement.pay_cents)}, {duration(statement.minutes)}",
        }
        for statement in statements_of(person)[:4]
    ]
    return {"title": "Indemnités", "rows": rows, "permission": "money.view"}


def deadlines(today: date) -> Iterator[Deadline]:
    """The period that is over and not settled yet."""
    if not Scheme.objects.exists():
        return
    span = next_span(today)
    if span.last >= today:
        return
    waiting = uncounted(span).count()
    if waiting:
        yield Deadline(
            span.last,
            f"Régler les indemnités, {periods.words(span)}",
            f"{counted_words(waiting, 'réunion close attend', 'réunions closes attendent')} d’être comptées",
            centre_url("indemnities:home"),
            "Régler",
            minutes=20,
        )
