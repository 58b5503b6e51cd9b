"""Messages."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import AppConfig

from pupitre.core.registry import KEY, AddEntry, Deadline, MenuEntry, Schedule, Searchable, registry


class MailingConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.mailing"
    label = "mailing"
    verbose_name = "Messages"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE  # needs loaded models
        from pupitre.mailing.models import Message
        from pupitre.mailing.queries import prepared_count
        from pupitre.mailing.services import when_person_leaves
        from pupitre.people.events import PersonLeft

        registry.permit("mailing.view", OFFICE)
        registry.permit("mailing.edit", OFFICE)
        registry.schedules.append(Schedule("pupitre.mailing.jobs.resume", timedelta(hours=1)))
        section, page = "Partenaires et communication", "mailing:message-list"
        registry.menu.append(
            MenuEntry(section, "Messages envoyés", page, "mailing.view", 50, prepared_count)
        )
        registry.adds.append(AddEntry("Un message", "mailing:compose", "mailing.edit", 50))
        registry.searchable(
            Searchable(Message, "Messages", "mailing.view", lambda message: message.body)
        )
        registry.deadlines("mailing.edit", _deadlines)
        registry.on(PersonLeft, when_person_leaves)
        registry.contribute("person.page", _refused)
        for model in ("Message", "Attachment", "Delivery", "Unsubscription"):
            registry.export(f"mailing.{model}", "data")
        registry.points("mailing.Message", key=KEY)


def _refused(person: Any) -> list[dict[str, Any]]:
    """Return the part of a person's page that says their address refuses mails; nothing when it works."""
    from pupitre.core.links import centre_url
    from pupitre.mailing.queries import refusal_of

    delivery = refusal_of(person)
    if delivery is None:
        return []
    row = {
        "title": f"{delivery.address} : {delivery.error or delivery.get_state_display()}",
        "url": centre_url("mailing:delivery-again", delivery.pk),
        "detail": f"Message « {delivery.message} » : corrigez l’adresse, puis renvoyez-le.",
    }
    return [{"title": "Adresse refusée", "permission": "mailing.edit", "rows": [row]}]


def _deadlines(today: date) -> Iterator[Deadline]:
    """Yield the messages that wait for the user's own mail program."""
    from pupitre.mailing.queries import messages_to_send

    for message in messages_to_send():
        count = message.prepared
        yield Deadline(
            due=message.written_at.date(),
            title=f"Envoyer « {message} »",
            reason=f"{count} messages prêts" if count > 1 else "Un message prêt",
            url=message.get_absolute_url(),
            act="Envoyer",
        )
