"""What tenants are sent, each by a personal link: calls, reminders, quittances."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.french import long_day
from pupitre.core.money import format_euros
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.rents.errors import RentError
from pupitre.rents.models import RentCall
from pupitre.rents.queries.standing import Standing, standing, standings

LINK = "rents.call"
DAYS = 400
END = """
Ce lien est personnel : ne le transmettez pas. Une erreur ? Répondez à ce message.
"""
CALL = (
    """Bonjour {prenom},

Voici votre appel : {titre}, {montant}, à payer pour le {echeance}. Merci de rappeler la référence {reference} dans le libellé du virement.

Le détail et le PDF : {lien}
"""
    + END
)
REMINDER = (
    """Bonjour {prenom},

Sauf erreur, il reste {montant} à payer sur votre appel « {titre} », attendu le {echeance} (référence {reference}).

Le détail et le PDF : {lien}

Si vous venez de payer, ne tenez pas compte de ce message. En cas de difficulté, parlons-en.
"""
    + END
)
QUITTANCE = (
    """Bonjour {prenom},

Nous avons reçu votre paiement : {titre}, {montant}. Votre quittance est ici : {lien}
"""
    + END
)


@transaction.atomic
def send_calls(calls: Sequence[RentCall], *, by: Actor) -> Message | None:
    """Send their link to the tenants whose call is due and was not sent; None when all were."""
    fresh = _locked(calls)
    due = [one for one in standings(fresh) if not one.paid.whole and not one.call.cancelled_on]
    due = [one for one in due if one.call.sent_at is None and one.call.cents > 0]
    if not due:
        return None
    message = _write("Votre appel de loyer et de charges", CALL, due, by)
    waiting = [one.call for one in due]
    for call in waiting:
        call.sent_at = timezone.now()
    records.update_all(waiting, ["sent_at"], by=by, action="envoyer")
    return message


@transaction.atomic
def remind(call: RentCall, *, on: date, by: Actor) -> Message:
    """Remind a late tenant, once a day at most. Raise RentError when nothing is late."""
    fresh = _locked([call])[0]
    found = standing(fresh)
    if fresh.cancelled_on or not found.late(on):
        raise RentError("Cet appel n’est pas en retard : il n’y a rien à relancer.")
    if fresh.reminded_on == on:
        raise RentError("Ce locataire a déjà été relancé aujourd’hui.")
    message = _write("Rappel : un loyer reste à payer", REMINDER, [found], by, about=fresh)
    fresh.reminded_on, fresh.reminders = on, fresh.reminders + 1
    records.save(fresh, by=by, action="relancer")
    return message


@transaction.atomic
def send_receipts(calls: Sequence[RentCall], *, on: date, by: Actor) -> int:
    """Send the quittances of the calls paid in full that nobody sent yet; return how many."""
    paid = [
        one
        for one in standings(_locked(calls))
        if one.paid.whole and one.call.cents > 0 and not one.call.receipt_sent_on
        if not one.call.cancelled_on
    ]
    if paid:
        _write("Votre quittance", QUITTANCE, paid, by)
        sent = [one.call for one in paid]
        for call in sent:
            call.receipt_sent_on = on
        records.update_all(sent, ["receipt_sent_on"], by=by, action="envoyer la quittance")
    return len(paid)


def _locked(calls: Sequence[RentCall]) -> list[RentCall]:
    rows = RentCall.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in calls])
    return list(rows.select_related("lease__person", "lease__company", "lease__premises"))


def _write(subject: str, body: str, chosen: Sequence[Standing], by: Actor, about: RentCall | None = None) -> Message:  # fmt: skip
    people = [_recipient(one, by) for one in chosen]
    return write_message(subject=subject, body=body, recipients=people, kind=LINK, about=about, by=by)  # fmt: skip


def _recipient(found: Standing, by: Actor) -> Recipient:
    call = found.call
    person = call.lease.person
    link = make_link(kind=LINK, about=call, person=person, days=DAYS, by=by)
    fields = {
        "prenom": person.first_name or person.last_name,
        "titre": call.title,
        "montant": format_euros(found.paid.left or call.cents),
        "echeance": long_day(call.due_on),
        "reference": call.reference,
        "lien": link_url(link),
    }
    return Recipient(str(person), person.email, person, fields)
