"""What an electronic invoice says, from its business terms (EN 16931): amounts that agree, or a refusal.

The terms keep the norm's own numbers (BT-1, BG-4): https://docs.peppol.eu/poacc/billing/3.0/.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from pupitre.core.money import format_euros

CREDIT_NOTES = frozenset({"261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""Document types (UNTDID 1001) whose positive amounts are given back."""
USUAL_DELAY = timedelta(days=30)
"""Code de commerce, art. L441-10: 30 days unless the contract says otherwise."""
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LARGEST = 1_000_000_000_00
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_AMOUNT = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)
_VAT = re.compile(r"FR[0-9A-Z]{2}(\d{9})", re.ASCII)


class EInvoiceError(ValueError):
    """An invoice that cannot be read; its text is one French sentence."""


@dataclass(frozen=True)
class EInvoice:
    """An invoice as its file says it. Cents, negative for a credit note; `net_cents` without VAT."""

    supplier: str
    siren: str
    siret: str
    number: str
    issued_on: date
    due_on: date
    cents: int
    net_cents: int
    prepaid_cents: int
    label: str
    iban: str
    buyer: str
    buyer_siren: str
    remarks: tuple[str, ...] = field(default=())


def invoice_of(terms: Mapping[str, Any]) -> EInvoice:
    """Return what the terms say; raise EInvoiceError when one is missing or the amounts disagree."""
    if _text(terms.get("BT-5"), 3) != "EUR":
        raise EInvoiceError("Seules les factures en euros sont lues : saisissez celle-ci.")
    number, issued_on = _wanted(terms, "BT-1", "le numéro", 61), _day(terms, "BT-2")
    if issued_on is None:
        raise EInvoiceError("La date de la facture manque : saisissez-la à la main.")
    if len(number) > 60:
        raise EInvoiceError("Le numéro de la facture dépasse 60 caractères : saisissez-la.")
    seller, buyer = _party(terms, "BG-4"), _party(terms, "BG-7")
    name = _text(seller.get("name"), 120)
    if not name:
        raise EInvoiceError("Le nom du fournisseur manque : saisissez la facture à la main.")
    cents, net, prepaid = _amounts(terms)
    due_on, remarks = _due(terms, issued_on)
    if prepaid:
        remarks += (f"La facture dit que {format_euros(prepaid)} sont déjà payés.",)
    return EInvoice(
        supplier=name,
        siren=_siren(seller),
        siret=_registered(seller, "0009", 14),
        number=number,
        issued_on=issued_on,
        due_on=due_on,
        cents=cents,
        net_cents=net,
        prepaid_cents=prepaid,
        label=_label(terms),
        iban=_iban(terms),
        buyer=_text(buyer.get("name"), 120),
        buyer_siren=_siren(buyer),
        remarks=remarks,
    )


def _amounts(terms: Mapping[str, Any]) -> tuple[int, int, int]:
    """Return total, total without VAT and what is paid already; each pair of totals must agree."""
    total, net = _cents(terms, "BT-112", "le total TTC"), _cents(terms, "BT-109", "le total HT")
    vat, prepaid = _optional(terms, "BT-110"), _optional(terms, "BT-113")
    rounding, left = _optional(terms, "BT-114"), _cents(terms, "BT-115", "le net à payer")
    if net + vat != total:
        raise EInvoiceError(
            f"Les montants se contredisent : {format_euros(net)} HT et {format_euros(vat)} de TVA ne font "
            f"pas {format_euros(total)}. Demandez une facture juste au fournisseur."
        )
    if total - prepaid + rounding != left:
        raise EInvoiceError(
            f"Le net à payer ({format_euros(left)}) ne suit pas du total ({format_euros(total)}) : "
            "demandez une facture juste au fournisseur."
        )
    total += rounding
    sign = -1 if _text(terms.get("BT-3"), 4) in CREDIT_NOTES else 1
    if not total or (sign < 0 and total < 0):
        raise EInvoiceError("Le montant de cette facture est nul ou de signe inattendu : saisissez-la.")  # fmt: skip
    if prepaid < 0 or (prepaid and (sign < 0 or prepaid > total)):
        raise EInvoiceError("L’acompte de cette facture ne se comprend pas : saisissez-la.")
    return sign * total, sign * net, prepaid


def _due(terms: Mapping[str, Any], issued_on: date) -> tuple[date, tuple[str, ...]]:
    due = _day(terms, "BT-9")
    if due is None:
        told = "L’échéance n’est pas écrite : 30 jours après la facture, à vérifier."
        return issued_on + USUAL_DELAY, (told,)
    if due < issued_on:
        return issued_on, ("L’échéance écrite précède la facture : à vérifier.",)
    return due, ()


def _text(value: Any, most: int) -> str:
    """Return a text on one line without control characters, empty for what is no text."""
    return _SPACES.sub(" ", value).strip()[:most] if isinstance(value, str) else ""


def _wanted(terms: Mapping[str, Any], term: str, words: str, most: int) -> str:
    found = _text(terms.get(term), most)
    if not found:
        raise EInvoiceError(f"Il manque {words} : saisissez la facture à la main.")
    return found


def _day(terms: Mapping[str, Any], term: str) -> date | None:
    found = terms.get(term)
    if found is None:
        return None
    if not isinstance(found, date) or not EARLIEST <= found <= LATEST:
        raise EInvoiceError("Une date de la facture ne se comprend pas : saisissez-la à la main.")
    return found


def _cents(terms: Mapping[str, Any], term: str, words: str) -> int:
    text = _wanted(terms, term, words, 40)
    try:
        exact = Decimal(text) * 100 if _AMOUNT.fullmatch(text) else None
    except InvalidOperation:
        exact = None
    if exact is None or exact != exact.to_integral_value() or abs(exact) > LARGEST:
        raise EInvoiceError(f"« {text} » n’est pas un montant en euros et centimes : saisissez la facture.")  # fmt: skip
    return int(exact)


def _optional(terms: Mapping[str, Any], term: str) -> int:
    return _cents(terms, term, "") if terms.get(term) else 0


def _party(terms: Mapping[str, Any], term: str) -> Mapping[str, Any]:
    found = terms.get(term)
    return found if isinstance(found, Mapping) else {}


def _registered(party: Mapping[str, Any], scheme: str, length: int) -> str:
    number = _text(party.get("legal_identifier"), 40).replace(" ", "")
    fits = _text(party.get("legal_identifier_schemeid"), 4) == scheme
    return number if fits and len(number) == length and number.isascii() and number.isdigit() else ""  # fmt: skip


def _siren(party: Mapping[str, Any]) -> str:
    """Return a party's SIREN: its own, that of its SIRET, that of its French VAT number."""
    own = _registered(party, "0002", 9) or _registered(party, "0009", 14)[:9]
    vat = _VAT.fullmatch(_text(party.get("vat_identifier"), 20))
    return own or (vat[1] if vat else "")


def _label(terms: Mapping[str, Any]) -> str:
    lines = terms.get("BG-25")
    names = [_text(line.get("BT-153"), 140) for line in lines] if isinstance(lines, list) else []
    return ", ".join(dict.fromkeys(filter(None, names)))[:140]


def _iban(terms: Mapping[str, Any]) -> str:
    """Return the first account to pay to; a seller may give several."""
    accounts = terms.get("BG-17")
    first = accounts[0] if isinstance(accounts, list) and accounts else {}
    nested = first.get("BT-84") if isinstance(first, Mapping) else ""
    found = terms.get("BT-84") or nested
    return _text(found[0] if isinstance(found, list) and found else found, 40).replace(" ", "")
