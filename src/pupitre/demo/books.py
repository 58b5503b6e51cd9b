"""The books of a fictitious SISA: the current year, written by the same acts as a coordinator's."""

import random
from datetime import date

from pupitre.books.models import Entry, LegalEntity
from pupitre.books.queries import account_for, open_lines
from pupitre.books.services import (
    LineDraft,
    answer,
    ask,
    letter,
    open_books,
    post,
    validate_entries,
)
from pupitre.core.actor import Actor
from pupitre.core.dates import MONTHS
from pupitre.demo.people import luhn_key

START = 1_845_020
BILLS = (
    ("613200", "Loyer", ("F0001", "Commune (bailleur)"), 164_000, 5),
    ("611000", "Ménage", ("F0002", "Propreté Service"), 38_400, 12),
    ("626000", "Téléphone et internet", ("F0003", "Opérateur Télécom"), 11_880, 15),
    ("651800", "Logiciel partagé", ("F0004", "Éditeur Santé"), 27_500, 18),
)
"""Account, words, supplier, cents a month, day of the invoice; paid ten days later."""


def keep_books(name: str, *, rng: random.Random, today: date, by: Actor) -> None:
    """Open the SISA's books on 1 January and write what happened since; the last month stays in drafts."""
    digits = f"9{rng.randrange(10**7):07}"
    first = date(today.year, 1, 1)
    entity = open_books(
        name=f"SISA {name}", kind="SISA", siren=digits + luhn_key(digits), starts_on=first, by=by
    )
    start = [LineDraft("512000", START), LineDraft("101300", 0, 150_000)]
    start.append(LineDraft("110000", 0, START - 150_000))
    _write(entity, by, "AN", first, "Reprise des soldes", f"AN{today.year}", start)
    for month in range(1, today.month + 1):
        _month(entity, month, rng, today, by)
    drafts = [
        entry for entry in Entry.objects.filter(entity=entity) if entry.date.month < today.month
    ]
    validate_entries(drafts, by=by)
    _match(entity, today, by)
    _questions(entity, by)


def _month(entity: LegalEntity, month: int, rng: random.Random, today: date, by: Actor) -> None:
    """Write a month's invoices, their payments, and in April the advance of the ACI."""
    words = f"{MONTHS[month - 1]} {today.year}"
    if month == 4 and date(today.year, 4, 15) <= today:
        advance = [LineDraft("512000", 4_130_000), LineDraft("741100", 0, 4_130_000)]
        _write(
            entity, by, "BQ", date(today.year, 4, 15), "Avance ACI de la CPAM", "REL-04", advance
        )
    for account, what, third, cents, day in BILLS:
        amount = cents if account == "613200" else round(cents * rng.uniform(0.92, 1.08))
        billed, paid = date(today.year, month, day), date(today.year, month, day + 10)
        label = f"{what} {words}"
        if billed <= today:
            lines = [LineDraft(account, amount), LineDraft("401000", 0, amount, "", third)]
            _write(entity, by, "AC", billed, label, f"FA-{month:02}-{third[0]}", lines)
        if paid <= today:
            lines = [LineDraft("401000", amount, 0, "", third), LineDraft("512000", 0, amount)]
            _write(entity, by, "BQ", paid, f"Paiement {label}", f"REL-{month:02}", lines)


def _write(
    entity: LegalEntity,
    by: Actor,
    journal: str,
    day: date,
    label: str,
    piece: str,
    lines: list[LineDraft],
) -> None:
    post(
        entity=entity,
        journal=journal,
        on=day,
        label=label,
        lines=lines,
        piece=piece,
        key=None,
        by=by,
    )


def _match(entity: LegalEntity, today: date, by: Actor) -> None:
    """Letter each supplier's invoices with their payments."""
    due = list(open_lines(account_for(entity, "supplier", on=today)))
    for invoice in [line for line in due if line.cents < 0]:
        wanted = (invoice.auxiliary_code, -invoice.cents, invoice.entry.date.month)
        for line in due:
            if (line.auxiliary_code, line.cents, line.entry.date.month) == wanted:
                letter([invoice, line], on=line.entry.date, by=by)
                break


def _questions(entity: LegalEntity, by: Actor) -> None:
    """Let the accountant ask twice, and the coordinator answer once."""
    accountant = Actor("Hélène Roussel (cabinet comptable)", "cli", role="accountant")
    bills = list(Entry.objects.filter(entity=entity, journal__code="AC").order_by("pk")[:2])
    for entry, text in zip(bills, ("La provision pour charges est-elle comprise ?", "À quel local correspond cette facture ?"), strict=False):  # fmt: skip
        ask(entry, text=text, by=accountant)
    if bills:
        question = bills[0].questions.get()
        answer(question, text="Oui, le bailleur régularise en mars.", by=by)
