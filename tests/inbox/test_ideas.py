import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.inbox import handlers
from pupitre.inbox.agendas import Agenda
from pupitre.inbox.models import ActLink, Idea
from pupitre.inbox.queries import topics_waiting
from pupitre.inbox.services import drop_idea, link_url, make_link
from pupitre.mailing.composing import text_of
from pupitre.mailing.models import Delivery
from pupitre.people.events import PersonLeft
from pupitre.people.models import Person
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task, change_state

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/boite/"


@pytest.fixture
def lea(centre_a: Centre) -> Person:
    with centre_scope(centre_a):
        return Person.objects.create(first_name="Léa", last_name="Morin", email="lea@a.example")


@pytest.fixture
def idea(centre_a: Centre, actor: Actor, lea: Person) -> Idea:
    with centre_scope(centre_a):
        return drop_idea(kind="idea", text="Un vestiaire fermé", by=actor, author=lea)


@pytest.fixture
def agenda() -> Iterator[None]:
    """A planned meeting, as a row above offers it: here its items are tasks."""

    def put(idea: Idea, by: Actor) -> Task:
        return add_task(title=idea.text, by=by, decided_on=date(2026, 11, 22))

    def source() -> list[Agenda]:
        return [Agenda("m1", "Réunion d’équipe du 24 novembre", put)]

    registry.contribute("idea.agendas", source)
    yield
    registry.contributions["idea.agendas"].remove(source)


def link_in(mail: Delivery) -> str:
    found = re.search(rf"{SITE}(/c/\S+/l/\S+/)", text_of(mail)[1])
    assert found is not None
    return found[1]


def mails(centre: Centre, kind: str) -> list[Delivery]:
    with centre_scope(centre):
        return list(Delivery.objects.filter(message__kind=kind).select_related("message"))


@pytest.mark.activity("A013")
def test_anybody_drops_an_idea_it_is_sorted_and_the_author_sees_what_became_of_it(
    as_alice: Client, client: Client, url: str, lea: Person, centre_a: Centre, agenda: None
) -> None:
    # The coordinator sends everybody their own link: no account, no password.
    as_alice.post(f"{url}liens/envoyer/")
    (invitation,) = mails(centre_a, "inbox.invite")
    with centre_scope(centre_a):
        mine = link_in(invitation)
    # Léa drops a topic; a passer-by drops a problem by the poster's code; a mail is pasted.
    assert "Bonjour Léa Morin" in client.get(mine).content.decode()
    client.post(mine, {"kind": "topic", "text": "Parlons du samedi matin"})
    as_alice.post(f"{url}affiche/ouvrir/")
    with centre_scope(centre_a):
        public = link_url(ActLink.objects.get(kind="inbox.public")).removeprefix(SITE)
    dropped = client.post(
        public,
        {
            "kind": "problem",
            "text": "La porte ferme mal",
            "author_name": "Paul Remplaçant",
            "author_email": "paul@b.example",
        },
    )
    followed = dropped["Location"].removeprefix(SITE)
    assert "Merci, votre message est arrivé" in client.get(followed).content.decode()
    as_alice.post(
        f"{url}deposer/",
        {"kind": "idea", "text": "Un vestiaire fermé", "author_name": "Jeanne, par mail"},
    )
    # The coordinator finds the three, topics first, and sorts them three ways.
    box = as_alice.get(url).content.decode()
    assert 'Boîte à idées<span class="count">3</span>' in box
    with centre_scope(centre_a):
        topic, problem, pasted = topics_waiting()
    assert (topic.author, problem.via, pasted.author_name) == (lea, "public", "Jeanne, par mail")
    as_alice.post(f"{url}{topic.pk}/ordre-du-jour/", {"agenda": "m1"})
    as_alice.post(f"{url}{problem.pk}/reponse/", {"answer": "Le serrurier vient mardi."})
    as_alice.post(f"{url}{pasted.pk}/tache/", {"title": "Chiffrer un vestiaire"})
    with centre_scope(centre_a):
        assert not topics_waiting()
        task = Task.objects.get(origin_type="inbox.idea")
    assert "Chiffrer un vestiaire" in as_alice.get(f"{url}{pasted.pk}/").content.decode()
    assert task.origin_id == pasted.pk
    # Each author sees it on the same link, and gets a mail when the address is known.
    assert "à l’ordre du jour d’une réunion" in client.get(mine).content.decode()
    assert "Le serrurier vient mardi." in client.get(followed).content.decode()
    news = {mail.address: mail for mail in mails(centre_a, "inbox.news")}
    assert set(news) == {"lea@a.example", "paul@b.example"}
    with centre_scope(centre_a):
        assert "Le serrurier vient mardi." in text_of(news["paul@b.example"])[1]
        assert link_in(news["paul@b.example"]) == followed.partition("?")[0]


@pytest.mark.parametrize("text", ["Mme Dupont née le 03/02/1941", "Appeler le 06 12 34 56 78"])
def test_a_message_that_names_a_patient_is_refused_with_the_reason(
    client: Client, centre_a: Centre, lea: Person, actor: Actor, text: str
) -> None:
    with centre_scope(centre_a):
        address = link_url(make_link(kind="inbox.drop", about=lea, person=lea, by=actor))
    answer = client.post(address.removeprefix(SITE), {"kind": "problem", "text": text})
    assert answer.status_code == 422
    assert "désigne une personne" in answer.content.decode() or "téléphone" in answer.content.decode()  # fmt: skip
    with centre_scope(centre_a):
        assert not Idea.objects.exists()


def test_the_public_link_asks_for_a_name_and_slows_down(
    as_alice: Client, client: Client, url: str, centre_a: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "DROPS_PER_NETWORK", 1)
    as_alice.post(f"{url}affiche/ouvrir/")
    with centre_scope(centre_a):
        public = link_url(ActLink.objects.get()).removeprefix(SITE)
    data = {"kind": "idea", "text": "Bonjour", "author_name": ""}
    nameless = client.post(public, data)
    assert nameless.status_code == 422
    assert "Indiquez votre nom." in nameless.content.decode()
    assert client.post(public, data | {"author_name": "P"}).status_code == 302
    slow = client.post(public, data | {"author_name": "P"})
    assert slow.status_code == 422
    assert "cinq minutes" in slow.content.decode()


def test_a_professional_drops_with_an_account_and_sees_the_follow_up(
    as_bob: Client, bob: Any, as_alice: Client, url: str, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        Person.objects.create(first_name="Bob", last_name="Blanc", user=bob)
    as_bob.post(f"{url}deposer/", {"kind": "idea", "text": "Un tableau blanc"})
    with centre_scope(centre_a):
        idea = Idea.objects.get()
        assert (str(idea.author), idea.via) == ("Bob Blanc", "web")
    assert idea.author_email == "bob@a.example"
    as_alice.post(f"{url}{idea.pk}/tache/", {"title": "Acheter un tableau", "due": "2026-12-03"})
    page = as_bob.get(f"{url}deposer/").content.decode()
    assert "C’est une tâche (à faire, pour le jeudi 3" in page
    with centre_scope(centre_a):
        change_state(Task.objects.get(), "done", by=Actor("x", "web"), on=timezone.localdate())
    assert "C’est une tâche (fait" in as_bob.get(f"{url}deposer/").content.decode()


def test_sorting_refuses_what_is_missing(as_alice: Client, url: str, idea: Idea) -> None:
    for act, data, sentence in (
        ("reponse", {"answer": " "}, "Écrivez la réponse"),
        ("tache", {"title": ""}, "Ce champ est obligatoire"),
        ("ordre-du-jour", {"agenda": "nulle"}, "Choisissez une réunion"),
    ):
        answer = as_alice.post(f"{url}{idea.pk}/{act}/", data)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "Un vestiaire fermé" in answer.content.decode()


def test_an_answer_can_be_corrected_afterwards(
    as_alice: Client, url: str, idea: Idea, centre_a: Centre
) -> None:
    as_alice.post(f"{url}{idea.pk}/reponse/", {"answer": "Non."})
    as_alice.post(f"{url}{idea.pk}/reponse/", {"answer": "Oui, en janvier."})
    page = as_alice.get(f"{url}{idea.pk}/").content.decode()
    assert "Oui, en janvier." in page
    assert page.count("<b>Alice Aubert\xa0:</b> répondre") == 2
    assert len(mails(centre_a, "inbox.news")) == 2


def test_the_poster_is_one_page_with_its_code(as_alice: Client, url: str, centre_a: Centre) -> None:
    assert "pas encore de lien public" in as_alice.get(f"{url}affiche/").content.decode()
    assert as_alice.get(f"{url}affiche/affiche.pdf").status_code == 404
    as_alice.post(f"{url}affiche/ouvrir/")
    page = as_alice.get(f"{url}affiche/").content.decode()
    assert "<svg" in page
    assert 'class="qr"' in page
    poster = as_alice.get(f"{url}affiche/affiche.pdf")
    assert poster.content.startswith(b"%PDF")
    from io import BytesIO

    from pypdf import PdfReader

    (sheet,) = PdfReader(BytesIO(poster.content)).pages
    assert "Ne nommez jamais un patient." in sheet.extract_text()
    with centre_scope(centre_a):
        link = ActLink.objects.get()
        assert link_url(link) in sheet.extract_text().replace("\n", "")
    as_alice.post(f"{url}liens/{link.pk}/retirer/")
    assert "pas encore de lien public" in as_alice.get(f"{url}affiche/").content.decode()


def test_a_person_is_given_a_link_until_they_leave(
    as_alice: Client, client: Client, url: str, lea: Person, centre_a: Centre, actor: Actor
) -> None:
    as_alice.post(f"{url}liens/personne/{lea.pk}/", HTTP_REFERER=f"http://testserver{url}")
    with centre_scope(centre_a):
        address = link_url(ActLink.objects.get()).removeprefix(SITE)
    assert client.get(address).status_code == 200
    assert (
        "1\xa0lien en cours"
        in as_alice.get(f"/c/{centre_a.slug}/annuaire/{lea.pk}/").content.decode()
    )
    links = as_alice.get(f"{url}liens/personne/{lea.pk}/").content.decode()
    assert "Déposer un message dans la boîte à idées" in links
    assert f'data-copies="{SITE}{address}"' in links
    with centre_scope(centre_a):
        registry.publish(PersonLeft(lea, timezone.localdate(), actor))
        Person.objects.filter(pk=lea.pk).update(left_on=timezone.localdate())
    assert client.get(address).status_code == 410
    page = as_alice.get(f"/c/{centre_a.slug}/annuaire/{lea.pk}/").content.decode()
    assert "Aucun lien en cours" in page
    refused = as_alice.post(
        f"{url}liens/personne/{lea.pk}/", HTTP_REFERER=f"http://testserver{url}", follow=True
    )
    assert "a quitté la MSP" in refused.content.decode()


def test_the_box_is_closed_to_professionals_and_other_centres(
    as_bob: Client, as_charlie: Client, url: str, idea: Idea, centre_a: Centre
) -> None:
    for page in ("", f"{idea.pk}/", "affiche/"):
        assert as_bob.get(url + page).status_code == 403
    assert as_bob.post(f"{url}{idea.pk}/reponse/", {"answer": "x"}).status_code == 403
    other = url.replace(centre_a.slug, "msp-du-port")
    assert as_charlie.get(f"{other}{idea.pk}/").status_code == 404
    assert as_charlie.post(f"{other}{idea.pk}/reponse/", {"answer": "x"}).status_code == 404
    with centre_scope(centre_a):
        link = make_link(kind="inbox.follow", about=idea, by=Actor("x", "web"))
    assert as_charlie.post(f"{other}liens/{link.pk}/retirer/").status_code == 404


def test_the_box_costs_the_same_queries_for_one_and_thirty(
    as_alice: Client, url: str, idea: Idea, centre_a: Centre, actor: Actor, lea: Person
) -> None:
    as_alice.get(url)
    with CaptureQueriesContext(connection) as one:
        as_alice.get(url)
    with centre_scope(centre_a):
        for number in range(30):
            drop_idea(kind="idea", text=f"Idée {number}", by=actor, author=lea)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(url)
    assert len(many) == len(one)
