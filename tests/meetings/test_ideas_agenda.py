"""The box of ideas offers the agendas of the planned meetings."""

import pytest
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import Idea
from pupitre.inbox.services import drop_idea
from pupitre.mailing.models import Delivery
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.prepare import cancel_meeting
from pupitre.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(meeting: Meeting, centre_a: Centre, actor: Actor) -> Idea:
    with centre_scope(centre_a):
        author = Person.objects.get(last_name="Petit")
        return drop_idea(kind="problem", text="La porte ferme mal", by=actor, author=author)


def test_an_idea_joins_the_agenda_of_a_planned_meeting_and_its_author_is_told_once(
    as_alice: Client, centre_a: Centre, meeting: Meeting, idea: Idea
) -> None:
    box = f"/c/{centre_a.slug}/boite/{idea.pk}/"
    key = f"meeting:{meeting.pk}"
    page = as_alice.get(box).content.decode()
    assert f'value="{key}"' in page
    assert "Réunion de novembre, " in page
    assert as_alice.post(f"{box}ordre-du-jour/", {"agenda": key}).status_code == 302
    prepared = as_alice.get(f"/c/{centre_a.slug}/reunions/{meeting.pk}/preparer/").content.decode()
    assert "La porte ferme mal" in prepared
    assert "proposé par Léa Petit" in prepared
    with centre_scope(centre_a):
        idea.refresh_from_db()
        assert (idea.state, meeting.items.get().idea) == (Idea.State.AGENDA, idea)
        assert Delivery.objects.filter(message__kind="inbox.news").count() == 1
    twice = as_alice.post(f"{box}ordre-du-jour/", {"agenda": key})
    assert twice.status_code == 422
    assert "déjà à l’ordre du jour" in twice.content.decode()


def test_a_cancelled_meeting_takes_no_idea(
    as_alice: Client, centre_a: Centre, meeting: Meeting, idea: Idea, actor: Actor
) -> None:
    with centre_scope(centre_a):
        cancel_meeting(meeting, why="Grève", by=actor)
    box = f"/c/{centre_a.slug}/boite/{idea.pk}/"
    assert "Réunion de novembre" not in as_alice.get(box).content.decode()
    answer = as_alice.post(f"{box}ordre-du-jour/", {"agenda": f"meeting:{meeting.pk}"})
    assert answer.status_code == 422
    assert "Choisissez une réunion encore à venir." in answer.content.decode()
