"""`{% deliveries_of message %}`: who got a message, who did not and why."""

from typing import Any

from django import template
from django.template import Context

from pupitre.core.registry import registry
from pupitre.mailing.composing import mailto_of
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.tables import TONES

register = template.Library()
FAILED = {Delivery.State.FAILED, Delivery.State.BOUNCED}


@register.inclusion_tag("mailing/delivery_rows.html", takes_context=True)
def deliveries_of(context: Context, message: Message) -> dict[str, Any]:
    """Draw the deliveries, those that need somebody first."""
    first = [*FAILED, Delivery.State.PREPARED]
    rows = sorted(message.deliveries.all(), key=lambda one: one.state not in first)
    return {
        "message": message,
        "lines": [_line(message, delivery) for delivery in rows],
        "may_act": registry.allows("mailing.edit", context["request"].role),
        "csrf_token": context.get("csrf_token"),
    }


def _line(message: Message, delivery: Delivery) -> dict[str, Any]:
    delivery.message = message
    prepared = delivery.state == Delivery.State.PREPARED
    return {
        "delivery": delivery,
        "tone": TONES[Delivery.State(delivery.state)],
        "failed": delivery.state in FAILED,
        "mailto": mailto_of(delivery) if prepared else "",
    }
