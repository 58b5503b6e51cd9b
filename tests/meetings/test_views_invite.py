"""Mails about a meeting and the answers that come back, over HTTP and real SMTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.jobs import enqueue, worker
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import Idea
from pupitre.mailing.models import Delivery, Message
from pupitre.meetings.models import AgendaItem, Meeting, MeetingSettings, Participant
from pupitre.meetings.queries.prepare import deadlines
from pupitre.meetings.services import invite
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person
from pupitre.tasks.services import add_task
from tests.mailing.smtp_server import Post

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://localhost:8000(/c/\S+)")


def url(centre: Centre, path: str = "") -> str:
    return f"/c/{centre.slug}/reunions/{path}"


def mail_of(centre: Centre, meeting: Meeting, kind: str) -> dict[str, str]:
    """Return the form of a mail as the page proposes it."""
    with centre_scope(centre):
        draft = invite.draft(meeting, kind)
    return {"subject": draft.subject, "body": draft.body}


def send(client: Client, centre: Centre, meeting: Meeting, kind: str) -> Any:
    data = mail_of(centre, meeting, kind)
    answer = client.post(url(centre, f"{meeting.pk}/envoyer/{kind}/"), data)
    worker.run_due()
    return answer


def body_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def link_in(mail: Any) -> str:
    found = LINK.search(body_of(mail))
    assert found is not None, body_of(mail)
    return found[1]


def calendar_in(mail: Any) -> Calendar:
    (part,) = [one for one in mail.iter_attachments() if one.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True))


def participant(centre: Centre, last_name: str) -> Participant:
    with centre_scope(centre):
        return Participant.objects.select_related("proxy").get(person__last_name=last_name)


@pytest.mark.activity("A004")
def test_notice_answers_reminder_and_bounces_by_real_smtp(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    post.rcpt["moreau@a.example"] = "550 no such user"
    assert send(as_alice, centre_a, meeting, "notice").status_code == 302
    mails = dict(post.received)
    assert sorted(mails) == ["petit@a.example", "roy@a.example"]

    calendar = calendar_in(mails["roy@a.example"])
    (event,) = calendar.events
    assert calendar["METHOD"] == "REQUEST"
    assert event["ATTENDEE"] == "mailto:roy@a.example"
    assert event["DTSTART"].dt == meeting.starts_at.replace(microsecond=0)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]

    public = Client()
    lea = link_in(mails["petit@a.example"])
    assert "serez-vous là" in public.get(lea).content.decode()
    assert "vous venez" in public.post(lea, {"answer": "yes"}).content.decode()
    assert participant(centre_a, "Petit").answer == "yes"
    paul = participant(centre_a, "Roy")
    assert (
        "vous donnez pouvoir"
        in public.post(
            link_in(mails["roy@a.example"]),
            {"answer": "proxy", "proxy": participant(centre_a, "Petit").person_id},
        ).content.decode()
    )
    paul = participant(centre_a, "Roy")
    assert (paul.answer, str(paul.proxy), paul.answered_via) == ("proxy", "Léa Petit", "link")

    page = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    assert "refusé par le destinataire" in page
    assert "n’existe pas" in page

    del post.rcpt["moreau@a.example"]
    send(as_alice, centre_a, meeting, "reminder")
    assert post.addresses[2:] == ["moreau@a.example"]
    with centre_scope(centre_a):
        done = meeting.steps.exclude(done_on=None).values_list("key", flat=True)
        assert sorted(done) == ["notice", "reminder"]


def test_an_answer_may_change_until_the_meeting_begins(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "notice")
    link = link_in(dict(post.received)["petit@a.example"])
    public = Client()
    public.post(link, {"answer": "yes"})
    public.post(link, {"answer": "excused"})
    assert participant(centre_a, "Petit").answer == "excused"
    with time_machine.travel(meeting.ends_at + timedelta(minutes=5)):
        late = public.post(link, {"answer": "yes"})
    assert late.status_code == 422
    assert participant(centre_a, "Petit").answer == "excused"


def test_a_proxy_goes_to_somebody_who_will_be_there(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "notice")
    link, public = link_in(dict(post.received)["petit@a.example"]), Client()
    for proxy in ("", participant(centre_a, "Petit").person_id):
        assert public.post(link, {"answer": "proxy", "proxy": proxy}).status_code == 422
    assert public.post(link, {"answer": "none"}).status_code == 422
    assert participant(centre_a, "Petit").answer == "none"


def test_somebody_uninvited_cannot_answer_any_more(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "notice")
    link = link_in(dict(post.received)["petit@a.example"])
    one = participant(centre_a, "Petit")
    as_alice.post(url(centre_a, f"invites/{one.pk}/retirer/"))
    assert Client().get(link).status_code == 410


def test_the_coordinator_types_an_answer_given_by_telephone(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    one = participant(centre_a, "Petit")
    as_alice.post(url(centre_a, f"invites/{one.pk}/"), {"answer": "yes"})
    one = participant(centre_a, "Petit")
    assert (one.answer, one.answered_via) == ("yes", "web")


def test_without_smtp_every_mail_is_prepared(
    as_alice: Client, centre_a: Centre, meeting: Meeting, settings: Any
) -> None:
    settings.SMTP_URL = ""
    send(as_alice, centre_a, meeting, "notice")
    with centre_scope(centre_a):
        assert set(Delivery.objects.values_list("state", flat=True)) == {"prepared"}
    page = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    assert "mail à envoyer" in page


def test_a_notice_is_sent_once_to_each_and_refused_with_a_sentence_afterwards(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "notice")
    data = {"subject": "x", "body": "{lien}"}
    again = as_alice.post(url(centre_a, f"{meeting.pk}/envoyer/notice/"), data)
    assert again.status_code == 422
    assert "déjà reçu la convocation" in again.content.decode()


def test_a_mail_that_lost_its_link_is_refused(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    data = {"subject": "Venez", "body": "Bonjour {prenom}"}
    answer = as_alice.post(url(centre_a, f"{meeting.pk}/envoyer/notice/"), data)
    assert answer.status_code == 422
    assert "Remettez {lien}" in answer.content.decode()


def test_moving_asks_again_and_updates_calendars_then_cancelling_removes(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "notice")
    Client().post(link_in(dict(post.received)["petit@a.example"]), {"answer": "yes"})
    first = calendar_in(dict(post.received)["petit@a.example"]).events[0]
    with centre_scope(centre_a):
        version = Meeting.objects.get().version
    day = timezone.localdate(meeting.starts_at) + timedelta(days=7)
    data = {"title": "Réunion de novembre", "day": day, "at": "18:00", "minutes": 60}
    moved = as_alice.post(
        url(centre_a, f"{meeting.pk}/modifier/"), {**data, "quorum": 0, "version": version}
    )
    assert moved.headers["Location"] == url(centre_a, f"{meeting.pk}/envoyer/moved/")
    assert participant(centre_a, "Petit").answer == "none"
    with centre_scope(centre_a):
        fresh = Meeting.objects.get()
    send(as_alice, centre_a, fresh, "moved")
    second = calendar_in(dict(post.received)["petit@a.example"]).events[0]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTART"].dt.hour == 18

    cancelled = as_alice.post(url(centre_a, f"{meeting.pk}/annuler/"), {"why": "Grippe"})
    assert cancelled.headers["Location"] == url(centre_a, f"{meeting.pk}/envoyer/cancelled/")
    with centre_scope(centre_a):
        fresh = Meeting.objects.get()
    preparation = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    assert "Prévenir les invités" in preparation
    assert "Rétroplanning" not in preparation
    send(as_alice, centre_a, fresh, "cancelled")
    preparation = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    assert "Prévenir les invités" not in preparation
    last = calendar_in(dict(post.received)["petit@a.example"])
    assert (last["METHOD"], last.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "Grippe" in body_of(dict(post.received)["petit@a.example"])


@pytest.mark.activity("A003")
def test_the_agenda_is_fed_by_decisions_topics_and_the_model_then_printed(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "topics")
    link, public = link_in(dict(post.received)["petit@a.example"]), Client()
    assert (
        "sujet est transmis"
        in public.post(
            link, {"text": "Parking du personnel\nPlus de place le mardi."}, follow=True
        ).content.decode()
    )
    with centre_scope(centre_a):
        lea = Person.objects.get(last_name="Petit")
        today = timezone.localdate()
        add_task(
            title="Afficher les horaires", kind="decision", owner=lea, decided_on=today, by=actor
        )
    page = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    assert "proposé par Léa Petit" in page

    as_alice.post(url(centre_a, f"{meeting.pk}/ordre-du-jour/"))
    with centre_scope(centre_a):
        items = list(meeting.items.all())
        assert [item.title for item in items] == ["Afficher les horaires", "Parking du personnel"]
        assert items[1].owner == lea
        assert Idea.objects.get().state == Idea.State.AGENDA
        assert Message.objects.filter(kind="inbox.news", deliveries__person=lea).exists()
    as_alice.post(url(centre_a, f"{meeting.pk}/ordre-du-jour/"))
    with centre_scope(centre_a):
        assert AgendaItem.objects.count() == 2
    pdf = as_alice.get(url(centre_a, f"{meeting.pk}/ordre-du-jour.pdf"))
    assert pdf.content.startswith(b"%PDF")


def test_a_topic_that_names_a_patient_is_refused(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    send(as_alice, centre_a, meeting, "topics")
    link = link_in(dict(post.received)["petit@a.example"])
    answer = Client().post(link, {"text": "Dossier 2 84 05 35 238 001 79"})
    assert answer.status_code == 422
    with centre_scope(centre_a):
        assert not Idea.objects.exists()


@pytest.mark.activity("A002")
def test_the_back_plan_is_dated_owned_and_ticked_by_the_acts(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    page = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    for words in ("Appel à sujets", "Ordre du jour", "Convocation", "Relance", "Compte rendu"):
        assert words in page
    assert "secrétaire de séance" in page
    as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "Parking", "minutes": 10})
    send(as_alice, centre_a, meeting, "notice")
    with centre_scope(centre_a):
        done = dict(meeting.steps.values_list("key", "done_on"))
    today = timezone.localdate()
    assert (done["notice"], done["agenda"], done["reminder"]) == (today, today, None)
    with centre_scope(centre_a):
        due = [one.title for one in deadlines(today + timedelta(days=18))]
    assert due == ["Relance : Réunion de novembre"]


def test_what_is_due_for_a_meeting_is_one_line_of_the_desk(
    centre_a: Centre, meeting: Meeting
) -> None:
    with centre_scope(centre_a):
        (due,) = deadlines(timezone.localdate(meeting.starts_at) - timedelta(days=12))
    assert due.title == "Appel à sujets, ordre du jour, convocation : Réunion de novembre"
    assert (due.act, due.minutes) == ("Préparer", 15)
    assert due.url.endswith(f"/{meeting.pk}/preparer/")


def test_notices_leave_by_themselves_only_where_the_centre_asked(
    as_alice: Client, centre_a: Centre, meeting: Meeting, post: Post
) -> None:
    due = meeting.starts_at - timedelta(days=14)

    def daily() -> None:
        enqueue("pupitre.meetings.jobs.send_due")
        worker.run_due()

    with time_machine.travel(due):
        daily()
        assert post.received == []
        with centre_scope(centre_a):
            MeetingSettings.objects.create(send_automatically=True)
        daily()
        daily()
    assert sorted(post.addresses) == ["moreau@a.example", "petit@a.example", "roy@a.example"]


@pytest.mark.activity("A006")
def test_roles_are_proposed_in_turn_changed_in_a_click_and_remembered(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(centre_a):
        lea = Person.objects.get(last_name="Petit")
        before = plan_meeting(
            title="Octobre", starts_at=timezone.now() - timedelta(days=20), by=actor
        )
    as_alice.post(url(centre_a, f"{before.pk}/role/"), {"role": "chair", "person": lea.pk})
    page = as_alice.get(url(centre_a, f"{meeting.pk}/preparer/")).content.decode()
    proposed = re.findall(r'name="person" value="(\d+)"', page)
    assert len(set(proposed)) == 3
    assert proposed[0] != str(lea.pk)
    assert "ne l’a encore jamais fait" in page

    as_alice.post(url(centre_a, f"{meeting.pk}/role/"), {"role": "chair", "person": proposed[0]})
    with centre_scope(centre_a):
        assert str(meeting.roles.get(role="chair").person_id) == proposed[0]
    history = as_alice.get(url(centre_a, "roles/")).content.decode()
    assert "Octobre" in history
    assert "Léa Petit" in history


@pytest.mark.activity("A001")
def test_everybody_subscribes_to_their_meetings_by_a_revocable_address(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor, post: Post
) -> None:
    lea = participant(centre_a, "Petit")
    as_alice.post(url(centre_a, "agendas/envoyer/"), {"person": lea.person_id})
    worker.run_due()
    address = link_in(post.received[0][1])
    with centre_scope(centre_a):
        plan_meeting(title="Sans Léa", starts_at=meeting.starts_at, by=actor, people=[])
        Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    feed = Client().get(address)
    assert feed.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(feed.content).events
    assert (event["SUMMARY"], event["STATUS"]) == ("Réunion de novembre", "CANCELLED")

    as_alice.post(url(centre_a, "agendas/la-msp/creer/"))
    page = as_alice.get(url(centre_a, "agendas/")).content.decode()
    whole = LINK.search(page)
    assert whole is not None
    address = whole[1].split('"')[0]
    assert len(Calendar.from_ical(Client().get(address).content).events) == 2
    as_alice.post(url(centre_a, "agendas/la-msp/retirer/"))
    assert Client().get(address).status_code == 410


def test_the_same_again_keeps_people_and_place_and_skips_days_off(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    answer = as_alice.post(url(centre_a, f"{meeting.pk}/la-meme/"))
    with centre_scope(centre_a):
        new = Meeting.objects.exclude(pk=meeting.pk).get()
        assert new.participants.count() == 3
        days = (new.starts_at - meeting.starts_at).days
    assert days % 7 in {0, 6}  # summer time may begin between both
    assert answer.headers["Location"] == url(centre_a, f"{new.pk}/preparer/")
