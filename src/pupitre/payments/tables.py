"""The columns of payments' lists."""

from typing import Any

from pupitre.core.tables import Column
from pupitre.payments.iban import grouped
from pupitre.payments.models import PaymentBatch, PaymentOrder
from pupitre.payments.queries.years import YearLine

STATES = {
    PaymentOrder.State.WAITING: "neutral",
    PaymentOrder.State.BATCHED: "info",
    PaymentOrder.State.PAID: "success",
    PaymentOrder.State.REJECTED: "danger",
    PaymentOrder.State.CANCELLED: "neutral",
}
BATCH_STATES = {
    PaymentBatch.State.DRAFT: "warning",
    PaymentBatch.State.WRITTEN: "info",
    PaymentBatch.State.EXECUTED: "success",
    PaymentBatch.State.ABANDONED: "neutral",
}
ANSWERS = {
    "declare": ("à déclarer", "warning"),
    "ask": ("à décider", "info"),
    "leave": ("rien à déclarer", "neutral"),
}


def _state(order: PaymentOrder) -> str:
    return STATES[PaymentOrder.State(order.state)]


ORDERS = (
    Column("À payer pour le", lambda order: order.due_on, "date", sort="due_on"),
    Column("Bénéficiaire", lambda order: order.payee, url=lambda order: order.get_absolute_url()),
    Column("Libellé", lambda order: order.label),
    Column("Nature", lambda order: order.get_nature_display(), sort="nature"),
    Column("Montant", lambda order: order.cents, "euros", sort="cents"),
    Column("État", lambda order: order.get_state_display(), "tag", tone=_state),
    Column("Payé le", lambda order: order.paid_on, "date", sort="paid_on"),
)
BATCHES = (
    Column("Lot", str, url=lambda batch: batch.get_absolute_url()),
    Column("Compte", lambda batch: batch.account),
    Column("Exécution", lambda batch: batch.execution_on, "date"),
    Column("Paiements", lambda batch: batch.count, "number"),
    Column("Total", lambda batch: batch.total_cents, "euros"),
    Column(
        "État",
        lambda batch: batch.get_state_display(),
        "tag",
        tone=lambda batch: BATCH_STATES[PaymentBatch.State(batch.state)],
    ),
    Column("Préparé par", lambda batch: batch.made_by),
)
TO_TYPE = (
    Column("Titulaire", lambda order: order.iban.holder),
    Column("IBAN", lambda order: grouped(order.iban.iban)),
    Column("BIC", lambda order: order.iban.bic),
    Column("Montant (€)", lambda order: order.cents, "euros"),
    Column("Libellé", lambda order: order.label),
    Column("Référence", lambda order: order.end_to_end),
)
PAYEES = (
    Column("Bénéficiaire", str, url=lambda payee: payee.get_absolute_url()),
    Column("Sorte", lambda payee: payee.get_kind_display(), sort="kind"),
    Column("Compte", lambda payee: payee.account_words),
    Column("DAS2", lambda payee: payee.get_das2_display() or "à préciser", sort="das2"),
    Column("Agréé le", lambda payee: payee.approved_on, "date", sort="approved_on"),
)
BANK_ACCOUNTS = (
    Column("Compte", str, url=lambda account: account.get_absolute_url()),
    Column("Structure", lambda account: account.entity),
    Column("IBAN", lambda account: account.masked),
    Column("Compte comptable", lambda account: account.ledger_account),
    Column("Fichiers acceptés", lambda account: account.accepts_files, "yes"),
    Column("Format", lambda account: account.schema if account.accepts_files else ""),
    Column("Clos le", lambda account: account.closed_on, "date"),
)
LIMITS = (
    Column("Plafond", str, url=lambda limit: limit.get_absolute_url()),
    Column("Montant", lambda limit: limit.cents, "euros", sort="cents"),
    Column("Pour", lambda limit: limit.get_nature_display() if limit.nature else "tout"),
    Column("Poste", lambda limit: limit.heading or "tous"),
    Column("Compte", lambda limit: "le total du lot" if limit.whole else "chaque bénéficiaire"),
    Column("À partir du", lambda limit: limit.since, "date", sort="since"),
    Column("Jusqu’au", lambda limit: limit.until, "date"),
)


def _answer(line: YearLine) -> str:
    return ANSWERS[line.verdict.answer][0]


def _nature(key: str) -> Any:
    return lambda line: line.nature(key)


YEAR = (
    Column("Bénéficiaire", lambda line: line.payee, url=lambda line: line.payee.get_absolute_url()),
    Column("SIRET", lambda line: line.payee.siret),
    Column("Sommes versées", lambda line: line.payee.get_das2_display() or "à préciser"),
    Column("Comme tiers", lambda line: line.sums.third_party, "euros"),
    Column("Comme associé", lambda line: line.sums.associate, "euros"),
    Column("Total", lambda line: line.cents, "euros"),
    Column("dont remboursements", _nature("refund"), "euros"),
    Column("DAS2", _answer, "tag", tone=lambda line: ANSWERS[line.verdict.answer][1]),
    Column("Parce que", lambda line: line.verdict.because),
)
