"""The data of the printed papers: call, quittance, settlement statement."""

from datetime import date
from pathlib import Path

from pupitre.books.models import LegalEntity
from pupitre.centres.queries import current_centre
from pupitre.core.french import long_day, numeric_day
from pupitre.core.money import format_amount, format_euros
from pupitre.core.pdf import render
from pupitre.payments.iban import grouped
from pupitre.payments.models import BankAccount
from pupitre.rents.models import ChargeKey, Lease, RentCall, Settlement
from pupitre.rents.queries.standing import Standing, standing, unpaid
from pupitre.rents.rules import periods

TYPST = Path(__file__).parent / "typst"


def call_pdf(call: RentCall) -> bytes:
    """The call of a period: what, how much, what was due before, by when, where to pay."""
    lease = call.lease
    before = sum(one.paid.left for one in _before(call))
    data = {
        "title": "Appel de loyer et de charges"
        if call.rent_cents
        else "Régularisation des charges",
        "subtitle": periods.words(call.span).capitalize(),
        "structure": lease.entity.name,
        "reference": call.reference,
        "facts": [*_place(lease), ["À payer pour le", long_day(call.due_on)]],
        "rows": _sums(call),
        "total": format_amount(call.cents),
        "before": format_euros(before) if before else "",
        "notes": [_where(lease.entity, call), call.because and f"Calcul : {call.because}."],
    }
    return render(TYPST / "call.typ", data)


def receipt_pdf(call: RentCall) -> bytes:
    """The quittance of a call paid in full; the caller has checked that it is."""
    paid = standing(call).paid
    on = long_day(paid.on) if paid.on else ""
    lease = call.lease
    data = {
        "title": "Quittance de loyer" if call.rent_cents else "Reçu de charges",
        "subtitle": periods.words(call.span).capitalize(),
        "structure": lease.entity.name,
        "reference": call.reference,
        "facts": [*_place(lease), ["Payé le", on]],
        "rows": _sums(call),
        "total": format_amount(call.cents),
        "before": "",
        "notes": [
            f"{lease.entity} reconnaît avoir reçu de {lease.tenant} la somme de "
            f"{format_euros(call.cents)} pour l’occupation du local désigné, et lui en donne "
            "quittance sous réserve de tous ses droits.",
            f"Fait le {on}, pour {current_centre().name}.",
        ],
    }
    return render(TYPST / "call.typ", data)


def settlement_pdf(settlement: Settlement, lease: Lease) -> bytes:
    """A tenant's statement of charges: each expense, its key, their share, against the provisions."""
    lines = list(settlement.lines.filter(lease=lease))
    share = sum(one.cents for one in lines)
    call = settlement.calls.filter(lease=lease, cancelled_on=None).first()
    difference = call.cents if call else 0
    held = lease.span.within(periods.period_of(date(settlement.year, 1, 1), 12))
    data = {
        "title": "Décompte de charges",
        "subtitle": f"Année {settlement.year}",
        "structure": settlement.entity.name,
        "reference": call.reference if call else "",
        "facts": [
            *_place(lease),
            ["Présence", f"{held.days} jours" if held else ""],
            ["Arrêté le", numeric_day(settlement.issued_on)],
        ],
        "rows": [
            [
                one.heading,
                format_amount(one.whole_cents),
                ChargeKey.Basis(one.basis).label,
                f"{one.percent} %".replace(".", ","),
                format_amount(one.cents),
            ]
            for one in lines
        ],
        "sums": [
            ["Votre part", format_euros(share)],
            ["Provisions appelées", format_euros(share - difference)],
            ["À vous rendre" if difference < 0 else "À payer", format_euros(abs(difference))],
        ],
    }
    return render(TYPST / "settlement.typ", data)


def _before(call: RentCall) -> list[Standing]:
    code = call.lease.auxiliary
    return [
        one
        for one in unpaid()
        if one.call.lease.auxiliary == code and one.call.due_on < call.due_on
    ]


def _place(lease: Lease) -> list[list[str]]:
    area = f"{lease.premises.area} m²".replace(".", ",")
    part = "" if lease.percent == 100 else f", {lease.percent} % du local"
    return [["Locataire", lease.tenant], ["Local", f"{lease.premises}, {area}{part}"]]


def _sums(call: RentCall) -> list[list[str]]:
    charges = "Provision pour charges" if call.rent_cents else "Charges de l’année moins provisions"
    pairs = (("Loyer", call.rent_cents), (charges, call.charges_cents))
    return [[label, format_amount(cents)] for label, cents in pairs if cents]


def _where(entity: LegalEntity, call: RentCall) -> str:
    """Where to pay: the entity's first open account; nothing when none is known."""
    account = BankAccount.objects.filter(entity=entity, closed_on=None).order_by("pk").first()
    if account is None or call.cents < 0:
        return ""
    return f"Virement à {account.payer}, IBAN {grouped(account.iban)}, en rappelant la référence {call.reference}."
