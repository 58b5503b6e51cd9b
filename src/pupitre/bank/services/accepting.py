"""Accepting what a line is proposed to be, by the token of its candidate."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pupitre.bank.errors import BankError
from pupitre.bank.models import BankLine, BankRule
from pupitre.bank.services.learning import learn
from pupitre.bank.services.settling import Part, match_lines, post_line, settle_with, waiting
from pupitre.books.models import Entry, EntryLine
from pupitre.books.queries import account_for, balance_of
from pupitre.books.services import letter
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.web import asked_key
from pupitre.payments.models import PaymentBatch, PaymentOrder
from pupitre.payments.services import batch_executed, make_batch, write_batch_list

GONE = "Cette proposition n’est plus possible : rechargez la page."


@transaction.atomic
def accept(line: BankLine, token: str, *, by: Actor) -> None:
    """Do what a candidate says. Raises BankError, BooksError or PaymentError, each one French sentence."""
    kind, _, key = token.partition(":")
    own = _OWN.get(kind)
    if own is not None:
        own(line, key, by)
        return
    line = waiting(line)
    for entry in registry.contributed("bank.apply", token, line, by):
        if entry is not None:
            settle_with(line, entry, by=by)
            return
    raise BankError(GONE)


def choose(line: BankLine, part: Part, *, by: Actor, label: str = "") -> Entry:
    """Write a line on one account, and learn from it."""
    entry = post_line(line, [part], by=by, label=label)
    learn(line, part, by=by)
    return entry


def _by_rule(line: BankLine, key: str, by: Actor) -> None:
    rules = BankRule.objects.select_related(
        "ledger_account__entity", "heading", "person", "project"
    )
    rule = rules.filter(pk=asked_key(key)).first()
    if rule is None:
        raise BankError(GONE)
    part = Part(rule.ledger_account, line.cents, rule.heading, rule.person, rule.project)
    choose(line, part, by=by)


def _with_entry(line: BankLine, key: str, by: Actor) -> None:
    match_lines(line, [_entry_line(key)], by=by)


def _entry_line(key: str) -> EntryLine:
    rows = EntryLine.objects.select_related("entry", "account__entity", "person")
    found: EntryLine | None = rows.filter(pk=asked_key(key)).first()
    if found is None:
        raise BankError(GONE)
    return found


def _with_debt(line: BankLine, key: str, by: Actor) -> None:
    """Pay what the books owe or claim, and letter it."""
    owed = _entry_line(key)
    if owed.cents != line.cents:
        raise BankError(GONE)
    auxiliary = (owed.auxiliary_code, owed.auxiliary_label) if owed.auxiliary_code else None
    part = Part(owed.account, line.cents, person=owed.person, label=owed.label, auxiliary=auxiliary)
    entry = post_line(line, [part], by=by)
    letter([owed, entry.lines.get(position=2)], on=line.on, by=by)


def _with_batch(line: BankLine, key: str, by: Actor) -> None:
    batch = PaymentBatch.objects.filter(pk=asked_key(key), account=line.account_id).first()
    if batch is None:
        raise BankError(GONE)
    _point_batch(line, batch_executed(batch, on=line.on, by=by), by)


def _point_batch(line: BankLine, batch: PaymentBatch, by: Actor) -> None:
    entry = batch.entry
    ledger = line.account.ledger_account_id
    bank = entry.lines.filter(account=ledger).select_related("entry").first() if entry else None
    if bank is None:
        raise BankError(GONE)
    match_lines(line, [bank], by=by)


def _with_order(line: BankLine, key: str, by: Actor) -> None:
    """Execute the batch of a transfer debited alone, or the transfer made by hand without a batch."""
    order = PaymentOrder.objects.select_related("batch").filter(pk=asked_key(key)).first()
    if order is None or order.entity_id != line.account.entity_id or order.cents != -line.cents:
        raise BankError(GONE)
    batch = order.batch or _batch_of_one(line, order, timezone.now(), by)
    _point_batch(line, batch_executed(batch, on=line.on, by=by), by)


def _batch_of_one(line: BankLine, order: PaymentOrder, at: datetime, by: Actor) -> PaymentBatch:
    day: date = line.on
    batch = make_batch(account=line.account, orders=[order], execution_on=day, on=day, by=by)
    return write_batch_list(batch, at=at, by=by)


def _transfer(line: BankLine, key: str, by: Actor) -> None:
    """Write both sides of a transfer: through the transfer account, or the accounts between entities."""
    lines = BankLine.objects.select_related("account__entity", "account__ledger_account")
    other = lines.filter(pk=asked_key(key), cents=-line.cents).first()
    if other is None:
        raise BankError(GONE)
    same = other.account.entity_id == line.account.entity_id
    left, right = (_side(*pair, same, by) for pair in ((line, other), (other, line)))
    if same:
        sides = [entry.lines.get(position=2) for entry in (left, right)]
        letter(sides, on=max(line.on, other.on), by=by)
    else:
        left.twin, right.twin = right, left
        records.update_all([left, right], ["twin"], by=by, action="lier")


def _side(line: BankLine, other: BankLine, same: bool, by: Actor) -> Entry:
    entity, partner = line.account.entity, other.account.entity
    account = account_for(entity, "transfer" if same else "other_entity", on=line.on)
    auxiliary = None if same else partner.auxiliary
    return post_line(line, [Part(account, line.cents, auxiliary=auxiliary)], by=by)


def _aci(line: BankLine, kind: str, by: Actor) -> None:
    """Write money of the ACI as an advance, or as a balance: first what was claimed, the rest as income."""
    entity = line.account.entity
    if kind == "advance":
        part = Part(account_for(entity, "aci_advance", on=line.on), line.cents)
        post_line(line, [part], by=by, label=f"Avance de l’ACI : {line.label}")
        return
    if kind != "balance":
        raise BankError(GONE)
    receivable = account_for(entity, "aci_receivable", on=line.on)
    claimed = max(0, min(line.cents, balance_of(receivable, on=line.on)))
    income = Part(account_for(entity, "aci_income", on=line.on), line.cents - claimed)
    parts = [Part(receivable, claimed), income]
    post_line(line, parts, by=by, label=f"Solde de l’ACI : {line.label}")


_OWN: dict[str, Callable[[BankLine, str, Actor], None]] = {
    "rule": _by_rule,
    "entry": _with_entry,
    "open": _with_debt,
    "batch": _with_batch,
    "order": _with_order,
    "transfer": _transfer,
    "aci": _aci,
}
