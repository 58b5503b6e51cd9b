"""Statements sent to each person by a personal link."""

from django.db import transaction
from django.utils import timezone

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.money import format_euros
from pupitre.inbox.services import link_url, make_link
from pupitre.indemnities.models import IndemnityRun, Statement
from pupitre.indemnities.rules import periods
from pupitre.indemnities.services.runs import RunError
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message

LINK = "indemnities.statement"
DAYS = 400
"""A statement is read again when the tax return is filled: the link lives a year and a month."""
BODY = """Bonjour {prenom},

Votre relevé d’indemnités (%(period)s) est prêt : {montant}.

Chaque réunion et chaque minute derrière ce montant : {lien}

Ce lien est personnel : ne le transmettez pas. Une erreur ? Répondez à ce message.
"""


@transaction.atomic
def send_statements(run: IndemnityRun, *, by: Actor) -> Message:
    """Write to each person of an approved run with their own link; twice sends once."""
    fresh = records.locked(run)
    if fresh.state != IndemnityRun.State.APPROVED:
        raise RunError("Approuvez d’abord le règlement : les relevés s’envoient ensuite.")
    period = periods.words(fresh.span)
    message = write_message(
        subject=f"Votre relevé d’indemnités, {period}",
        body=BODY % {"period": period},
        recipients=[_recipient(one, by) for one in fresh.statements.select_related("person")],
        kind="indemnities.statements",
        about=fresh,
        key=f"indemnities.run/{fresh.pk}",
        by=by,
    )
    if fresh.sent_at is None:
        fresh.sent_at = timezone.now()
        records.save(fresh, by=by, action="envoyer les relevés")
    return message


def _recipient(statement: Statement, by: Actor) -> Recipient:
    person = statement.person
    link = make_link(kind=LINK, about=statement, person=person, days=DAYS, by=by)
    fields = {
        "prenom": person.first_name or person.last_name,
        "montant": format_euros(statement.pay_cents),
        "lien": link_url(link),
    }
    return Recipient(str(person), person.email, person, fields)
