"""Date polls over HTTP: asked, sent, answered by link, chosen."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.models import Delivery
from pupitre.meetings.models import Meeting, Poll, PollAnswer, PollSlot
from pupitre.meetings.services.poll import open_poll, personal_link
from pupitre.people.models import Person

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
NOON = datetime(2026, 12, 1, 11, 30, tzinfo=UTC)
EVENING = datetime(2026, 12, 3, 19, tzinfo=UTC)
DATA = {"title": "Groupe plaies", "days": "mardi 1/12, jeudi 3/12 20h", "hours": "12h30"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def url(centre: Centre, rest: str = "") -> str:
    return f"/c/{centre.slug}/reunions/sondages/{rest}"


@pytest.fixture
def people(centre_a: Centre, actor: Actor) -> list[Person]:
    rows = [
        ("Petit", "Anne", "medecin_generaliste", "anne@example.org"),
        ("Garnier", "Claire", "infirmier", "claire@example.org"),
        ("Nguyen", "Paul", "infirmier", ""),
    ]
    with centre_scope(centre_a):
        return [
            records.save(
                Person(last_name=last, first_name=first, profession=profession, email=email),
                by=actor,
            )
            for last, first, profession, email in rows
        ]


@pytest.fixture
def poll(centre_a: Centre, people: list[Person], actor: Actor) -> Poll:
    with centre_scope(centre_a):
        made = Poll(title="Groupe plaies", quorum=2, professions=["medecin_generaliste"])
        return open_poll(made, starts=[NOON, EVENING], by=actor)


def link_of(centre: Centre, poll: Poll, person: Person, actor: Actor) -> str:
    with centre_scope(centre):
        return "/c/" + personal_link(poll, person, by=actor).split("/c/", 1)[1]


@pytest.mark.activity("A004")
def test_a_date_is_asked_answered_by_link_chased_and_becomes_the_meeting(
    as_alice: Client, client: Client, centre_a: Centre, people: list[Person], settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    page = as_alice.post(url(centre_a, "ajouter/"), DATA, follow=True)
    text = page.content.decode().replace("\xa0", " ")
    assert "mardi 1er décembre 2026, 12 h 30" in text
    assert "jeudi 3 décembre 2026, 20 h" in text
    with centre_scope(centre_a):
        poll = Poll.objects.get()
    as_alice.post(url(centre_a, f"{poll.pk}/envoyer/"))
    with centre_scope(centre_a):
        sent = {one.person_id: one for one in Delivery.objects.all()}
    assert sent[people[2].pk].state == Delivery.State.FAILED
    links = {pk: re.sub(r"^.*?/c/", "/c/", one.fields["lien"]) for pk, one in sent.items()}

    with centre_scope(centre_a):
        noon, evening = (slot.pk for slot in poll.slots.all())
    anne, claire, paul = people
    page = client.get(links[anne.pk]).content.decode()
    assert "quand pouvez-vous venir" in page
    client.post(links[anne.pk], {f"slot-{noon}": "yes", f"slot-{evening}": "no"})
    client.post(links[claire.pk], {f"slot-{noon}": "no", f"slot-{evening}": "yes"})
    client.post(links[claire.pk], {f"slot-{noon}": "maybe"})
    as_alice.post(url(centre_a, f"{poll.pk}/relancer/"))
    with centre_scope(centre_a):
        assert Delivery.objects.order_by("-id")[0].person == paul
        assert Delivery.objects.count() == 4
    as_alice.post(url(centre_a, f"{poll.pk}/reponses/{paul.pk}/"), {f"slot-{noon}": "yes"})
    page = as_alice.get(url(centre_a, f"{poll.pk}/")).content.decode()
    assert "3 sur 3 ont répondu" in page
    assert page.index("mardi 1er") < page.index("jeudi 3")

    as_alice.post(url(centre_a, f"{poll.pk}/retenir/{noon}/"))
    with centre_scope(centre_a):
        meeting = Meeting.objects.get()
        assert (meeting.title, meeting.starts_at) == ("Groupe plaies", NOON)
        answers = dict(meeting.participants.values_list("person__first_name", "answer"))
        assert answers == {"Anne": "yes", "Claire": "none", "Paul": "yes"}
    page = client.get(links[anne.pk]).content.decode()
    assert "La date est choisie" in page
    refused = client.post(links[anne.pk], {f"slot-{noon}": "no"})
    assert refused.status_code == 422


def test_a_holiday_is_left_out_with_a_word(as_alice: Client, centre_a: Centre) -> None:
    data = DATA | {"days": "24/12, 25/12"}
    page = as_alice.post(url(centre_a, "ajouter/"), data, follow=True).content.decode()
    assert "vendredi 25\u00a0décembre 2026 est férié ou fermé (Noël) : pas proposé" in page
    with centre_scope(centre_a):
        assert [slot.starts_at.day for slot in Poll.objects.get().slots.all()] == [24]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"days": ""}, "obligatoire"),
        ({"days": "25/12"}, "Écrivez au moins une date"),
        ({"days": "2/11/2026"}, "est déjà passé"),
        ({"days": "1/12, 1/12"}, "est proposé deux fois"),
        ({"hours": "tôt"}, "n’est pas une heure"),
        ({"title": ""}, "Donnez un titre"),
        ({"closes_on": "2026-11-02"}, "Ce jour est passé"),
        ({"closes_on": "2027-01-02"}, "avant la dernière date"),
    ],
)
def test_a_wrong_poll_is_refused_with_one_sentence(
    as_alice: Client, centre_a: Centre, data: dict[str, str], sentence: str
) -> None:
    answer = as_alice.post(url(centre_a, "ajouter/"), DATA | data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with centre_scope(centre_a):
        assert not Poll.objects.exists()


def test_the_ranking_says_why(
    as_alice: Client, centre_a: Centre, poll: Poll, people: list[Person], actor: Actor
) -> None:
    with centre_scope(centre_a):
        noon, evening = poll.slots.all()
        for person, slot, word in (
            (people[1], noon, "yes"),
            (people[2], noon, "yes"),
            (people[0], evening, "maybe"),
        ):
            PollAnswer.objects.create(slot=slot, person=person, answer=word)
    page = as_alice.get(url(centre_a, f"{poll.pk}/")).content.decode().replace("\xa0", " ")
    assert "il manque : Médecin généraliste" in page
    assert "quorum non atteint : il manque 1 personne" in page
    assert "dont 1 si besoin" in page


def test_a_slot_with_answers_cannot_be_dropped(
    as_alice: Client, centre_a: Centre, poll: Poll, people: list[Person]
) -> None:
    with centre_scope(centre_a):
        PollAnswer.objects.create(slot=poll.slots.all()[0], person=people[0], answer="yes")
    data = DATA | {"days": "4/12", "version": "1"}
    answer = as_alice.post(url(centre_a, f"{poll.pk}/modifier/"), data)
    assert answer.status_code == 422
    assert "gardez ce créneau" in answer.content.decode()
    kept = DATA | {"days": "1/12, 4/12", "version": "1"}
    assert as_alice.post(url(centre_a, f"{poll.pk}/modifier/"), kept).status_code == 302
    with centre_scope(centre_a):
        assert [slot.starts_at.day for slot in poll.slots.all()] == [1, 4]


def test_a_closed_poll_takes_no_answer(
    client: Client, centre_a: Centre, poll: Poll, people: list[Person], actor: Actor
) -> None:
    link = link_of(centre_a, poll, people[0], actor)
    with centre_scope(centre_a):
        poll.closes_on = NOW.date().replace(day=21)
        records.save(poll, by=actor)
        slot = poll.slots.all()[0].pk
    assert "Le sondage est clos" in client.get(link).content.decode()
    assert client.post(link, {f"slot-{slot}": "yes"}).status_code == 422


def test_an_empty_answer_is_refused_with_a_sentence(
    client: Client, centre_a: Centre, poll: Poll, people: list[Person], actor: Actor
) -> None:
    answer = client.post(link_of(centre_a, poll, people[0], actor), {})
    assert answer.status_code == 422
    assert "Répondez à une date au moins" in answer.content.decode()


def test_a_professional_answers_for_himself_only(
    as_bob: Client, bob: Any, centre_a: Centre, poll: Poll, people: list[Person], actor: Actor
) -> None:
    with centre_scope(centre_a):
        people[0].user = bob
        records.save(people[0], by=actor)
        slot = poll.slots.all()[0].pk
    mine, other = (url(centre_a, f"{poll.pk}/reponses/{one.pk}/") for one in people[:2])
    assert as_bob.post(mine, {f"slot-{slot}": "yes"}).status_code == 302
    assert as_bob.post(other, {f"slot-{slot}": "yes"}).status_code == 404
    assert as_bob.get(url(centre_a, f"{poll.pk}/")).status_code == 200
    assert as_bob.get(url(centre_a, "ajouter/")).status_code == 403
    assert as_bob.post(url(centre_a, f"{poll.pk}/envoyer/")).status_code == 403
    assert as_bob.post(url(centre_a, f"{poll.pk}/retenir/{slot}/")).status_code == 403


def test_another_centres_poll_does_not_exist(
    as_charlie: Client, centre_a: Centre, centre_b: Centre, poll: Poll, people: list[Person]
) -> None:
    with centre_scope(centre_a):
        slot = poll.slots.all()[0].pk
    for rest in ("", "modifier/", "imprimer/", f"reponses/{people[0].pk}/"):
        assert as_charlie.get(url(centre_b, f"{poll.pk}/{rest}")).status_code == 404
    for rest in ("envoyer/", "relancer/", f"retenir/{slot}/"):
        assert as_charlie.post(url(centre_b, f"{poll.pk}/{rest}")).status_code == 404


def test_the_printed_list_has_a_line_for_each_person(
    as_alice: Client, centre_a: Centre, poll: Poll
) -> None:
    page = as_alice.get(url(centre_a, f"{poll.pk}/imprimer/")).content.decode()
    assert page.count('<th scope="row">') == 3
    assert "S si besoin" in page


def test_the_results_ask_as_many_queries_for_three_people_as_for_thirty(
    as_alice: Client, centre_a: Centre, poll: Poll, people: list[Person]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert as_alice.get(url(centre_a, f"{poll.pk}/")).status_code == 200
        return len(found)

    queries()
    three = queries()
    with centre_scope(centre_a):
        for number in range(27):
            person = Person.objects.create(last_name=f"Nom{number}", profession="infirmier")
            for slot in poll.slots.all():
                PollAnswer.objects.create(slot=slot, person=person, answer="yes")
    assert queries() == three


def test_an_open_poll_is_a_deadline(centre_a: Centre, poll: Poll) -> None:
    from pupitre.meetings.queries.poll import poll_deadlines

    with centre_scope(centre_a):
        (found,) = poll_deadlines(NOW.date())
    assert (found.act, found.due) == ("Envoyer", NOON.date())


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 24, 11, 30, tzinfo=UTC), "24/11/2026 12:30"),
        (datetime(2026, 7, 7, 22, 30, tzinfo=UTC), "08/07/2026 00:30"),
    ],
)
def test_a_slot_says_its_hour_in_paris_in_winter_and_in_summer(moment: datetime, said: str) -> None:
    assert str(PollSlot(starts_at=moment)) == said
