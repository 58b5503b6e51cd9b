"""The rooms that a fictitious SISA lets: leases, a call a month, what the tenants paid, one of them late."""

from datetime import date, timedelta
from decimal import Decimal

from pupitre.books.models import Entry, EntryLine, Heading, LegalEntity
from pupitre.books.queries import account_for, entries_from, main_entity
from pupitre.books.services import LineDraft, letter, post, validate_entries
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import add_months, month_start
from pupitre.demo.people import Team
from pupitre.people.models import Person
from pupitre.rents.models import ChargeKey, Lease, Premises, RentCall
from pupitre.rents.queries.indices import published
from pupitre.rents.rules.revision import Quarter
from pupitre.rents.services.calls import issue_calls
from pupitre.rents.services.leases import open_lease

REFERENCE = Quarter(2023, 2)
ROOMS = (
    ("Cabinet Cèdre", "18.50", 1, 41_000, 18_000, 30),
    ("Cabinet Érable", "22.00", 1, 47_500, 21_500, 36),
    ("Cabinet Saule", "31.00", 2, 64_000, 30_000, 24),
    ("Cabinet Tilleul", "15.00", 1, 0, 0, 0),
)
"""Name, m², rooms, monthly rent, monthly provision, hours a week; the last one stands empty."""


def let_rooms(team: Team, *, today: date, by: Actor) -> None:
    """Open the leases, call every month of the year, and write what came; the last tenant is a month late."""
    entity = main_entity()
    people = [person for person in team.people if person.kind == "professional"]
    if entity is None or len(people) < len(ROOMS):
        return
    records.save(
        ChargeKey(entity=entity, heading=Heading.objects.get(code="D-LOCAUX"), basis="area"), by=by
    )
    leases = [_lease(entity, people[rank], rank, today, by) for rank in range(len(ROOMS))]
    late = leases[2]
    month = date(today.year, 1, 1)
    while month <= month_start(today):
        for call in issue_calls(month, on=month, by=by):
            paid = call.first + timedelta(days=6)
            if paid < today and (call.lease != late or add_months(call.first, 2) <= today):
                _pay(call, paid, by)
        month = add_months(month, 1)
    drafts = Entry.objects.filter(entity=entity, number=None, date__lt=month_start(today))
    validate_entries(drafts, by=by)


def _lease(entity: LegalEntity, person: Person, rank: int, today: date, by: Actor) -> Lease | None:
    """Return the lease of a room, indexed; none for the one that stands empty."""
    name, area, rooms, rent, charges, hours = ROOMS[rank]
    premises = records.save(Premises(name=name, area=Decimal(area), rooms=rooms), by=by)
    if not rent:
        return None
    lease = Lease(
        entity=entity,
        premises=premises,
        person=person,
        starts_on=date(today.year - 1, 12, 1) if rank == 0 else date(today.year, 1, 1),
        hours=hours,
        index="ILAT",
    )
    known = published("ILAT", REFERENCE)
    value = known.value if known else None
    return open_lease(lease, rent=rent, charges=charges, quarter=REFERENCE, value=value, by=by)


def _pay(call: RentCall, on: date, by: Actor) -> None:
    """Write the tenant's transfer and letter the call with it."""
    entity = call.lease.entity
    account = account_for(entity, "tenant", on=on)
    entry = post(
        entity=entity,
        journal="BQ",
        on=on,
        label=f"{call.title}, {call.lease.tenant}",
        lines=[
            LineDraft("512000", call.cents),
            LineDraft(account, 0, call.cents, auxiliary=call.lease.auxiliary),
        ],
        piece=call.reference,
        key=None,
        by=by,
    )
    claims = EntryLine.objects.filter(entry__in=entries_from(call), account=account)
    letter([claims.get(), entry.lines.get(position=2)], on=on, by=by)
