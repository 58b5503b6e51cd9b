"""The ACI money: expected, received, retained by the CPAM, and what it was used for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Sum

from pupitre.aci.models import Exercise, Notification, NotifiedLine
from pupitre.aci.queries.cockpit import Cockpit, Row, cockpit
from pupitre.aci.queries.receipts import Money
from pupitre.aci.rules.exercise import usual_advance_day, usual_balance_day
from pupitre.aci.rules.gaps import GUARANTEE, INCREASE, UNDETAILED, Gap, gaps
from pupitre.books.models import EntryLine, LegalEntity
from pupitre.books.queries import main_entity

EXPENSES = "6"
"""The class of expenses in the chart."""


@dataclass(frozen=True)
class YearMoney:
    """The money of one exercise; `told` is False for a year of which Pupitre holds no work."""

    seen: Cockpit
    told: bool
    notification: Notification | None
    retained: Mapping[str, NotifiedLine]

    @property
    def year(self) -> int:
        return self.seen.year

    @property
    def computed(self) -> int | None:
        """Our figure: the year as it stands, once it is over; as expected before."""
        if not self.told:
            return None
        total = self.seen.realised if self.seen.over else self.seen.expected
        return total.euros_cents

    @cached_property
    def received(self) -> int:
        return sum(one.cents for one in self.seen.receipts)

    def of_kind(self, kind: str) -> list[Money]:
        return [one for one in self.seen.receipts if one.kind == kind]

    @property
    def advance_received(self) -> int:
        return sum(one.cents for one in self.of_kind("advance"))

    @property
    def advance_expected(self) -> int | None:
        return self.seen.advance.euros_cents if self.told else None

    @property
    def due(self) -> int | None:
        """The whole year: what the CPAM notified, else our figure."""
        return self.notification.total_cents if self.notification else self.computed

    @property
    def still_due(self) -> int | None:
        return None if self.due is None else self.due - self.received

    @property
    def advance_day(self) -> date:
        return usual_advance_day(self.year)

    @property
    def balance_day(self) -> date:
        return usual_balance_day(self.year)

    @property
    def gap(self) -> int | None:
        """What the CPAM retained more (less when negative) than our figure."""
        if self.notification is None or self.computed is None:
            return None
        return self.notification.total_cents - self.computed

    @cached_property
    def lines(self) -> tuple[Gap, ...]:
        """Each indicator against what the CPAM retained of it."""
        return gaps(
            self.ours(),
            {key: line.cents for key, line in self.retained.items()},
            {key: line.reason for key, line in self.retained.items()}
            | {UNDETAILED: self.notification.note if self.notification else ""},
            self.notification.total_cents if self.notification else None,
        )

    @property
    def to_explain(self) -> int:
        return sum(line.to_explain for line in self.lines)

    def ours(self) -> dict[str, tuple[str, int | None]]:
        """Our figure by line of the notification, its label first."""
        total, told = self.seen.realised, self.told
        at_risk = total.year_at_risk
        found: dict[str, tuple[str, int | None]] = {
            row.line.indicator.id: (
                row.line.indicator.short,
                (0 if at_risk else row.line.euros_cents) if told else None,
            )
            for row in self.seen.rows
        }
        found[INCREASE] = ("Majoration pour précarité", total.majoration_cents if told else None)
        if total.guarantee_cents or GUARANTEE in self.retained:
            found[GUARANTEE] = (
                "Garantie des structures nouvelles",
                total.guarantee_cents if told else None,
            )
        return found

    def hint(self, key: str) -> str:
        """What Pupitre knows that may explain a gap: a piece that was never attached."""
        row: Row | None = next(
            (one for one in self.seen.rows if one.line.indicator.id == key), None
        )
        return f"Il manquait {row.source.missing[0]}." if row and row.source.missing else ""


def money_of(year: int, today: date) -> YearMoney:
    """Return the money of one exercise as of that day."""
    found = Notification.objects.filter(exercise__year=year).select_related("exercise").first()
    seen = cockpit(year, today)
    return YearMoney(
        seen=seen,
        told=year == today.year or is_told(seen),
        notification=found,
        retained={line.indicator: line for line in found.lines.all()} if found else {},
    )


def is_told(seen: Cockpit) -> bool:
    """Whether Pupitre holds work of that very year, not only texts that last: an RCP, an action, a trainee."""
    work = seen.sourced.work
    return bool(work.rcps) or any(map(work.about, ("missions", "users_level", "trainees")))


def money_history(today: date) -> list[YearMoney]:
    """Return the exercises kept, and the current one, latest first."""
    years = set(Exercise.objects.values_list("year", flat=True)) | {today.year}
    return [money_of(year, today) for year in sorted(years, reverse=True) if year <= today.year]


@dataclass(frozen=True)
class Use:
    """What was spent on one heading in a civil year."""

    label: str
    cents: int


@dataclass(frozen=True)
class Used:
    """The expenses of the entity that receives the ACI, by heading, in one civil year."""

    entity: LegalEntity
    year: int
    uses: Sequence[Use]

    @property
    def total(self) -> int:
        return sum(use.cents for use in self.uses)


def used_in(year: int) -> Used | None:
    """Return the expenses of the year by heading, greatest first; None before the books are opened."""
    entity = main_entity()
    if entity is None:
        return None
    rows = (
        EntryLine.objects.filter(
            entry__entity=entity, entry__date__year=year, account__number__startswith=EXPENSES
        )
        .order_by()
        .values_list("heading__label")
        .annotate(spent=Sum(F("debit_cents") - F("credit_cents")))
    )
    uses = [Use(label or "Sans poste", cents) for label, cents in rows if cents]
    return Used(entity, year, sorted(uses, key=lambda use: (-use.cents, use.label)))
