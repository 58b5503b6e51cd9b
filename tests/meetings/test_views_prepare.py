"""The list of meetings and the stage Préparer, over HTTP."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import AgendaItem, Meeting, MeetingTemplate, Participant, TemplateItem
from pupitre.meetings.services.agenda import add_item
from pupitre.meetings.services.prepare import add_participants, assign_role, plan_meeting
from pupitre.meetings.urls import urlpatterns
from pupitre.people.models import Group, GroupMember, Person
from pupitre.people.services.persons import person_leaves


def url(centre: Centre, path: str = "") -> str:
    return f"/c/{centre.slug}/reunions/{path}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_the_meeting_opens_on_the_stage_that_fits(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    answer = as_alice.get(url(centre_a, f"{meeting.pk}/"), follow=True)
    assert answer.redirect_chain[-1][0] == url(centre_a, f"{meeting.pk}/preparer/")
    assert "Réunion de novembre" in answer.content.decode()


def test_another_centres_meeting_does_not_exist(
    as_charlie: Client, centre_b: Centre, meeting: Meeting
) -> None:
    assert as_charlie.get(url(centre_b, f"{meeting.pk}/preparer/")).status_code == 404


def test_a_professional_reads_the_preparation_but_changes_nothing(
    as_bob: Client, centre_a: Centre, meeting: Meeting
) -> None:
    text = page(as_bob, url(centre_a, f"{meeting.pk}/preparer/"))
    assert "Léa Petit" in text
    assert "Inviter aussi" not in text
    assert as_bob.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "X"}).status_code == 403


def test_a_meeting_is_planned_from_a_model_and_a_date_alone(
    as_alice: Client, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        template = MeetingTemplate.objects.create(name="Réunion d'équipe", minutes=60)
        TemplateItem.objects.create(template=template, title="Tour de table", minutes=5)
    answer = as_alice.post(
        url(centre_a, "ajouter/"),
        {"template": template.pk, "day": "2026-12-01", "at": "12:30"},
        follow=True,
    )
    text = answer.content.decode()
    assert "Mardi 1er" in text
    assert "Tour de table" in text


def test_a_meeting_without_title_model_nor_kind_is_refused(
    as_alice: Client, centre_a: Centre
) -> None:
    answer = as_alice.post(url(centre_a, "ajouter/"), {"day": "2026-12-01", "at": "12:30"})
    assert answer.status_code == 422
    assert "Écrivez un titre, ou choisissez un modèle" in answer.content.decode()


def test_items_are_added_reordered_put_aside_and_taken_back(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    for title in ("Horaires d'hiver", "Parking"):
        as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": title, "minutes": 20})
    with centre_scope(centre_a):
        first, second = meeting.items.all()
    as_alice.post(url(centre_a, f"points/{second.pk}/monter/"))
    text = page(as_alice, url(centre_a, f"{meeting.pk}/preparer/"))
    assert text.index("Parking") < text.index("Horaires d&#x27;hiver")

    as_alice.post(url(centre_a, f"points/{first.pk}/plus-tard/"))
    with centre_scope(centre_a):
        assert [item.title for item in meeting.items.all()] == ["Parking"]
    as_alice.post(url(centre_a, f"{meeting.pk}/points/{first.pk}/reprendre/"))
    with centre_scope(centre_a):
        assert [item.title for item in meeting.items.all()] == ["Parking", "Horaires d'hiver"]


def test_an_item_is_changed_in_its_place_and_refused_with_a_sentence(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "Parking", "minutes": 20})
    with centre_scope(centre_a):
        item, lea = AgendaItem.objects.get(), Person.objects.get(last_name="Petit")
    assert 'name="detail"' in page(
        as_alice, url(centre_a, f"{meeting.pk}/preparer/?point={item.pk}")
    )
    data = {"title": "Parking", "minutes": 0, "owner": lea.pk, "version": item.version}
    refused = as_alice.post(url(centre_a, f"points/{item.pk}/"), data)
    assert refused.status_code == 422
    assert "entre 1 et 480 minutes" in refused.content.decode()
    as_alice.post(url(centre_a, f"points/{item.pk}/"), {**data, "minutes": 25})
    with centre_scope(centre_a):
        item.refresh_from_db()
        assert (item.minutes, item.owner) == (25, lea)


def test_an_agenda_longer_than_the_slot_is_said(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "Projet", "minutes": 120})
    text = page(as_alice, url(centre_a, f"{meeting.pk}/preparer/"))
    assert "dépasse la fin" in text
    assert "ou prolongez la réunion" in text


def test_a_patient_named_in_an_item_is_refused(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    answer = as_alice.post(
        url(centre_a, f"{meeting.pk}/points/"),
        {"title": "Dossier 2 84 05 35 238 001 79", "minutes": 5},
    )
    assert answer.status_code == 422
    with centre_scope(centre_a):
        assert not AgendaItem.objects.exists()


def test_the_list_costs_the_same_for_one_and_thirty_meetings(
    as_alice: Client,
    centre_a: Centre,
    meeting: Meeting,
    actor: Actor,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            page(as_alice, url(centre_a))
        return len(counted)

    before = queries()
    with centre_scope(centre_a):
        for days in range(1, 30):
            plan_meeting(
                title=f"N° {days}", starts_at=meeting.starts_at + timedelta(days=days), by=actor
            )
    assert queries() == before


def test_the_list_filters_by_kind_and_keeps_past_meetings_apart(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(centre_a):
        plan_meeting(title="Ancienne", starts_at=timezone.now() - timedelta(days=9), by=actor)
        plan_meeting(kind="rcp", starts_at=timezone.now() + timedelta(days=9), by=actor)
    coming, past = page(as_alice, url(centre_a)), page(as_alice, url(centre_a, "?quand=passees"))
    assert ("Ancienne" in coming, "Ancienne" in past) == (False, True)
    assert "Réunion de novembre" not in page(as_alice, url(centre_a, "?sorte=rcp"))


def test_someone_uninvited_loses_roles_and_someone_else_is_invited(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    with centre_scope(centre_a):
        lea = Participant.objects.get(person__last_name="Petit")
        new = Person.objects.create(last_name="Benali", kind=Person.Kind.OTHER)
    as_alice.post(url(centre_a, f"{meeting.pk}/role/"), {"role": "chair", "person": lea.person_id})
    assert "Animée par Léa Petit" in page(as_alice, url(centre_a, f"{meeting.pk}/preparer/"))
    as_alice.post(url(centre_a, f"invites/{lea.pk}/retirer/"))
    as_alice.post(url(centre_a, f"{meeting.pk}/invites/"), {"person": new.pk})
    with centre_scope(centre_a):
        assert not meeting.roles.exists()
        assert sorted(meeting.participants.values_list("person__last_name", flat=True)) == [
            "Benali",
            "Moreau",
            "Roy",
        ]


@pytest.mark.activity("A014")
def test_a_groups_page_shows_its_meetings_and_the_time_spent(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(centre_a):
        group = Group.objects.create(name="Plaies chroniques")
        for person in Person.objects.filter(last_name__in=["Petit", "Roy"]):
            GroupMember.objects.create(group=group, person=person)
    day = timezone.localdate() + timedelta(days=30)
    as_alice.post(
        url(centre_a, "ajouter/"),
        {"title": "Plaies, séance 1", "group": group.pk, "day": day, "at": "13:00"},
    )
    with centre_scope(centre_a):
        planned = Meeting.objects.get(group=group)
        assert planned.participants.count() == 2
        Meeting.objects.filter(pk=planned.pk).update(state="closed")
        planned.participants.update(day_minutes=60)
    text = page(as_alice, f"/c/{centre_a.slug}/annuaire/groupes/{group.pk}/")
    assert "Plaies, séance 1" in text
    assert "2\N{NO-BREAK SPACE}h de présence" in text


def test_who_leaves_is_not_invited_any_more_to_what_comes(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(centre_a):
        lea = Person.objects.get(last_name="Petit")
        assign_role(meeting, "chair", lea, by=actor)
        person_leaves(lea, on=timezone.localdate(), by=actor)
        assert not meeting.participants.filter(person=lea).exists()
        assert not meeting.roles.exists()


def test_the_preparation_costs_the_same_whatever_the_number_of_guests(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    address = url(centre_a, f"{meeting.pk}/preparer/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(as_alice, address)
        return len(counted)

    before = queries()
    with centre_scope(centre_a):
        more = [Person.objects.create(last_name=f"N{number}") for number in range(20)]
        add_participants(meeting, more, by=actor)
        for number in range(10):
            add_item(meeting, AgendaItem(title=f"Point {number}", owner=more[number]), by=actor)
    assert queries() <= before + 1  # the items' last order is not asked again


def test_a_past_meeting_proposes_no_mail_and_a_cancelled_one_says_why(
    as_alice: Client, centre_a: Centre, meeting: Meeting, actor: Actor
) -> None:
    with centre_scope(centre_a):
        past = plan_meeting(title="Hier", starts_at=timezone.now() - timedelta(days=1), by=actor)
    refused = as_alice.post(
        url(centre_a, f"{past.pk}/envoyer/notice/"), {"subject": "x", "body": "{lien}"}
    )
    assert refused.status_code == 422
    assert "Cette réunion est passée" in refused.content.decode()
    as_alice.post(url(centre_a, f"{meeting.pk}/annuler/"), {"why": "Trop d’absents"})
    text = page(as_alice, url(centre_a, f"{meeting.pk}/preparer/"))
    assert "Cette réunion est annulée" in text
    assert "Trop d’absents" in text
    assert "Inviter aussi" not in text
    added = as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "X", "minutes": 5})
    assert added.status_code == 422


def test_the_search_finds_a_meeting_by_an_item_of_its_agenda(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    as_alice.post(url(centre_a, f"{meeting.pk}/points/"), {"title": "Défibrillateur", "minutes": 5})
    assert "Réunion de novembre" in page(as_alice, f"/c/{centre_a.slug}/chercher/?q=defibril")


def test_no_two_pages_of_meetings_bear_one_name() -> None:
    names = [pattern.name for pattern in urlpatterns]
    assert sorted(names) == sorted(set(names))


def test_cancelling_a_meeting_that_somebody_changes_meanwhile_says_so(
    as_alice: Client, centre_a: Centre, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed_meanwhile(meeting: Meeting) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)

    monkeypatch.setattr("pupitre.meetings.services.prepare.still_to_hold", changed_meanwhile)
    answer = as_alice.post(url(centre_a, f"{meeting.pk}/annuler/"), {"why": "Grippe"})
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette réunion" in answer.content.decode()
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=meeting.pk).state == "planned"
