"""Writes about batches: made, approved, written once, executed."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import local
from pupitre.core.registry import registry
from pupitre.documents.models import Document
from pupitre.documents.services import store_document
from pupitre.payments.errors import PaymentError
from pupitre.payments.events import PaymentExecuted
from pupitre.payments.models import BankAccount, PaymentBatch, PaymentOrder
from pupitre.payments.queries.ibans import confirmed_ibans
from pupitre.payments.queries.orders import obstacles, second_person_reasons
from pupitre.payments.sepa import SepaError, Transfer, TransferFile, file_bytes
from pupitre.payments.services.posting import post_execution

State = PaymentBatch.State


@transaction.atomic
def make_batch(
    *, account: BankAccount, orders: Sequence[PaymentOrder], execution_on: date, on: date, by: Actor
) -> PaymentBatch:
    """Put waiting payments together, all or none; `on` is today. PaymentError names what is in the way."""
    chosen = list(
        PaymentOrder.objects.select_for_update()
        .filter(pk__in=[order.pk for order in orders])
        .order_by("pk")
    )
    if not chosen:
        raise PaymentError("Cochez au moins un paiement.")
    if execution_on < on:
        raise PaymentError("La date d’exécution est passée : choisissez aujourd’hui ou plus tard.")
    if account.closed_on and account.closed_on <= execution_on:
        raise PaymentError(f"Le compte {account} est clos : choisissez-en un autre.")
    _refuse_unfit(account, chosen)
    batch = PaymentBatch(
        account=account,
        execution_on=execution_on,
        schema=account.schema,
        made_by=by.label[:200],
        made_user_id=by.user_id,
    )
    records.save(batch, by=by, action="préparer le lot")
    for order in chosen:
        order.batch, order.state = batch, PaymentOrder.State.BATCHED
    records.update_all(chosen, ["batch", "state"], by=by, action="mettre dans un lot")
    return _counted(batch, by=by)


def _refuse_unfit(account: BankAccount, orders: Sequence[PaymentOrder]) -> None:
    in_the_way = obstacles(orders)
    for order in orders:
        if order.state != PaymentOrder.State.WAITING:
            raise PaymentError(f"« {order} » est déjà {order.get_state_display()}.")
        if order.entity_id != account.entity_id:
            raise PaymentError(
                f"« {order} » est dû par {order.entity} : faites-en un lot sur un compte de cette structure."
            )
        if order.pk in in_the_way:
            raise PaymentError(f"{order.payee} : {in_the_way[order.pk]}")


def _counted(batch: PaymentBatch, *, by: Actor) -> PaymentBatch:
    """Add up a batch; what was approved was another sum, so the approval falls."""
    orders = list(batch.orders.all())
    batch.count, batch.total_cents = len(orders), sum(order.cents for order in orders)
    batch.approved_by, batch.approved_user_id, batch.approved_at = "", None, None
    return records.save(batch, by=by, action="compter le lot")


@transaction.atomic
def take_out(order: PaymentOrder, *, by: Actor) -> PaymentBatch | None:
    """Take a payment out of a batch in preparation; the last one dissolves it (None)."""
    order = records.locked(order)
    if order.batch is None:
        raise PaymentError("Ce paiement n’est dans aucun lot.")
    batch = _still_open(order.batch)
    _release([order], by=by)
    if not batch.orders.exists():
        _end(batch, by=by, action="dissoudre le lot")
        return None
    return _counted(batch, by=by)


@transaction.atomic
def dissolve_batch(batch: PaymentBatch, *, by: Actor) -> None:
    """Give up a batch in preparation; its payments are to pay again."""
    batch = _still_open(batch)
    _release(list(batch.orders.all()), by=by)
    _end(batch, by=by, action="dissoudre le lot")


@transaction.atomic
def abandon_batch(batch: PaymentBatch, *, why: str, by: Actor) -> None:
    """Give up a written batch that the bank never received; its file stays, its payments are to pay again."""
    batch = records.locked(batch)
    if batch.state != State.WRITTEN:
        raise PaymentError("Seul un lot écrit et non exécuté s’abandonne.")
    if not why.strip():
        raise PaymentError("Dites pourquoi le lot est abandonné.")
    records.note("abandonner le lot", batch, by=by, why=why.strip())
    _release(list(batch.orders.all()), by=by)
    _end(batch, by=by, action="abandonner le lot")


def _release(orders: list[PaymentOrder], *, by: Actor) -> None:
    for order in orders:
        order.batch, order.state = None, PaymentOrder.State.WAITING
        order.iban, order.end_to_end = None, ""
    fields = ["batch", "state", "iban", "end_to_end"]
    records.update_all(orders, fields, by=by, action="sortir du lot")


def _end(batch: PaymentBatch, *, by: Actor, action: str) -> None:
    batch.state = State.ABANDONED
    records.save(batch, by=by, action=action)


@transaction.atomic
def approve_batch(batch: PaymentBatch, *, at: datetime, by: Actor) -> PaymentBatch:
    """Approve a batch as the second person; PaymentError for whoever made it."""
    batch = _still_open(batch)
    if by.user_id is None or by.user_id == batch.made_user_id:
        raise PaymentError("Vous avez préparé ce lot : une deuxième personne doit l’approuver.")
    batch.approved_by, batch.approved_user_id, batch.approved_at = by.label[:200], by.user_id, at
    return records.save(batch, by=by, action="approuver le lot")


@transaction.atomic
def write_batch_file(batch: PaymentBatch, *, at: datetime, by: Actor) -> Document:
    """Write the bank's file once, freeze the batch, and keep who, when, SHA-256 and total.

    Asked again, gives the same document, its bytes checked. Raises PaymentError.
    """
    batch = records.locked(batch)
    if batch.document_id:
        return _kept(batch)
    if not batch.account.accepts_files:
        raise PaymentError(
            f"La banque de « {batch.account} » n’accepte pas les fichiers : utilisez la liste à saisir."
        )
    orders = _freeze(batch, at, by)
    try:
        content = file_bytes(transfer_file(batch, orders))
    except SepaError as refusal:
        raise PaymentError(str(refusal)) from None
    batch.sha256 = hashlib.sha256(content).hexdigest()
    document = store_document(
        content=content,
        name=f"virements-{batch.reference}.xml",
        title=f"Fichier de virements, {batch}",
        by=by,
        about=batch,
        purpose="Fichier de virements SEPA",
        permission="money.view",
        locked=True,
        dated=local(at).date(),
    )
    batch.document = document
    records.save(batch, by=by, action="écrire le fichier")
    return document


def _kept(batch: PaymentBatch) -> Document:
    document: Document = batch.document
    with document.file.open("rb") as file:
        kept = hashlib.sha256(file.read()).hexdigest()
    if kept != batch.sha256:
        raise PaymentError(
            "Le fichier gardé n’est plus celui qui a été écrit : ne le déposez pas, abandonnez ce lot."
        )
    return document


@transaction.atomic
def write_batch_list(batch: PaymentBatch, *, at: datetime, by: Actor) -> PaymentBatch:
    """Freeze a batch whose transfers are typed by hand in the bank's site; twice does nothing more."""
    batch = records.locked(batch)
    if batch.state == State.WRITTEN and not batch.document_id:
        return batch
    _freeze(batch, at, by)
    return records.save(batch, by=by, action="figer la liste à saisir")


def _freeze(batch: PaymentBatch, at: datetime, by: Actor) -> list[PaymentOrder]:
    """Fix each payment's account and reference; refuse a batch that lacks its second person."""
    batch = _still_open(batch, batch)
    reasons = second_person_reasons(batch)
    if reasons and not batch.approved_user_id:
        raise PaymentError(f"Une deuxième personne doit approuver ce lot. {reasons[0]}")
    orders = list(batch.orders.select_related("payee__person").order_by("pk"))
    in_the_way = obstacles(orders)
    ibans = confirmed_ibans([order.payee_id for order in orders])
    for order in orders:
        if order.pk in in_the_way:
            raise PaymentError(f"{order.payee} : {in_the_way[order.pk]}")
        order.iban = ibans[order.payee_id]
        order.end_to_end = f"PUP{batch.centre_id}-{order.due_on:%Y%m}-{order.pk}"
    records.update_all(orders, ["iban", "end_to_end"], by=by, action="figer le virement")
    batch.state, batch.written_at, batch.written_by = State.WRITTEN, at, by.label[:200]
    batch.schema = batch.account.schema
    return orders


def transfer_file(batch: PaymentBatch, orders: Sequence[PaymentOrder]) -> TransferFile:
    """Return a frozen batch as the bank's file states it."""
    assert batch.written_at is not None  # noqa: S101  # frozen by the caller
    account = batch.account
    return TransferFile(
        reference=batch.reference,
        written_at=local(batch.written_at).replace(tzinfo=None),
        execution_on=batch.execution_on,
        holder=account.payer,
        iban=account.iban,
        bic=account.bic,
        transfers=[_transfer(order) for order in orders],
        schema=batch.schema,
    )


def _transfer(order: PaymentOrder) -> Transfer:
    iban = order.iban
    assert iban is not None  # noqa: S101  # frozen by the caller
    return Transfer(iban.holder, iban.iban, iban.bic, order.cents, order.label, order.end_to_end)


@transaction.atomic
def batch_executed(batch: PaymentBatch, *, on: date, by: Actor) -> PaymentBatch:
    """Note that the bank executed a written batch: books, lettering, and the news for the rows above.

    Twice does nothing more. Raises PaymentError, or BooksError when the books refuse the day.
    """
    batch = records.locked(batch)
    if batch.state == State.EXECUTED:
        return batch
    if batch.state != State.WRITTEN:
        raise PaymentError("Écrivez d’abord le fichier ou la liste de ce lot.")
    orders = list(
        batch.orders.select_related(
            "payee__person", "person", "payable__entity", "entity"
        ).order_by("pk")
    )
    for order in orders:
        order.state, order.paid_on = PaymentOrder.State.PAID, on
    records.update_all(orders, ["state", "paid_on"], by=by, action="payer")
    batch.entry = post_execution(batch, orders, on=on, by=by)
    batch.state, batch.executed_on = State.EXECUTED, on
    records.save(batch, by=by, action="noter l’exécution")
    for order in orders:
        registry.publish(PaymentExecuted(order, on, by))
    return batch


def _still_open(batch: PaymentBatch, known: PaymentBatch | None = None) -> PaymentBatch:
    """Read a batch again, locked, and refuse one that is frozen."""
    batch = known or records.locked(batch)
    if not batch.open:
        raise PaymentError(f"Ce lot est {batch.get_state_display()} : il ne change plus.")
    return batch
