"""What budgets are tried on: a SISA with its books of 2026, a scenario, entries."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from pupitre.books.models import AnalyticProject, Entry, Funder, Heading, LegalEntity
from pupitre.books.services import LineDraft, open_books, post
from pupitre.budgets.models import Plan, PlanLine
from pupitre.budgets.services.lines import save_line
from pupitre.budgets.services.plans import EMPTY, prepare_budget
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LOCAUX, FOURN, ACI = "613200", "606400", "741100"


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    return open_books(
        name="SISA des Tilleuls",
        kind="SISA",
        siren="732829320",
        starts_on=date(2026, 1, 1),
        by=actor,
    )


@pytest.fixture
def project(sisa: LegalEntity, actor: Actor) -> AnalyticProject:
    """A project that the ARS pays for."""
    funder = records.save(Funder(name="ARS"), by=actor)
    return records.save(AnalyticProject(name="Chutes", funder=funder), by=actor)


@pytest.fixture
def plan(sisa: LegalEntity, actor: Actor) -> Plan:
    """The empty first scenario of 2026."""
    return prepare_budget(
        entity=sisa,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        start=EMPTY,
        today=TODAY,
        by=actor,
    )


@pytest.fixture
def line(actor: Actor) -> Callable[..., PlanLine]:
    """Return a function that adds a line to a plan."""

    def make(plan: Plan, code: str, cents: int, label: str = "Ligne", **given: Any) -> PlanLine:
        heading = Heading.objects.get(code=code)
        made = PlanLine(plan=plan, heading=heading, label=label, cents=cents, **given)
        return save_line(made, by=actor)

    return make


@pytest.fixture
def spend(sisa: LegalEntity, actor: Actor) -> Callable[..., Entry]:
    """Return a function that writes an expense (or with a negative amount an income) in the books."""

    def make(account: str, cents: int, on: date, **given: Any) -> Entry:
        cost = LineDraft(account, max(cents, 0), max(-cents, 0), **given)
        bank = LineDraft("512000", max(-cents, 0), max(cents, 0))
        return post(
            entity=sisa, journal="BQ", on=on, label="Achat", lines=[cost, bank],
            piece="P", key=None, by=actor,
        )  # fmt: skip

    return make


@pytest.fixture
def assembly(in_a: Scope, actor: Actor) -> Meeting:
    """A closed assembly of January 2026."""
    at = datetime.combine(date(2026, 1, 20), time(19), tzinfo=UTC)
    meeting = Meeting(
        title="Assemblée générale", kind=Meeting.Kind.ASSEMBLY, state=Meeting.State.CLOSED,
        starts_at=at, ends_at=at + timedelta(minutes=90),
    )  # fmt: skip
    return records.save(meeting, by=actor)
