"""What the first page of an entity's books tells."""

from dataclasses import dataclass
from datetime import date

from pupitre.books.charts import load_charts
from pupitre.books.models import (
    AccountPurpose,
    Entry,
    EntryQuestion,
    FiscalYear,
    LegalEntity,
)
from pupitre.books.queries.accounts import account_for
from pupitre.books.queries.entries import balance_of
from pupitre.books.queries.reports import trial_balance
from pupitre.books.rules.chart import PURPOSES
from pupitre.books.rules.statements import result_of


@dataclass(frozen=True)
class Purpose:
    """A purpose of accounts, the choice in force, and the doubt that the accountant has not lifted yet."""

    key: str
    words: str
    setting: AccountPurpose | None
    doubt: str

    @property
    def open(self) -> bool:
        return bool(self.doubt) and (self.setting is None or self.setting.confirmed_on is None)


@dataclass(frozen=True)
class Summary:
    """The figures of an entity, in cents, and what waits there."""

    bank: int
    result: int
    drafts: int
    questions: int
    doubts: int


def years_of(entity: LegalEntity) -> list[FiscalYear]:
    """Return the fiscal years, latest first."""
    years = list(FiscalYear.objects.filter(entity=entity))
    for year in years:
        year.entity = entity
    return years


def year_of(entity: LegalEntity, asked: str, today: date) -> FiscalYear | None:
    """Return the year that an address names by its key, else that of today, else the latest one."""
    years = years_of(entity)
    named = [year for year in years if str(year.pk) == asked]
    current = [year for year in years if year.starts_on <= today <= year.ends_on]
    return next(iter([*named, *current, *years]), None)


def purposes_of(entity: LegalEntity, today: date) -> list[Purpose]:
    """Return every purpose with its account on a day and the doubt about it."""
    charts = load_charts()
    settings: dict[str, AccountPurpose] = {}
    for setting in (
        AccountPurpose.objects.filter(entity=entity, since__lte=today)
        .select_related("account")
        .order_by("since")
    ):
        settings[setting.purpose] = setting
    return [
        Purpose(key, words, settings.get(key), charts.doubt(entity.kind, key))
        for key, words in PURPOSES.items()
    ]


def summary_of(entity: LegalEntity, year: FiscalYear, today: date) -> Summary:
    """Return the figures of one year."""
    day = min(max(today, year.starts_on), year.ends_on)
    return Summary(
        bank=balance_of(account_for(entity, "bank", on=today), on=day),
        result=result_of(trial_balance(year)),
        drafts=drafts_of(year),
        questions=EntryQuestion.objects.filter(entry__entity=entity, answer="").count(),
        doubts=sum(purpose.open for purpose in purposes_of(entity, today)),
    )


def drafts_of(year: FiscalYear) -> int:
    return Entry.objects.filter(year=year, number__isnull=True).count()
