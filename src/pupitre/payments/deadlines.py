"""What payments ask for: what is late or due, what waits for a second person, the yearly declaration."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.core.registry import Deadline
from pupitre.payments.models import PaymentBatch
from pupitre.payments.queries.ibans import waiting_proposals
from pupitre.payments.queries.orders import batches_to_approve, orders_to_pay
from pupitre.payments.queries.years import paid_in_year
from pupitre.payments.rulesets import das2_threshold

NOTICE = timedelta(days=21)
JANUARY = 1


def deadlines(today: date) -> Iterator[Deadline]:
    """Return what the team has to do about payments."""
    yield from _to_pay(today)
    yield from _to_confirm(today)
    yield from _to_settle(today)


def _to_pay(today: date) -> Iterator[Deadline]:
    """One entry a day, however many payments it holds."""
    soon = orders_to_pay().filter(due_on__lte=today + NOTICE)
    for due, group in groupby(soon, key=lambda order: order.due_on):
        orders = list(group)
        names = ", ".join(dict.fromkeys(str(order.payee) for order in orders[:3]))
        waits = "attend" if len(orders) == 1 else "attendent"
        count = french.counted(len(orders), "paiement", "paiements")
        yield Deadline(
            due=due,
            title=f"{count} à faire",
            reason=f"{names}{' et d’autres' if len(orders) > 3 else ''} {waits}.",
            url=centre_url("payments:home"),
            act="Payer",
            cents=sum(order.cents for order in orders),
            minutes=10,
            late=due < today,
        )


def _to_confirm(today: date) -> Iterator[Deadline]:
    for proposal in waiting_proposals():
        yield Deadline(
            due=today,
            title=f"Compte à confirmer : {proposal.payee}",
            reason=f"Proposé par {proposal.proposed_by} ; une deuxième personne vérifie le RIB.",
            url=proposal.get_absolute_url(),
            act="Vérifier",
        )


def _to_settle(today: date) -> Iterator[Deadline]:
    """Batches that wait for their second person, or whose execution nobody noted."""
    for batch in batches_to_approve():
        yield Deadline(
            due=batch.execution_on,
            title=f"{batch} à approuver",
            reason="Il dépasse un plafond : une deuxième personne l’approuve.",
            url=batch.get_absolute_url(),
            act="Approuver",
            cents=batch.total_cents,
            late=batch.execution_on < today,
        )
    written = PaymentBatch.objects.filter(state=PaymentBatch.State.WRITTEN, execution_on__lte=today)
    for batch in written:
        yield Deadline(
            due=batch.execution_on,
            title=f"{batch} : l’exécution est-elle faite ?",
            reason="Le fichier est écrit ; notez l’exécution quand le relevé la montre.",
            url=batch.get_absolute_url(),
            act="Noter",
            cents=batch.total_cents,
            late=batch.execution_on < today,
        )


def declaration(today: date) -> Iterator[Deadline]:
    """Return the yearly declaration in January: the accountant's work too."""
    if today.month != JANUARY:
        return
    year = today.year - 1
    lines = [line for line in paid_in_year(year) if line.verdict.answer != "leave"]
    if lines:
        yield Deadline(
            due=das2_threshold(year).due,
            title=f"Préparer la DAS2 de {year}",
            reason=f"{french.counted(len(lines), 'bénéficiaire', 'bénéficiaires')} au-dessus du seuil.",
            url=centre_url("payments:year", year),
            act="Préparer",
            cents=sum(line.cents for line in lines),
            minutes=30,
        )
