"""The columns of messages."""

from typing import Any

from pupitre.core.tables import Column
from pupitre.mailing.models import Delivery

TONES = {
    Delivery.State.WAITING: "info",
    Delivery.State.SENT: "success",
    Delivery.State.FAILED: "danger",
    Delivery.State.BOUNCED: "danger",
    Delivery.State.PREPARED: "warning",
    Delivery.State.CANCELLED: "neutral",
    Delivery.State.UNWANTED: "neutral",
}


def summary(message: Any) -> str:
    """Say in few words where a counted message stands: « 20 envoyés, 2 en échec »."""
    parts = [
        (message.sent, "envoyé", "envoyés"),
        (message.waiting, "en attente", "en attente"),
        (message.prepared, "à envoyer", "à envoyer"),
        (message.failed, "en échec", "en échec"),
    ]
    told = [f"{count} {many if count > 1 else one}" for count, one, many in parts if count]
    return ", ".join(told) or "personne"


def tone(message: Any) -> str:
    if message.failed:
        return "danger"
    return "warning" if message.prepared else "info" if message.waiting else "success"


MESSAGES = (
    Column("Objet", str, url=lambda message: message.get_absolute_url(), sort="subject"),
    Column("Écrit le", lambda message: message.written_at, "date", sort="written_at"),
    Column("De la part de", lambda message: message.sender_name),
    Column("Liste", lambda message: message.list_name),
    Column("Destinataires", lambda message: message.total, "number"),
    Column("État", summary, "tag", tone=tone),
)
