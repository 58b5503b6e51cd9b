"""Writes about messages: write once, deliver to each, cancel, send again."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from pupitre.centres.queries import current_centre
from pupitre.core import jobs, records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel, current_scope
from pupitre.mailing.bounces import Bounce
from pupitre.mailing.models import Attachment, Delivery, Message, Unsubscription
from pupitre.mailing.queries import left_list
from pupitre.people.events import PersonLeft
from pupitre.people.models import Person

NO_ADDRESS = "pas d’adresse"
WRONG_ADDRESS = "adresse mal écrite"


class MailingError(ValueError):
    """A message that cannot be written or sent; its text is a French sentence for the user."""


@dataclass(frozen=True)
class Recipient:
    """One addressee; `fields` fill `{name}` in subject and body."""

    name: str
    address: str
    person: Person | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """A file that goes with a message; the type may carry parameters."""

    name: str
    content_type: str
    content: bytes


def write_message(
    *,
    subject: str,
    body: str,
    recipients: Sequence[Recipient],
    by: Actor,
    sender_name: str = "",
    reply_to: str = "",
    list_name: str = "",
    kind: str = "",
    about: CentreModel | None = None,
    files: Sequence[File] = (),
    key: str | None = None,
) -> Message:
    """Write a message to each recipient and ask for its sending; the same key writes nothing twice."""
    message = Message(
        subject=" ".join(subject.split())[:200],
        body=body,
        sender_name=sender_name or current_centre().name,
        reply_to=reply_to,
        list_name=list_name,
        kind=kind,
        object_type=about._meta.label_lower if about else "",
        object_id=about.pk if about else None,
        key=key,
    )
    try:
        with transaction.atomic():
            _write(message, recipients, files, by)
    except IntegrityError:
        written = Message.objects.filter(key=key).first() if key else None
        if written is None:
            raise
        return written
    return message


def _write(
    message: Message, recipients: Sequence[Recipient], files: Sequence[File], by: Actor
) -> None:
    records.save(message, by=by, action="écrire le message")
    records.save_all([Attachment(message=message, **vars(file)) for file in files], by=by)
    gone = left_list(message.list_name)
    records.save_all([_delivery(message, one, gone) for one in recipients], by=by)
    ask_for_sending(message, by=by)


def _delivery(message: Message, recipient: Recipient, gone: set[str]) -> Delivery:
    """Return the delivery to one recipient, in the state where it starts."""
    address = recipient.address.strip()
    state, error = _start(address, gone)
    return Delivery(
        message=message,
        person=recipient.person,
        name=recipient.name[:160],
        address=address if error != WRONG_ADDRESS else "",
        fields=dict(recipient.fields),
        state=state,
        error=error if error != WRONG_ADDRESS else f"{error} : {address[:200]}",
        mail_id=f"<{secrets.token_hex(16)}@{settings.HOST}>",
    )


def _start(address: str, gone: set[str]) -> tuple[str, str]:
    """Return the first state of a delivery to an address, and why it cannot leave."""
    if not address:
        return Delivery.State.FAILED, NO_ADDRESS
    try:
        validate_email(address)
    except ValidationError:
        return Delivery.State.FAILED, WRONG_ADDRESS
    if address.lower() in gone:
        return Delivery.State.UNWANTED, ""
    return (Delivery.State.WAITING if settings.SMTP_URL else Delivery.State.PREPARED), ""


def ask_for_sending(message: Message, *, by: Actor) -> None:
    """Enqueue the sending of what waits, in the caller's transaction."""
    if not message.deliveries.filter(state=Delivery.State.WAITING).exists():
        return
    jobs.enqueue(
        "pupitre.mailing.jobs.deliver",
        title=f"Envoyer « {message.subject} »",
        payload={"message_id": message.pk},
        centre_id=current_scope().centre_id,
        user_id=by.user_id,
    )


@transaction.atomic
def cancel_waiting(
    *, by: Actor, about: CentreModel | None = None, person: Person | None = None
) -> int:
    """Cancel what has not left yet, about an object or to a person; return how many were cancelled."""
    if about is None and person is None:
        message = "cancel_waiting needs an object or a person."
        raise TypeError(message)
    waiting = Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.PREPARED])
    if about is not None:
        waiting = waiting.filter(
            message__object_type=about._meta.label_lower, message__object_id=about.pk
        )
    if person is not None:
        waiting = waiting.filter(person=person)
    return _cancel(list(waiting.select_for_update(of=("self",))), by)


@transaction.atomic
def cancel_message(message: Message, *, by: Actor) -> int:
    """Cancel what has not left yet of one message; return how many were cancelled."""
    states = [Delivery.State.WAITING, Delivery.State.PREPARED]
    return _cancel(list(message.deliveries.filter(state__in=states).select_for_update()), by)


def _cancel(deliveries: list[Delivery], by: Actor) -> int:
    for delivery in deliveries:
        delivery.state = Delivery.State.CANCELLED
    records.update_all(deliveries, ["state"], by=by, action="annuler l’envoi")
    return len(deliveries)


@transaction.atomic
def send_again(delivery: Delivery, *, address: str, by: Actor) -> Delivery:
    """Try a failed or refused delivery again, at a corrected address; raise MailingError otherwise."""
    if delivery.state not in {Delivery.State.FAILED, Delivery.State.BOUNCED}:
        raise MailingError("Ce message n’est pas en échec : il n’y a rien à renvoyer.")
    state, error = _start(address.strip(), left_list(delivery.message.list_name))
    if error:
        raise MailingError("Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.")
    delivery.address, delivery.state, delivery.error = address.strip(), state, ""
    delivery.attempts, delivery.next_attempt_at, delivery.sent_at = 0, None, None
    delivery.mail_id = f"<{secrets.token_hex(16)}@{settings.HOST}>"
    records.save(delivery, by=by, action="renvoyer")
    ask_for_sending(delivery.message, by=by)
    return delivery


def mark_sent(delivery: Delivery, *, by: Actor) -> Delivery:
    """Note that a prepared mail left from the user's own program; raise MailingError otherwise."""
    if delivery.state != Delivery.State.PREPARED:
        raise MailingError("Ce message n’attend pas d’être envoyé par votre messagerie.")
    delivery.state, delivery.sent_at = Delivery.State.SENT, timezone.now()
    return records.save(delivery, by=by, action="marquer comme envoyé")


@transaction.atomic
def mark_all_sent(message: Message, *, by: Actor) -> int:
    """Note that all the prepared mails of a message left from the user's own program; return how many."""
    prepared = list(message.deliveries.filter(state=Delivery.State.PREPARED))
    for one in prepared:
        one.state, one.sent_at = Delivery.State.SENT, timezone.now()
    records.update_all(prepared, ["state", "sent_at"], by=by, action="marquer comme envoyé")
    return len(prepared)


@transaction.atomic
def leave_list(delivery: Delivery, *, by: Actor) -> None:
    """Take an address off a list for good, what waits for it included."""
    name, address = delivery.message.list_name, delivery.address.lower()
    if address in left_list(name):
        return
    records.save(Unsubscription(address=address, list_name=name), by=by, action="se retirer")
    waiting = Delivery.objects.filter(
        message__list_name=name, address__iexact=address, state=Delivery.State.WAITING
    )
    stopped = list(waiting)
    for one in stopped:
        one.state = Delivery.State.UNWANTED
    records.update_all(stopped, ["state"], by=by, action="se retirer")


@transaction.atomic
def note_bounce(bounce: Bounce, *, by: Actor) -> Delivery:
    """Mark the delivery that a returned mail speaks of; raise MailingError when it is none of ours."""
    delivery = Delivery.objects.filter(mail_id__in=bounce.mail_ids).first()
    if delivery is None and bounce.address:
        sent = Delivery.objects.filter(address__iexact=bounce.address, state=Delivery.State.SENT)
        delivery = sent.order_by("-sent_at").first()
    if delivery is None:
        raise MailingError(
            f"Aucun message envoyé d’ici ne correspond à ce retour ({bounce.address or 'sans adresse'})."
        )
    delivery.state, delivery.error = Delivery.State.BOUNCED, bounce.reason[:300]
    return records.save(delivery, by=by, action="noter le refus")


def when_person_leaves(event: PersonLeft) -> None:
    """Cancel what waits for somebody who leaves; listens to the departure."""
    cancel_waiting(person=event.person, by=event.by)
