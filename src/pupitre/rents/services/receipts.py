"""Receipts found on the bank's statements: what a line may pay, written and lettered when accepted."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from pupitre.bank.matching import Candidate
from pupitre.bank.models import BankLine
from pupitre.bank.rules.matching import EXACT, REFERENCED, match_score
from pupitre.bank.rules.proposals import words_of
from pupitre.books.models import Entry, EntryLine
from pupitre.books.queries import account_for
from pupitre.books.services import LineDraft, letter, post
from pupitre.core.actor import Actor
from pupitre.core.money import format_euros
from pupitre.core.web import asked_key
from pupitre.rents.models import Lease
from pupitre.rents.queries.standing import CALL, Standing, tenant_lines, unpaid

PREFIX = "rents"
PART = 70
"""A receipt that names a tenant without their amount is likely, no more: part of what is due."""
Tenant = tuple[int, str]


def bank_candidates(line: BankLine) -> Iterator[Candidate]:
    """Yield what money received may pay: a call, all that a tenant owes, or part of it."""
    if line.cents <= 0:
        return
    owed: dict[Tenant, list[Standing]] = defaultdict(list)
    for one in unpaid():
        lease = one.call.lease
        if lease.entity_id == line.account.entity_id:
            owed[lease.entity_id, lease.auxiliary[0]].append(one)
    words = words_of(line.words, line.reference)
    for due in owed.values():
        yield from _offers(line, words, due)


def _offers(line: BankLine, words: frozenset[str], due: list[Standing]) -> Iterator[Candidate]:
    lease = due[0].call.lease
    named = words_of(lease.tenant, str(lease.person))
    exact = [one for one in due if one.paid.left == line.cents]
    for one in exact:
        points = match_score(EXACT, line.on, one.call.due_on, words, named)
        if one.call.reference.lower() in words:
            points = REFERENCED
        yield Candidate(f"{one.call.title} – {lease.tenant}", line.cents, points, f"appel {one.call.reference}, {lease.premises}, même montant", f"{PREFIX}:call:{one.call.pk}:{lease.pk}")  # fmt: skip
    total = sum(one.paid.left for one in due)
    if len(due) > 1 and total == line.cents:
        points = match_score(EXACT, line.on, due[-1].call.due_on, words, named)
        yield Candidate(f"{len(due)} appels – {lease.tenant}", line.cents, points, "tout ce que doit ce locataire, même montant", f"{PREFIX}:all:0:{lease.pk}")  # fmt: skip
    elif not exact and line.cents < total and words & named:
        yield Candidate(f"Acompte de {lease.tenant}", line.cents, PART, f"sur {format_euros(total)} dus, du plus ancien au plus récent", f"{PREFIX}:part:0:{lease.pk}")  # fmt: skip


@transaction.atomic
def bank_apply(token: str, line: BankLine, by: Actor) -> Entry | None:
    """Write a receipt from a tenant and letter what it settles; None when the token is another app's."""
    prefix, _, rest = token.partition(":")
    kind, _, keys = rest.partition(":")
    call, _, key = keys.partition(":")
    leases = Lease.objects.select_related("entity", "person", "company")
    lease = leases.filter(pk=asked_key(key), entity=line.account.entity_id).first()
    if prefix != PREFIX or lease is None or line.cents <= 0:
        return None
    account = line.account
    entry = post(
        entity=account.entity,
        journal=account.journal_code,
        on=line.on,
        label=f"Loyer reçu de {lease.tenant}",
        lines=[
            LineDraft(account.ledger_account, debit=line.cents),
            LineDraft(
                account_for(account.entity, "tenant", on=line.on),
                credit=line.cents,
                auxiliary=lease.auxiliary,
                person=None if lease.company_id else lease.person,
            ),
        ],
        piece=line.reference or f"REL{line.statement_id}-{line.position}",
        origin=line,
        key=f"bank.line/{line.pk}/{line.undone}",
        by=by,
    )
    _letter(lease, asked_key(call) if kind == "call" else 0, entry, on=line.on, by=by)
    return entry


def _letter(lease: Lease, call: int, entry: Entry, *, on: date, by: Actor) -> None:
    """Letter a call with its receipt, else all that the tenant's account holds when it comes to nothing."""
    receipt = entry.lines.select_related("entry").get(position=2)
    open_ones = [one for one in tenant_lines([lease.auxiliary[0]]) if not one.lettering]
    open_ones = [one for one in open_ones if one.account_id == receipt.account_id]
    asked = [one for one in open_ones if call and _of(one, call)]
    for group in ([*asked, receipt], open_ones):
        if len(group) > 1 and sum(one.cents for one in group) == 0:
            letter(group, on=on, by=by)
            return


def _of(line: EntryLine, call: int) -> bool:
    return (line.entry.origin_type, line.entry.origin_id) == (CALL, call)
