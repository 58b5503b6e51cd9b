"""Clore and Suivi over HTTP: one act, proofreading, sending, reopening, what people thought."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.models import Delivery, Message
from pupitre.meetings.forms.attendance import shown
from pupitre.meetings.models import Meeting, Rating
from pupitre.meetings.services.attendance import everybody_present
from pupitre.meetings.services.run import start_meeting
from pupitre.tasks.models import Task
from tests.meetings.held import planned
from tests.meetings.test_services_close import held

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def meeting(centre_a: Any, actor: Actor) -> Meeting:
    with centre_scope(centre_a):
        return held(actor)


@pytest.fixture
def at(centre_a: Any) -> Any:
    return lambda path: f"/c/{centre_a.slug}/reunions/{path}"


HOURS = {"opened": "12:30", "finished": "13:58", "next_meeting": ""}


@pytest.mark.activity("A007")
@pytest.mark.activity("A008")
def test_close_proofread_send_and_follow(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    page = as_alice.get(at(f"{meeting.pk}/clore/")).content.decode()
    assert "1\u00a0point non traité" in page
    proof = as_alice.post(at(f"{meeting.pk}/clore/"), HOURS, follow=True).content.decode()
    assert "CR-2026-001" in proof

    item = meeting_item(meeting)
    corrected = as_alice.post(
        at(f"{meeting.pk}/relire/"), {f"notes-{item}": "La photo suit."}, follow=True
    ).content.decode()
    assert "corrigé et réimprimé" in corrected
    pdf = as_alice.get(at(f"{meeting.pk}/compte-rendu.pdf"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "La photo suit." in text
    assert pdf.headers["X-Frame-Options"] == "SAMEORIGIN"
    first = as_alice.get(at(f"{meeting.pk}/compte-rendu.pdf?version=1"))
    assert b"%PDF" in first.content[:10]
    assert as_alice.get(at(f"{meeting.pk}/compte-rendu.pdf?version=9")).status_code == 404

    sent = as_alice.post(at(f"{meeting.pk}/diffuser/"), follow=True).content.decode()
    assert "Compte rendu diffusé." in sent
    followed = as_alice.get(at(f"{meeting.pk}/suivi/")).content.decode()
    for words in ("Rédiger la fiche", "Claire Garnier", "Version 2", "Qui l’a reçu", "Point 3"):
        assert words in followed
    with centre_scope(centre_a):
        assert Message.objects.count() == 1
        assert Task.objects.count() == 1


def meeting_item(meeting: Meeting) -> int:
    with centre_scope(meeting.centre):
        return int(meeting.items.get(title="Point 1").pk)


def test_a_double_click_closes_once(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    for _ in range(2):
        as_alice.post(at(f"{meeting.pk}/clore/"), HOURS)
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=meeting.pk).number == "CR-2026-001"
        assert Task.objects.count() == 1


def test_wrong_hours_are_said_and_nothing_closes(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    wrong = as_alice.post(at(f"{meeting.pk}/clore/"), {**HOURS, "finished": "11:00"})
    assert wrong.status_code == 422
    assert "La fin doit venir après le début" in wrong.content.decode()
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=meeting.pk).state == "running"


def test_reopening_asks_why_and_keeps_the_reason(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    as_alice.post(at(f"{meeting.pk}/clore/"), HOURS)
    assert as_alice.post(at(f"{meeting.pk}/rouvrir/"), {"why": ""}).status_code == 422
    page = as_alice.post(
        at(f"{meeting.pk}/rouvrir/"), {"why": "Un départ oublié"}, follow=True
    ).content.decode()
    assert "Réunion rouverte" in page
    with centre_scope(centre_a):
        assert AuditEvent.objects.filter(changes__raison__1="Un départ oublié").exists()
    as_alice.post(at(f"{meeting.pk}/clore/"), HOURS)
    followed = as_alice.get(at(f"{meeting.pk}/suivi/")).content.decode()
    assert "Version 2" in followed
    assert 'name="file"' in followed  # a paper of the meeting is added where it is read


def links_of(name: str) -> list[str]:
    urls = [delivery.fields[name] for delivery in Delivery.objects.all()]
    return ["/" + url.split("/", 3)[3] for url in urls]


def test_participants_read_by_their_link_and_rate_once_without_a_name(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    as_alice.post(at(f"{meeting.pk}/clore/"), HOURS)
    as_alice.post(at(f"{meeting.pk}/diffuser/"))
    with centre_scope(centre_a):
        reads, rates = links_of("lien"), links_of("avis")
    reader = Client()
    assert "CR-2026-001" in reader.get(reads[0]).content.decode()
    assert reader.get(f"{reads[0]}?pdf=1").content.startswith(b"%PDF")
    assert reader.post(rates[0], {"mark": "9"}).status_code == 422
    for mark, url in zip((5, 4), rates[:2], strict=True):
        done = Client().post(url, {"mark": str(mark), "comment": f"mot {mark}"})
        assert "sans votre nom" in done.content.decode()
    assert Client().get(rates[0]).status_code == 410
    page = as_alice.get(at(f"{meeting.pk}/suivi/")).content.decode()
    assert "à partir de trois" in page
    assert "mot 5" not in page
    Client().post(rates[2], {"mark": "3", "comment": ""})
    page = as_alice.get(at(f"{meeting.pk}/suivi/")).content.decode()
    assert re.search(r"4,0</b> sur 5", page)
    assert "lu le" in page
    with centre_scope(centre_a):
        event = AuditEvent.objects.filter(object_type=Rating._meta.label_lower).first()
        assert event is not None
        assert (event.person_id, event.user_id, event.who) == (None, None, "sans nom")


def test_professionals_do_not_close_and_others_find_nothing(
    as_bob: Client, as_charlie: Client, meeting: Meeting, at: Any
) -> None:
    for path in ("clore/", "relire/", "rouvrir/"):
        assert as_bob.get(at(f"{meeting.pk}/{path}")).status_code == 403
        assert as_charlie.get(at(f"{meeting.pk}/{path}")).status_code == 404
    assert as_bob.post(at(f"{meeting.pk}/diffuser/")).status_code == 403
    assert as_bob.get(at(f"{meeting.pk}/suivi/")).status_code == 200


def test_the_minutes_of_a_series_are_one_document(
    as_alice: Client, at: Any, centre_a: Any, actor: Actor
) -> None:
    from pupitre.meetings.models import MeetingTemplate, Series
    from pupitre.meetings.services.close import close_meeting

    with centre_scope(centre_a):
        series = Series.objects.create(
            name="Équipe du mardi",
            template=MeetingTemplate.objects.create(name="Équipe"),
            at="12:30",
            starts_on=timezone.localdate(),
        )
    assert as_alice.get(at(f"series/{series.pk}/comptes-rendus.pdf")).status_code == 404
    with centre_scope(centre_a):
        for _ in range(2):
            one = held(actor, series=series)
            close_meeting(one, by=actor, now=one.starts_at + timedelta(minutes=80))
    pdf = as_alice.get(at(f"series/{series.pk}/comptes-rendus.pdf"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "CR-2026-001" in text
    assert "CR-2026-002" in text
    assert "Anne Petit" in text


def early_meeting(centre: Any, actor: Actor) -> Meeting:
    """A meeting of the day after tomorrow in which everybody is noted as there."""
    with centre_scope(centre):
        start = (timezone.localtime() + timedelta(days=2)).replace(hour=23, minute=30, second=0)
        meeting = planned(actor, starts_at=start)
        everybody_present(meeting, by=actor)
        return meeting


def lasted(closed: Meeting) -> timedelta:
    assert closed.opened_at
    assert closed.finished_at
    return closed.finished_at - closed.opened_at


def test_opening_days_early_asks_first(
    as_alice: Client, centre_a: Any, actor: Actor, at: Any
) -> None:
    meeting = early_meeting(centre_a, actor)
    asked = as_alice.post(at(f"{meeting.pk}/ouvrir/"))
    assert asked.status_code == 422
    assert "Ouvrir quand même" in asked.content.decode()
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=meeting.pk).state == "planned"
    as_alice.post(at(f"{meeting.pk}/ouvrir/"), {"early": "yes"})
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=meeting.pk).state == "running"


def test_a_meeting_opened_days_early_counts_the_minutes_of_the_day_it_was_held(
    as_alice: Client, centre_a: Any, actor: Actor, at: Any
) -> None:
    """The inflated times of a former closing are corrected by reopening and closing again."""
    meeting = early_meeting(centre_a, actor)
    with centre_scope(centre_a):
        opened = timezone.now() - timedelta(days=3, seconds=17)
        start_meeting(meeting, by=actor, now=opened, early=True)
        fresh = Meeting.objects.get(pk=meeting.pk)
        fresh.finished_at = opened + timedelta(days=2, minutes=2)
        fresh.save()
    hours = {"opened": shown(opened), "finished": shown(fresh.finished_at), "next_meeting": ""}
    for _ in range(2):
        as_alice.post(at(f"{meeting.pk}/clore/"), hours)
        with centre_scope(centre_a):
            closed = Meeting.objects.get(pk=meeting.pk)
            assert lasted(closed) <= timedelta(minutes=2)
            assert {one.minutes for one in closed.participants.all()} <= {1, 2}
        as_alice.post(at(f"{meeting.pk}/rouvrir/"), {"why": "Les heures"})


def test_a_meeting_may_end_past_midnight_but_not_last_half_a_day(
    as_alice: Client, centre_a: Any, actor: Actor, at: Any
) -> None:
    meeting = early_meeting(centre_a, actor)
    with centre_scope(centre_a):
        start_meeting(meeting, by=actor, now=meeting.starts_at)
    hours = {"opened": "23:15", "finished": "00:45", "next_meeting": ""}
    long = as_alice.post(at(f"{meeting.pk}/clore/"), {**hours, "finished": "23:10"})
    assert long.status_code == 422
    assert "au plus 12\u00a0heures" in long.content.decode()
    as_alice.post(at(f"{meeting.pk}/clore/"), hours)
    with centre_scope(centre_a):
        closed = Meeting.objects.get(pk=meeting.pk)
        assert lasted(closed) == timedelta(minutes=90)


def test_the_follow_up_lists_the_locked_minutes_once(
    as_alice: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    as_alice.post(at(f"{meeting.pk}/clore/"), HOURS)
    page = as_alice.get(at(f"{meeting.pk}/suivi/")).content.decode()
    with centre_scope(centre_a):
        document = Meeting.objects.get(pk=meeting.pk).minutes_document
        assert document
        assert document.get_absolute_url() not in page
    assert page.count("?version=1") == 1
