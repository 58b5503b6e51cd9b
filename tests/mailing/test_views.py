import email
from email.policy import default
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pupitre.centres.models import Centre, Site
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.mailing import services
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.queries import outcome_of
from pupitre.mailing.services import File, Recipient, write_message
from pupitre.people.events import PersonLeft
from pupitre.people.models import Group, GroupMember, Person, PersonSite
from tests.mailing.test_bounces import DSN, MAIL_ID

pytestmark = pytest.mark.django_db
ICS = File("reunion.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\n")


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/messages/"


@pytest.fixture
def team(centre_a: Centre) -> list[Person]:
    with centre_scope(centre_a):
        lea = Person.objects.create(first_name="Léa", last_name="Morin", email="lea@a.example", profession="infirmier")  # fmt: skip
        marc = Person.objects.create(first_name="Marc", last_name="Durand")
        group = Group.objects.create(name="Plaies")
        GroupMember.objects.create(group=group, person=marc)
        PersonSite.objects.create(person=lea, site=Site.objects.get())
    return [lea, marc]


@pytest.fixture
def message(centre_a: Centre, actor: Actor, team: list[Person]) -> Message:
    recipients = [Recipient(str(one), one.email, one) for one in team]
    with centre_scope(centre_a):
        return write_message(
            subject="Réunion", body="Venez", recipients=recipients, by=actor, files=[ICS]
        )


def of(message: Message, centre: Centre) -> tuple[Delivery, Delivery]:
    with centre_scope(centre):
        first, second = message.deliveries.all()
    return first, second


def test_a_message_page_says_who_got_it_and_who_did_not(
    as_alice: Client, url: str, message: Message
) -> None:
    page = as_alice.get(f"{url}{message.pk}/").content.decode()
    assert "Léa Morin" in page
    assert "mailto:lea@a.example?subject=R%C3%A9union" in page
    assert "pas d’adresse" in page
    assert "reunion.ics" in page
    listed = as_alice.get(url).content.decode()
    assert "1 à envoyer, 1 en échec" in listed
    assert 'Messages envoyés<span class="count">1</span>' in listed
    assert "Réunion" in as_alice.get(f"{url}?q=lea@a.example").content.decode()
    assert "1 à envoyer, 1 en échec" in as_alice.get(f"{url}?q=Morin").content.decode()


def test_a_prepared_mail_is_a_draft_with_its_calendar_then_marked_sent(
    as_alice: Client, url: str, message: Message, centre_a: Centre
) -> None:
    lea, _ = of(message, centre_a)
    file = as_alice.get(f"{url}envois/{lea.pk}/message.eml")
    mail = email.message_from_bytes(file.content, policy=default)
    assert (mail["To"], mail["X-Unsent"], mail["From"]) == (
        "Léa Morin <lea@a.example>",
        "1",
        None,
    )
    body, calendar = mail.iter_parts()
    assert body.get_content().strip() == "Venez"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    as_alice.post(f"{url}envois/{lea.pk}/envoye/")
    assert of(message, centre_a)[0].state == "sent"
    again = as_alice.post(f"{url}envois/{lea.pk}/envoye/", follow=True)
    assert "n’attend pas" in again.content.decode()


def test_a_failed_one_leaves_again_at_a_corrected_address(
    as_alice: Client, url: str, message: Message, centre_a: Centre
) -> None:
    _, marc = of(message, centre_a)
    address = f"{url}envois/{marc.pk}/renvoyer/"
    assert "Renvoyer à Marc Durand" in as_alice.get(address).content.decode()
    wrong = as_alice.post(address, {"address": "marc"})
    assert wrong.status_code == 422
    assert "adresse complète" in wrong.content.decode()
    assert as_alice.post(address, {"address": "marc@a.example"}).status_code == 302
    marc = of(message, centre_a)[1]
    assert (marc.state, marc.address) == ("prepared", "marc@a.example")


def test_what_has_not_left_is_cancelled(
    as_alice: Client, url: str, message: Message, centre_a: Centre
) -> None:
    done = as_alice.post(f"{url}{message.pk}/annuler/", follow=True)
    assert "L’envoi est annulé" in done.content.decode()
    assert [one.state for one in of(message, centre_a)] == ["cancelled", "failed"]


def test_a_returned_mail_marks_its_delivery(
    as_alice: Client, url: str, message: Message, centre_a: Centre, actor: Actor
) -> None:
    lea, _ = of(message, centre_a)
    with centre_scope(centre_a):
        services.mark_sent(lea, by=actor)
    text = DSN.replace(MAIL_ID, lea.mail_id)
    done = as_alice.post(f"{url}retours/", {"text": text}, follow=True)
    assert "cette adresse n’existe pas" in done.content.decode()
    assert of(message, centre_a)[0].state == "bounced"
    unknown = as_alice.post(f"{url}retours/", {"text": DSN.replace("lea@", "autre@")})
    assert unknown.status_code == 422
    assert "Aucun message envoyé d’ici" in unknown.content.decode()
    for text, sentence in (("", "Collez le mail revenu"), ("Bonjour", "pas un retour")):
        answer = as_alice.post(f"{url}retours/", {"text": text, "x": "1"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def compose(client: Client, url: str, **changes: str) -> Any:
    data = {
        "audience": "team", "subject": "Galette", "body": "Bonjour {prenom}, à jeudi",
        "reply_to": "", "list_name": "", "token": "t1",
    } | changes  # fmt: skip
    return client.post(f"{url}ecrire/", data)


def test_writing_to_many_shows_first_then_sends_once(
    as_alice: Client, url: str, team: list[Person], centre_a: Centre
) -> None:
    assert "Toute l’équipe" in as_alice.get(f"{url}ecrire/").content.decode()
    preview = compose(as_alice, url, preview="").content.decode()
    assert "Bonjour Léa, à jeudi" in preview
    assert "Marc Durand" in preview
    assert "Sans adresse e-mail" in preview
    edited = compose(as_alice, url, edit="").content.decode()
    assert "Bonjour {prenom}, à jeudi" in edited
    with centre_scope(centre_a):
        assert not Message.objects.exists()
    first = compose(as_alice, url, send="")
    second = compose(as_alice, url, send="")
    assert first["Location"] == second["Location"]
    with centre_scope(centre_a):
        assert Delivery.objects.count() == 2


def test_writing_reaches_a_group_a_profession_or_a_site(
    as_alice: Client, url: str, team: list[Person], centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        group, site = Group.objects.get(), Site.objects.get()
    reached = {}
    for audience in (f"group:{group.pk}", f"site:{site.pk}", "profession:infirmier"):
        compose(as_alice, url, audience=audience, token=audience, send="")
        with centre_scope(centre_a):
            reached[audience.split(":")[0]] = [
                delivery.name for delivery in Message.objects.all()[0].deliveries.all()
            ]
    assert reached == {
        "group": ["Marc Durand"],
        "site": ["Léa Morin"],
        "profession": ["Léa Morin"],
    }


def test_writing_refuses_a_patient_and_an_empty_audience(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    named = compose(as_alice, url, body="Voir Mme Dupont, née le 03/02/1941", preview="")
    assert named.status_code == 422
    assert "date de naissance" in named.content.decode()
    nobody = compose(as_alice, url, preview="")
    assert nobody.status_code == 422
    assert "Personne ici" in nobody.content.decode()


def test_somebody_who_leaves_gets_nothing_more(
    message: Message, centre_a: Centre, team: list[Person], actor: Actor
) -> None:
    with centre_scope(centre_a):
        registry.publish(PersonLeft(team[0], timezone.localdate(), actor))
    assert of(message, centre_a)[0].state == "cancelled"


def test_all_prepared_mails_of_a_message_are_noted_as_sent_at_once(
    as_alice: Client, url: str, message: Message, centre_a: Centre
) -> None:
    assert "Tout est envoyé" in as_alice.get(f"{url}{message.pk}/").content.decode()
    told = as_alice.post(f"{url}{message.pk}/tout-envoye/", follow=True).content.decode()
    assert "noté comme envoyé" in told
    assert "Tout est envoyé" not in told
    again = as_alice.post(f"{url}{message.pk}/tout-envoye/", follow=True).content.decode()
    assert "Aucun mail n’attendait" in again


def test_the_outcome_of_a_message_counts_who_has_no_address(
    message: Message, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        assert (
            outcome_of(message) == "1 mail à envoyer par votre messagerie, 1 personne sans adresse."
        )


def test_prepared_mails_are_due_on_the_desk(message: Message, centre_a: Centre) -> None:
    with centre_scope(centre_a):
        found = [
            deadline
            for permission, source in registry.deadline_sources
            if permission == "mailing.edit"
            for deadline in source(timezone.localdate())
        ]
    assert [(one.title, one.reason) for one in found] == [
        ("Envoyer « Réunion »", "Un message prêt")
    ]


def test_messages_are_closed_to_professionals_and_other_centres(
    as_bob: Client, as_charlie: Client, url: str, message: Message, centre_a: Centre
) -> None:
    lea, _ = of(message, centre_a)
    for page in ("", f"{message.pk}/", "ecrire/", "retours/", f"envois/{lea.pk}/message.eml"):
        assert as_bob.get(url + page).status_code == 403
    other = url.replace(centre_a.slug, "msp-du-port")
    for page in (f"{message.pk}/", f"envois/{lea.pk}/message.eml", f"envois/{lea.pk}/renvoyer/"):
        assert as_charlie.get(other + page).status_code == 404
    assert as_charlie.post(f"{other}{message.pk}/annuler/").status_code == 404


def test_message_page_costs_the_same_queries_for_one_and_thirty(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor, logged_in: Any, member_of: Any
) -> None:
    secretary = logged_in(member_of(centre_a, Role.SECRETARY))
    counts = []
    for size in (1, 30):
        people = [Recipient(f"P{n}", f"p{n}@a.example") for n in range(size)]
        with centre_scope(centre_a):
            message = write_message(subject="S", body="B", recipients=people, by=actor)
        secretary.get(url)
        with CaptureQueriesContext(connection) as queries:
            secretary.get(f"{url}{message.pk}/")
            secretary.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_person_s_page_says_that_their_address_refuses_mails(
    as_alice: Client,
    as_bob: Client,
    url: str,
    team: list[Person],
    message: Message,
    centre_a: Centre,
) -> None:
    with centre_scope(centre_a):
        page = team[0].get_absolute_url()
    assert "Adresse refusée" not in as_alice.get(page).content.decode()
    lea, _ = of(message, centre_a)
    with centre_scope(centre_a):
        lea.state, lea.error = Delivery.State.BOUNCED, "cette adresse n’existe pas"
        lea.save()
    told = as_alice.get(page).content.decode()
    assert "lea@a.example : cette adresse n’existe pas" in told
    assert f"{url}envois/{lea.pk}/renvoyer/" in told
    assert "Adresse refusée" not in as_bob.get(page).content.decode()
    with centre_scope(centre_a):
        Person.objects.filter(pk=team[0].pk).update(email="lea.morin@a.example")
    assert "Adresse refusée" not in as_alice.get(page).content.decode()
