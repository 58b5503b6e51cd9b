"""What a hurried or hostile hand sends to the pages of meetings: one sentence, never an error page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import Idea
from pupitre.inbox.services import link_url, make_link
from pupitre.meetings.models import AgendaItem, Meeting, MeetingTemplate, Participant, Series
from pupitre.meetings.services.agenda import add_item
from pupitre.meetings.services.attendance import mark
from pupitre.meetings.services.close import close_meeting
from pupitre.meetings.services.prepare import cancel_meeting

pytestmark = pytest.mark.django_db
PATIENT = "Mme Dupont née le 03/02/1941"
NOT_KEYS = ("²", "abc", "9" * 30, "9" * 5000, "-1", "")


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/reunions/"


@pytest.fixture
def closed(meeting: Meeting, centre_a: Centre, actor: Actor) -> AgendaItem:
    """An item of a meeting that is closed."""
    with centre_scope(centre_a):
        item = add_item(meeting, AgendaItem(title="Le planning"), by=actor)
        meeting.starts_at = timezone.now() - timedelta(days=2)
        meeting.ends_at = meeting.starts_at + timedelta(hours=1)
        meeting.save()
        close_meeting(meeting, by=actor, now=timezone.now())
    return item


@pytest.mark.parametrize("text", NOT_KEYS)
def test_what_is_no_key_finds_nothing_and_breaks_nothing(
    as_alice: Client, url: str, meeting: Meeting, text: str
) -> None:
    here = f"{url}{meeting.pk}/"
    for page in (
        f"{here}preparer/?point={text}",
        f"{url}?groupe={text}",
        f"{url}registre/?serie={text}",
        f"{url}animation/?reunion={text}",
    ):
        assert as_alice.get(page).status_code in {200, 404}, page
    with centre_scope(meeting.centre):
        seat = Participant.objects.first()
    assert seat is not None
    for page, data in (
        (f"{here}decisions/", {"item": text, "text": "Acheter un frigo"}),
        (f"{here}parole/", {"person": text}),
        (f"{here}invites/", {"person": text}),
        (f"{here}role/", {"role": "chair", "person": text}),
        (f"{url}presents/{seat.pk}/pouvoir/", {"person": text}),
        (f"{url}agendas/envoyer/", {"person": text}),
    ):
        assert as_alice.post(page, data).status_code in {302, 404, 422}, page


@pytest.mark.parametrize(
    ("act", "data"),
    [("", {"title": "Réécrit", "minutes": 5, "version": 1}), ("plus-tard/", {}), ("retirer/", {})],
)
def test_the_agenda_of_a_closed_meeting_does_not_move(
    as_alice: Client, url: str, closed: AgendaItem, act: str, data: dict[str, Any]
) -> None:
    with centre_scope(closed.centre):
        closed.refresh_from_db()
    data = {**data, "version": closed.version}
    answer = as_alice.post(f"{url}points/{closed.pk}/{act}", data)
    assert answer.status_code == 422
    assert "Cette réunion est close" in answer.content.decode()
    with centre_scope(closed.centre):
        kept = AgendaItem.objects.get(pk=closed.pk)
        assert (kept.title, kept.meeting_id) == ("Le planning", closed.meeting_id)


def test_the_step_of_a_cancelled_meeting_is_not_ticked(
    as_alice: Client, url: str, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(meeting.centre):
        cancel_meeting(meeting, why="Grève", by=actor)
    answer = as_alice.post(f"{url}{meeting.pk}/ordre-du-jour/pret/")
    assert answer.status_code == 422
    assert "Cette réunion est annulée" in answer.content.decode()


@pytest.mark.parametrize("why", [PATIENT, "x" * 10_000])
def test_a_reason_that_cannot_be_kept_cancels_nothing(
    as_alice: Client, url: str, meeting: Meeting, why: str
) -> None:
    answer = as_alice.post(f"{url}{meeting.pk}/annuler/", {"why": why})
    assert answer.status_code == 422
    with centre_scope(meeting.centre):
        meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED


def test_a_topic_link_takes_nothing_once_the_meeting_is_over(
    client: Client, closed: AgendaItem, actor: Actor
) -> None:
    with centre_scope(closed.centre):
        link = make_link(kind="meetings.topic", about=closed.meeting, by=actor)
        address = link_url(link).removeprefix("http://localhost:8000")
    answer = client.post(address, {"text": "Un sujet en retard"})
    assert answer.status_code == 422
    assert "n’attend plus de sujet" in answer.content.decode()
    with centre_scope(closed.centre):
        assert not Idea.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "hier"])
def test_a_mistyped_year_makes_no_series_of_centuries(
    as_alice: Client, url: str, centre_a: Centre, day: str
) -> None:
    with centre_scope(centre_a):
        template = MeetingTemplate.objects.create(name="Hebdo")
        series = Series.objects.create(
            template=template, name="Hebdo", at="12:30", starts_on=timezone.localdate()
        )
    here = f"{url}series/{series.pk}/"
    for page, data in (
        (f"{here}prolonger/", {"until": day}),
        (f"{here}terminer/", {"until": day}),
        (f"{here}deplacer/?original=2026-12-01", {"to": day}),
    ):
        assert as_alice.post(page, data).status_code == 422, page
    with centre_scope(centre_a):
        assert not series.meetings.exists()


def test_an_evening_ends_after_midnight_on_the_sheet_too(
    as_alice: Client, url: str, meeting: Meeting
) -> None:
    with centre_scope(meeting.centre):
        meeting.starts_at = meeting.starts_at.replace(hour=19, minute=30)
        meeting.ends_at = meeting.starts_at + timedelta(hours=5)
        meeting.save()
        seat = Participant.objects.first()
        assert seat is not None
    hours = {"arrived": "20h30", "left": "00h15"}
    assert as_alice.post(f"{url}presents/{seat.pk}/", hours).status_code == 302
    with centre_scope(meeting.centre):
        stay = seat.stays.get()
    assert stay.left is not None
    assert stay.arrived is not None
    assert stay.left - stay.arrived == timedelta(hours=3, minutes=45)


def test_hours_taken_away_stay_in_the_audit(meeting: Meeting, actor: Actor) -> None:
    with centre_scope(meeting.centre):
        seat = Participant.objects.first()
        assert seat is not None
        mark(seat, "present", by=actor, at=timezone.now())
        mark(seat, "absent", by=actor, at=timezone.now())
        assert not seat.stays.exists()
        assert AuditEvent.objects.filter(action="effacer les heures").count() == 1
