"""Reads about messages and their deliveries."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Model, Q, QuerySet

from pupitre.core import french
from pupitre.mailing.models import Delivery, Message, Unsubscription
from pupitre.people.models import Person

HOUR = timedelta(hours=1)


def messages_about(obj: Model) -> QuerySet[Message]:
    """Return the messages about an object, latest first, with their counts."""
    return counted(Message.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk))


def counted(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Add to each message how many deliveries it has, and how many are in each state: `sent`, `failed`…"""
    groups = {
        "sent": [Delivery.State.SENT],
        "waiting": [Delivery.State.WAITING],
        "prepared": [Delivery.State.PREPARED],
        "failed": [Delivery.State.FAILED, Delivery.State.BOUNCED],
    }
    counts = {
        name: Count("deliveries", filter=Q(deliveries__state__in=states))
        for name, states in groups.items()
    }
    return messages.annotate(total=Count("deliveries"), **counts)


def due_deliveries(message_id: int, now: datetime) -> list[int]:
    """Return the keys of what may leave now."""
    waiting = Delivery.objects.filter(message_id=message_id, state=Delivery.State.WAITING)
    ready = waiting.filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    return list(ready.values_list("pk", flat=True))


def forgotten(now: datetime) -> QuerySet[Message]:
    """Return the messages with mails that should have left an hour ago: the job that sends them has been lost."""
    late = Q(next_attempt_at__lt=now - HOUR) | Q(
        next_attempt_at=None, message__written_at__lt=now - HOUR
    )
    waiting = Delivery.objects.filter(late, state=Delivery.State.WAITING)
    return Message.objects.filter(pk__in=waiting.values("message_id"))


def next_attempt(message_id: int) -> datetime | None:
    """Return when the next waiting delivery of a message may be tried, None when nothing waits."""
    waiting = Delivery.objects.filter(message_id=message_id, state=Delivery.State.WAITING)
    first = waiting.order_by(F("next_attempt_at").asc(nulls_first=True)).first()
    return first.next_attempt_at if first else None


def free_again_at(address: str, now: datetime) -> datetime | None:
    """Return when an address that had its share of this hour may receive again, None when it may now."""
    sent = Delivery.objects.filter(address__iexact=address, sent_at__gt=now - HOUR)
    moments = list(sent.order_by("-sent_at").values_list("sent_at", flat=True))
    cap = settings.MAILS_PER_HOUR
    moment = moments[cap - 1] if len(moments) >= cap else None
    return moment + HOUR if moment else None


def refusal_of(person: Person) -> Delivery | None:
    """Return the last delivery to a person's present address when it was refused, None when it got there."""
    if not person.email:
        return None
    tried = [Delivery.State.SENT, Delivery.State.FAILED, Delivery.State.BOUNCED]
    found = Delivery.objects.filter(person=person, address__iexact=person.email, state__in=tried)
    last = found.select_related("message").order_by("-pk").first()
    return last if last and last.state != Delivery.State.SENT else None


def left_list(list_name: str) -> set[str]:
    """Return the addresses that left a list, in lower case."""
    gone = Unsubscription.objects.filter(list_name=list_name).values_list("address", flat=True)
    return {address.lower() for address in gone} if list_name else set()


def messages_to_send() -> QuerySet[Any]:
    """Return the messages that somebody must send from their own program."""
    prepared = Delivery.objects.filter(state=Delivery.State.PREPARED)
    return counted(Message.objects.filter(pk__in=prepared.values("message_id")))


def outcome_of(message: Message) -> str:
    """Say what becomes of a message just written: « 24 mails partent, 4 personnes sans adresse. »"""
    counts: Any = counted(Message.objects.filter(pk=message.pk)).get()
    told = [
        (counts.waiting, "mail part", "mails partent"),
        (
            counts.prepared,
            "mail à envoyer par votre messagerie",
            "mails à envoyer par votre messagerie",
        ),
        (counts.failed, "personne sans adresse", "personnes sans adresse"),
    ]
    return f"{', '.join(french.counted(*one) for one in told if one[0]) or 'Aucun mail'}."


def awaits_hand(message: Message) -> bool:
    """Tell whether some of its mails must be sent from the user's own program."""
    return bool(message.deliveries.filter(state=Delivery.State.PREPARED).exists())


def prepared_count() -> int:
    return Delivery.objects.filter(state=Delivery.State.PREPARED).count()
