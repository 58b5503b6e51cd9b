from typing import Any

import pytest

from pupitre.core.actor import Actor
from pupitre.core.jobs.models import Job
from pupitre.mailing import services
from pupitre.mailing.composing import mail_of, mailto_of
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.queries import messages_about
from pupitre.mailing.services import MailingError, Recipient, write_message
from pupitre.people.models import Group, Person

pytestmark = pytest.mark.django_db
LEA = Recipient("Léa Morin", "lea@a.example")


def write(actor: Actor, *recipients: Recipient, **options: Any) -> Message:
    words = {"subject": "Bonjour", "body": "Texte"}
    return write_message(recipients=recipients or [LEA], by=actor, **{**words, **options})


def test_without_a_mail_server_everything_is_prepared(in_a: Any, actor: Actor) -> None:
    message = write(actor, Recipient("Léa Morin", "lea@a.example", fields={"lien": "http://l/1"}), body="Ici : {lien}\nMerci & à bientôt")  # fmt: skip
    delivery = message.deliveries.get()
    assert delivery.state == Delivery.State.PREPARED
    assert not Job.objects.exists()
    assert mailto_of(delivery) == (
        "mailto:lea@a.example?subject=Bonjour&body="
        "Ici%20%3A%20http%3A%2F%2Fl%2F1%0D%0AMerci%20%26%20%C3%A0%20bient%C3%B4t"
    )
    services.mark_sent(delivery, by=actor)
    assert delivery.sent_at is not None
    with pytest.raises(MailingError):
        services.mark_sent(delivery, by=actor)


def test_no_address_or_a_wrong_one_fails_at_once(in_a: Any, actor: Actor) -> None:
    message = write(actor, Recipient("Sans", ""), Recipient("Faux", "pas une adresse"))
    none, wrong = message.deliveries.all()
    assert (none.state, none.error) == ("failed", "pas d’adresse")
    assert (wrong.state, wrong.error) == ("failed", "adresse mal écrite : pas une adresse")


def test_the_same_key_writes_nothing_twice(in_a: Any, actor: Actor, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    first = write(actor, key="convocation-12")
    second = write(actor, key="convocation-12", subject="Autre")
    assert second.pk == first.pk
    assert (Message.objects.count(), Delivery.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert write(actor).pk != write(actor).pk


def test_a_subject_holds_on_one_line(in_a: Any, actor: Actor) -> None:
    message = write(
        actor, Recipient("Léa", "lea@a.example", fields={"titre": "a\nBcc: x@y.test"}), subject="Pour\n{titre}"
    )  # fmt: skip
    mail = mail_of(message.deliveries.get(), [])
    assert mail["Subject"] == "Pour a Bcc: x@y.test"
    assert mail["Bcc"] is None


def test_an_unknown_field_stays_as_it_is_written(in_a: Any, actor: Actor) -> None:
    message = write(actor, body="{nom} {inconnu} {")
    assert "Léa Morin {inconnu} {" in mail_of(message.deliveries.get(), []).get_content()


def test_cancel_waiting_stops_only_what_concerns(in_a: Any, actor: Actor) -> None:
    group, person = Group.objects.create(name="G"), Person.objects.create(last_name="Morin")
    about = write(actor, about=group)
    to_person = write(actor, Recipient("M", "m@a.example", person))
    other = write(actor)
    assert services.cancel_waiting(about=group, by=actor) == 1
    assert services.cancel_waiting(person=person, by=actor) == 1
    states = [message.deliveries.get().state for message in (about, to_person, other)]
    assert states == ["cancelled", "cancelled", "prepared"]
    assert list(messages_about(group)) == [about]
    with pytest.raises(TypeError):
        services.cancel_waiting(by=actor)


def test_send_again_takes_a_corrected_address(in_a: Any, actor: Actor, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    delivery = write(actor, Recipient("Faux", "pas une adresse")).deliveries.get()
    with pytest.raises(MailingError, match="adresse complète"):
        services.send_again(delivery, address="toujours pas", by=actor)
    services.send_again(delivery, address="lea@a.example", by=actor)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.address, delivery.error) == ("waiting", "lea@a.example", "")
    assert Job.objects.count() == 1
    with pytest.raises(MailingError, match="pas en échec"):
        services.send_again(delivery, address="lea@a.example", by=actor)
