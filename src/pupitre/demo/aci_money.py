"""The ACI contract of a fictitious centre, and two past exercises: payments, notification."""

from datetime import date

from pupitre.aci.models import Contract, Exercise, Receipt
from pupitre.aci.queries.money import money_of
from pupitre.aci.services.money import keep_notification, keep_receipt
from pupitre.centres.queries import current_centre
from pupitre.core import records
from pupitre.core.actor import Actor

LESS = {"A1-08": (0, "L'enquête n'était pas jointe au dossier"), "A2-03": (None, "RCP de l'année tenues avant Pupitre")}  # fmt: skip


def sign_contract(*, today: date, by: Actor) -> None:
    """Sign the contract three years ago, as the SISA, with the CPAM and the ARS."""
    centre = current_centre()
    contract = Contract(
        effect_on=date(today.year - 3, 1, 1),
        signed_on=date(today.year - 4, 12, 12),
        project_filed_on=date(today.year - 5, 3, 2),
        structure=f"SISA {centre.name}",
        cpam=f"CPAM du département {centre.postcode[:2]}",
        ars="Agence régionale de santé",
        options=["A1-07", "A1-08", "A2-06"],
    )
    records.save(contract, by=by)


def past_exercises(*, today: date, by: Actor) -> None:
    """Keep the advance, the balance and the notification of the last two exercises."""
    for year in (today.year - 2, today.year - 1):
        records.save(Exercise(year=year, declared_on=date(year + 1, 1, 28)), by=by)
        _paid(year, today, by)


def _paid(year: int, today: date, by: Actor) -> None:
    """Let the CPAM notify what we computed, but for two lines."""
    seen = money_of(year, today)
    lines = {gap.key: (gap.ours, "") for gap in seen.lines}
    for key, (cents, reason) in LESS.items():
        if key in lines:
            lines[key] = ((lines[key][0] or 0) + 150_000 if cents is None else cents, reason)
    total = sum(cents or 0 for cents, _ in lines.values())
    keep_notification(year, received_on=date(year + 1, 4, 9), total_cents=total, lines=lines, by=by)
    advance = min(total, seen.advance_expected or 0)
    receive(year, "advance", advance, today, by=by)
    if total > advance:
        receive(year, "balance", total - advance, today, by=by)


def receive(year: int, kind: str, cents: int, today: date, *, by: Actor) -> None:
    day = date(year + (kind == "balance"), 4, 24)
    if cents and day <= today:
        keep_receipt(Receipt(kind=kind, cents=cents, received_on=day), year=year, by=by)
