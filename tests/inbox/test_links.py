from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.acts import LinkAct
from pupitre.inbox.models import ActLink
from pupitre.inbox.services import link_url, make_link, revoke_links
from pupitre.inbox.tokens import link_of, token_of
from pupitre.inbox.views import links
from pupitre.people.models import Group, Person

pytestmark = pytest.mark.django_db


def say(request: Any, link: ActLink, target: Group) -> HttpResponse:
    words = f"{request.method} {target} par {request.actor.label} ({request.actor.via} {request.actor.person_id})"
    return HttpResponse(words)


@pytest.fixture(autouse=True)
def _act() -> Iterator[None]:
    registry.link_acts["test.say"] = LinkAct("test.say", Group, say, "dire")
    yield
    del registry.link_acts["test.say"]


@pytest.fixture
def link(centre_a: Centre, actor: Actor) -> ActLink:
    with centre_scope(centre_a):
        group = Group.objects.create(name="Plaies")
        person = Person.objects.create(first_name="Léa", last_name="Morin")
        return make_link(kind="test.say", about=group, person=person, by=actor)


def address(link: ActLink, centre: Centre) -> str:
    with centre_scope(centre):
        return link_url(link).removeprefix("http://localhost:8000")


def test_a_link_opens_its_act_as_its_person(
    link: ActLink, centre_a: Centre, client: Client
) -> None:
    url = address(link, centre_a)
    said = f"Plaies par Léa Morin (link {link.person_id})"
    assert client.get(url).content.decode() == f"GET {said}"
    assert client.post(url).content.decode() == f"POST {said}"
    # Not "no-referrer": browsers would post the page's forms with « Origin: null », which CSRF refuses.
    assert client.get(url)["Referrer-Policy"] == "same-origin"
    assert "no-store" in client.get(url)["Cache-Control"]
    with centre_scope(centre_a):
        assert ActLink.objects.get().last_used_at is not None


def test_a_reminder_gives_the_same_link(link: ActLink, in_a: Any, actor: Actor) -> None:
    group, person = Group.objects.get(), Person.objects.get()
    assert make_link(kind="test.say", about=group, person=person, by=actor).pk == link.pk
    other = make_link(kind="test.say", about=group, by=actor)
    assert other.pk != link.pk
    longer = make_link(kind="test.say", about=group, person=person, by=actor, days=200)
    assert longer.pk == link.pk
    assert longer.expires_at > timezone.now() + timedelta(days=199)
    assert token_of(longer) == token_of(link)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=50))
def test_no_other_token_opens(link: ActLink, centre_a: Centre, text: str) -> None:
    with centre_scope(centre_a):
        assert link_of(text) is None
        assert link_of(f"{link.pk}.{text}") is None


def test_a_token_opens_nothing_in_another_centre(
    link: ActLink, centre_a: Centre, centre_b: Centre, client: Client
) -> None:
    url = address(link, centre_a).replace(centre_a.slug, centre_b.slug)
    assert client.get(url).status_code == 404
    assert client.get("/c/nulle-part/l/1.abc/").status_code == 404


def test_changing_what_a_link_allows_breaks_its_token(link: ActLink, in_a: Any) -> None:
    token = token_of(link)
    for change in ({"kind": "x"}, {"object_id": 99}, {"person_id": None}, {"salt": "y"}):
        ActLink.objects.filter(pk=link.pk).update(**change)
        assert link_of(token) is None
        link.save()
    assert link_of(token) == link


def test_unknown_and_closed_links_say_whom_to_ask(
    link: ActLink, centre_a: Centre, client: Client, actor: Actor
) -> None:
    Centre.objects.filter(pk=centre_a.pk).update(email="coordination@a.example")
    url = address(link, centre_a)
    unknown = client.get(url[:-3] + "AA/")
    assert unknown.status_code == 404
    assert "coordination@a.example" in unknown.content.decode()
    with centre_scope(centre_a):
        revoke_links(about=Group.objects.get(), by=actor)
    closed = client.post(url)
    assert closed.status_code == 410
    assert "Ce lien ne sert plus" in closed.content.decode()


def test_a_link_closes_when_it_expires_or_its_person_leaves_or_its_object_goes(
    link: ActLink, centre_a: Centre, client: Client
) -> None:
    url = address(link, centre_a)
    now, today = timezone.now(), timezone.localdate()
    with centre_scope(centre_a):
        links, people = ActLink.objects.filter(pk=link.pk), Person.objects.all()
        links.update(expires_at=now)
    assert client.get(url).status_code == 410
    with centre_scope(centre_a):
        links.update(expires_at=now + timedelta(days=1))
        people.update(left_on=today)
    assert client.get(url).status_code == 410
    with centre_scope(centre_a):
        people.update(left_on=today + timedelta(days=1))
    assert client.get(url).status_code == 200
    with centre_scope(centre_a):
        Group.objects.all().delete()
    assert client.get(url).status_code == 410


def test_a_revoked_link_is_not_made_live_again(link: ActLink, in_a: Any, actor: Actor) -> None:
    group, person = Group.objects.get(), Person.objects.get()
    assert revoke_links(person=person, by=actor) == 1
    assert make_link(kind="test.say", about=group, person=person, by=actor).pk != link.pk


def test_too_many_visits_answer_429_with_a_sentence(
    link: ActLink, centre_a: Centre, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "PER_LINK", 2)
    url = address(link, centre_a)
    assert [client.get(url).status_code for _ in range(3)] == [200, 200, 429]
    assert "cinq minutes" in client.get(url).content.decode()


def test_guessing_from_one_network_answers_429(
    centre_a: Centre, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "WRONG_PER_NETWORK", 2)
    statuses = [
        client.get(f"/c/{centre_a.slug}/l/{n}.guess/", REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(1, 4)
    ]
    assert statuses == [404, 404, 429]
    elsewhere = client.get(f"/c/{centre_a.slug}/l/9.guess/", REMOTE_ADDR="2001:db8::1")
    assert elsewhere.status_code == 404
