"""Writes about leases: opened with their first price, priced again, revised by their index."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.rents.errors import RentError
from pupitre.rents.models import Lease, LeaseTerm
from pupitre.rents.queries.indices import Published, published
from pupitre.rents.queries.leases import Revision, revisions
from pupitre.rents.rules.revision import Quarter, revised


@transaction.atomic
def open_lease(
    lease: Lease,
    *,
    rent: int,
    charges: int,
    quarter: Quarter | None = None,
    value: Decimal | None = None,
    by: Actor,
) -> Lease:
    """Save a new lease with its first monthly price, in cents, and the reference of its index."""
    records.save(lease, by=by)
    term = LeaseTerm(
        lease=lease, since=lease.starts_on, rent_cents=rent, charges_cents=charges,
        because="prix du bail", **_reference(quarter, value),
    )  # fmt: skip
    records.save(term, by=by)
    return lease


@transaction.atomic
def change_price(lease: Lease, *, since: date, rent: int, charges: int, because: str, by: Actor) -> LeaseTerm:  # fmt: skip
    """Give a lease another price from a day on; its index keeps its reference. Raise RentError before the last price."""
    records.locked(lease)
    last = lease.terms.order_by("-since").first()
    if last is not None and since <= last.since:
        raise RentError(f"Le prix actuel court depuis le {last.since:%d/%m/%Y} : choisissez une date plus tardive.")  # fmt: skip
    term = LeaseTerm(
        lease=lease, since=since, rent_cents=rent, charges_cents=charges, because=because,
        **(_reference(last.quarter, last.index_value) if last else {}),
    )  # fmt: skip
    return records.save(term, by=by, action="changer le prix")


def revision_of(lease: Lease, today: date) -> tuple[Revision, Published | None]:
    """Return the revision that a lease may have, and the new index when it is known. Raise RentError when none is due."""
    due = next((one for one in revisions(today) if one.lease.pk == lease.pk), None)
    if due is None:
        raise RentError("Ce bail n’a pas de révision à faire aujourd’hui : un an après le dernier prix, et avec un indice.")  # fmt: skip
    return due, published(lease.index, due.quarter)


@transaction.atomic
def revise(lease: Lease, *, on: date, today: date, by: Actor) -> LeaseTerm:
    """Revise a rent by the published index, from a day on. Raise RentError when the index is unknown or the day too early."""
    due, new = revision_of(lease, today)
    if new is None:
        raise RentError(f"L’indice {lease.index} du {due.quarter} n’est pas connu : ajoutez sa valeur dans Indices.")  # fmt: skip
    if on < due.on:
        raise RentError(f"Le loyer se révise au plus tôt le {due.on:%d/%m/%Y} : changez la date.")
    reference = due.term.index_value or Decimal(0)
    term = LeaseTerm(
        lease=lease,
        since=on,
        rent_cents=revised(due.term.rent_cents, reference, new.value),
        charges_cents=due.term.charges_cents,
        because=f"{lease.index} {due.quarter} {_fr(new.value)} ÷ {due.term.quarter} {_fr(reference)}",
        **_reference(due.quarter, new.value),
    )
    return records.save(term, by=by, action="réviser le loyer")


def _fr(value: Decimal) -> str:
    return f"{value}".replace(".", ",")


def _reference(quarter: Quarter | None, value: Decimal | None) -> dict[str, object]:
    if quarter is None or value is None:
        return {}
    return {
        "index_year": quarter.year,
        "index_quarter": quarter.quarter,
        "index_value": value,
    }
