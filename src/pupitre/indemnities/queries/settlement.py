"""A period settled on sight: the meetings not yet counted, the corrected ones, every line by person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction

from django.db.models import Q, QuerySet, Sum

from pupitre.core.dates import add_months, utc_moment
from pupitre.indemnities.models import (
    Adjustment,
    CountedMeeting,
    IndemnityRun,
    IndemnitySettings,
    Scheme,
    Statement,
)
from pupitre.indemnities.queries.facts import StatusBook, attendances, eligible
from pupitre.indemnities.queries.schemes import scheme_rules
from pupitre.indemnities.rules.adjust import corrections, minute_prices
from pupitre.indemnities.rules.scheme import Attendance, LeftOut, Line, Outcome, Span
from pupitre.indemnities.rules.scheme import Scheme as Rules
from pupitre.indemnities.rules.settle import settle
from pupitre.indemnities.rules.snapshot import Kept, differs, facts_of, kept
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person, Status

LOOK_BACK = 24
"""Months in which a corrected meeting is still compared with what was paid."""


@dataclass(frozen=True)
class PersonRow:
    """What one person has for the period."""

    person: Person
    associate: bool
    lines: tuple[Line, ...]
    carried: int = 0

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def meetings(self) -> int:
        """How many meetings stand behind the amount, corrections apart."""
        return len({line.meeting for line in self.lines if line.meeting and line.minutes})

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def pay(self) -> int:
        """What the bank transfers, never negative."""
        return max(0, self.cents + self.carried)


@dataclass(frozen=True)
class Settlement:
    """All that a run would write, and what its page shows."""

    span: Span
    outcome: Outcome
    rows: tuple[PersonRow, ...]
    counted: Mapping[int, Kept]
    corrected: Mapping[int, Kept]
    adjustments: tuple[Adjustment, ...]
    meetings: Mapping[int, Meeting]
    prices: Mapping[int, Fraction]
    people: Mapping[int, Person] = field(default_factory=dict)

    @property
    def pay(self) -> int:
        return sum(row.pay for row in self.rows)

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def reasons(self) -> list[tuple[PersonRow, list[tuple[Meeting | None, Line]]]]:
        """Each row with its lines, and the meeting behind each."""
        return [
            (row, [(self.meetings.get(line.meeting or 0), line) for line in row.lines])
            for row in self.rows
        ]

    @property
    def left_out(self) -> list[tuple[Person, Meeting, LeftOut]]:
        """The time that is not paid, with the reason."""
        return [
            (self.people[one.person], self.meetings[one.meeting], one)
            for one in self.outcome.left_out
            if one.minutes
        ]


def habits() -> IndemnitySettings:
    """The centre's habits; those by default while nobody chose."""
    return IndemnitySettings.objects.first() or IndemnitySettings()


def closed_between(span: Span, kinds: Iterable[str] = ()) -> QuerySet[Meeting]:
    """The closed meetings of a period, of these kinds when some are given."""
    start, end = utc_moment(span.first, time(0)), utc_moment(span.last, time(23, 59, 59))
    found = Meeting.objects.filter(
        state=Meeting.State.CLOSED, starts_at__gte=start, starts_at__lte=end
    )
    chosen = list(kinds)
    return found.filter(kind__in=chosen) if chosen else found


def counted_meetings() -> QuerySet[CountedMeeting]:
    """What approved runs have counted."""
    return CountedMeeting.objects.filter(run__state=IndemnityRun.State.APPROVED)


def uncounted(span: Span, kinds: Iterable[str] = ()) -> QuerySet[Meeting]:
    """The closed meetings up to the end of a period that no run has counted, late ones too."""
    earliest = habits().starts_on
    if earliest is None:
        runs = IndemnityRun.objects.filter(state=IndemnityRun.State.APPROVED)
        earliest = min([span.first, *runs.values_list("first", flat=True)])
    found = closed_between(Span(earliest, span.last), kinds)
    return found.exclude(pk__in=counted_meetings().order_by().values("meeting_id"))


def settlement(scheme: Scheme, span: Span, to_share: int = 0) -> Settlement:
    """Compute what a run of this scheme would pay for a period; raise rules.IndemnityError."""
    rules, book = scheme_rules(scheme), StatusBook()
    meetings = uncounted(span, scheme.kinds)
    found = attendances(meetings, book, scheme.evening_from)
    facts = [fact for rows in found.values() for fact in rows]
    outcome = settle(
        facts,
        rules,
        span,
        to_share=to_share,
        eligible=eligible(scheme.statuses, span.last, book) if rules.pots else (),
        already=_already(span.last.year),
    )
    corrected, changes = _corrections(span, book)
    adjustments = tuple(Adjustment.objects.filter(run=None, on__lte=span.last).order_by("pk"))
    lines = [*outcome.lines, *changes, *map(_by_hand, adjustments)]
    known = {meeting.pk: meeting for meeting in meetings}
    people = _people(lines, outcome.left_out)
    return Settlement(
        span=span,
        outcome=outcome,
        rows=_rows(lines, people, span, book),
        counted={pk: kept(found.get(pk, ())) for pk in known},
        corrected=corrected,
        adjustments=adjustments,
        meetings=known,
        prices=minute_prices(outcome, rules),
        people=people,
    )


def _by_hand(adjustment: Adjustment) -> Line:
    because = f"Correction du {adjustment.on:%d/%m/%Y} : {adjustment.why}"
    return Line(adjustment.person_id, "adjustment", adjustment.cents, because)


def _already(year: int) -> dict[int, int]:
    """The cents each person had in the runs of that year."""
    rows = Statement.objects.filter(
        run__state=IndemnityRun.State.APPROVED, run__last__year=year
    ).order_by()
    return dict(rows.values_list("person_id").annotate(sum=Sum("due_cents")))


def _rows(
    lines: Iterable[Line], people: Mapping[int, Person], span: Span, book: StatusBook
) -> tuple[PersonRow, ...]:
    by_person: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_person[line.person].append(line)
    carried = balances()
    rows = [
        PersonRow(
            people[pk],
            Status.Kind.ASSOCIATE in book.on(pk, span.last),
            tuple(own),
            carried.get(pk, 0),
        )
        for pk, own in by_person.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.person.last_name, row.person.first_name)))


def _people(lines: Iterable[Line], left_out: Iterable[LeftOut]) -> dict[int, Person]:
    keys = {line.person for line in lines} | {one.person for one in left_out}
    keys |= {line.attendee for line in lines if line.attendee}
    return Person.objects.in_bulk(keys)


def balances() -> dict[int, int]:
    """What each person owes since the last statement: negative cents that the next run takes back."""
    found: dict[int, int] = {}
    approved = Q(run__state=IndemnityRun.State.APPROVED)
    for statement in Statement.objects.filter(approved).order_by("run__approved_on", "run_id"):
        found[statement.person_id] = min(0, statement.net_cents)
    return {person_id: cents for person_id, cents in found.items() if cents}


def _corrections(span: Span, book: StatusBook) -> tuple[dict[int, Kept], tuple[Line, ...]]:
    """The meetings that changed since they were counted, and the difference for each person."""
    since = add_months(span.last, -LOOK_BACK)
    rows = counted_meetings().filter(run__last__gte=since).select_related("run__scheme")
    last: dict[int, CountedMeeting] = {}
    first: dict[int, CountedMeeting] = {}
    for row in rows.order_by("pk"):
        last[row.meeting_id] = row
        first.setdefault(row.meeting_id, row)
    done = [Meeting.State.CLOSED, Meeting.State.CANCELLED]
    settled = Meeting.objects.filter(pk__in=last, state__in=done)
    changed: dict[int, Kept] = {}
    lines: list[Line] = []
    for scheme, meetings in _by_scheme(first, settled).items():
        now = attendances(Meeting.objects.filter(pk__in=meetings), book, scheme.evening_from)
        rules = scheme_rules(scheme)
        for pk, state in meetings.items():
            facts = now.get(pk, []) if state == Meeting.State.CLOSED else []
            if differs(last[pk].facts, kept(facts)):
                changed[pk] = kept(facts)
                lines += _difference(last[pk], facts, rules, first[pk].run)
    return changed, tuple(lines)


def _by_scheme(
    first: Mapping[int, CountedMeeting], settled: QuerySet[Meeting]
) -> dict[Scheme, dict[int, str]]:
    """The state of each counted meeting, under the scheme that counted it first."""
    found: dict[Scheme, dict[int, str]] = defaultdict(dict)
    for pk, state in settled.order_by("pk").values_list("pk", "state"):
        found[first[pk].run.scheme][pk] = state
    return found


def _difference(
    counted: CountedMeeting, facts: list[Attendance], rules: Rules, run: IndemnityRun
) -> tuple[Line, ...]:
    prices = {int(key): Fraction(price) for key, price in run.prices.items()}
    return corrections(facts_of(counted.facts), facts, rules, prices)
