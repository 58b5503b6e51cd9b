"""Animer over HTTP: the room, its clock, notes by two people, decisions typed in one line."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.core.actor import Actor
from pupitre.core.records import ConflictError
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import AgendaItem, Meeting, Outcome
from pupitre.meetings.services.run import start_meeting
from tests.meetings.held import planned

HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting(centre_a: Any, actor: Actor) -> Meeting:
    """A meeting that runs now."""
    with centre_scope(centre_a):
        found = planned(actor, starts_at=timezone.now() - timedelta(minutes=10))
        return start_meeting(found, by=actor, now=timezone.now())


@pytest.fixture
def at(centre_a: Any) -> Any:
    """The address of a page of the meetings of A."""
    return lambda path: f"/c/{centre_a.slug}/reunions/{path}"


def item_of(meeting: Meeting, title: str = "Point 1") -> AgendaItem:
    with centre_scope(meeting.centre):
        return AgendaItem.objects.get(meeting=meeting, title=title)


@pytest.mark.activity("A005")
def test_the_projector_runs_the_meeting_with_sheets_at_hand(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    page = as_bob.get(at(f"{meeting.pk}/projection/")).content.decode()
    for words in ("Point 1", "Ensuite", "Point 2", "Parole", "data-timer", "Fiches d’animation"):
        assert words in page

    with centre_scope(centre_a):
        garnier = meeting.participants.get(person__last_name="Garnier").person_id
    as_bob.post(at(f"{meeting.pk}/parole/"), {"person": garnier, "from": "projector"})
    item = item_of(meeting)
    followed = as_bob.post(
        at(f"seance/points/{item.pk}/traiter/"), {"from": "projector"}, follow=True
    )
    page = followed.content.decode()
    assert "Point 2" in page.split("Ensuite")[0]
    assert "Personne ne la demande" in page, "a new item begins with no hand raised"


@pytest.mark.activity("A006")
def test_the_roles_of_the_meeting_are_shown(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    with centre_scope(centre_a):
        petit = meeting.participants.get(person__last_name="Petit").person
        meeting.roles.create(role="scribe", person=petit)
    assert "secrétaire de séance Anne Petit" in as_bob.get(
        at(f"{meeting.pk}/animer/")
    ).content.decode().replace("Secrétaire", "secrétaire")


@pytest.mark.activity("A007")
def test_two_people_write_at_once_and_lose_nothing(
    as_alice: Client, as_bob: Client, meeting: Meeting, at: Any
) -> None:
    url = at(f"seance/points/{item_of(meeting).pk}/notes/")
    as_alice.post(url, {"base": "", "notes": "Tour de table"}, headers=HTMX)
    sent = as_bob.post(url, {"base": "", "notes": "Le bail est signé"}, headers=HTMX)
    assert sent.status_code == 200
    assert "vos deux textes sont gardés" in sent.content.decode()
    notes = item_of(meeting).notes
    assert {"Tour de table", "Le bail est signé"} == set(notes.split("\n"))

    # the page of the other one hears of it, without a field that is typed in
    state = as_alice.get(at(f"{meeting.pk}/animer/etat/")).content.decode()
    assert "Le bail est signé" in state
    assert 'name="notes"' not in state


def test_notes_without_javascript_come_back_to_the_page(
    as_bob: Client, meeting: Meeting, at: Any
) -> None:
    url = at(f"seance/points/{item_of(meeting).pk}/notes/")
    page = as_bob.post(url, {"base": "", "notes": "Une ligne"}, follow=True).content.decode()
    assert "Enregistré à" in page
    assert "Une ligne" in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_patient_in_the_notes_is_refused_and_the_text_stays(
    as_bob: Client, meeting: Meeting, at: Any, headers: dict[str, str]
) -> None:
    url = at(f"seance/points/{item_of(meeting).pk}/notes/")
    typed = "Mme Durand, née le 12/03/1941"
    answer = as_bob.post(url, {"base": "", "notes": typed}, headers=headers)
    assert answer.status_code == 422
    assert "désigne une personne" in answer.content.decode()
    assert headers or typed in answer.content.decode()
    assert item_of(meeting).notes == ""


@pytest.mark.activity("A009")
def test_a_decision_typed_in_one_line_has_its_owner_and_date(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    item = item_of(meeting)
    line = {"item": item.pk, "text": "Rédiger la fiche @garnier pour le 8/12/2030"}
    answer = as_bob.post(at(f"{meeting.pk}/decisions/"), line, headers=HTMX)
    assert "Rédiger la fiche" in answer.content.decode()
    with centre_scope(centre_a):
        outcome = Outcome.objects.get()
        assert (outcome.text, outcome.kind, str(outcome.owner)) == (
            "Rédiger la fiche",
            "task",
            "Claire Garnier",
        )
        assert outcome.due == date(2030, 12, 8)

    page = as_bob.post(
        at(f"seance/decisions/{outcome.pk}/"),
        {"text": "Rédiger une page", "kind": "decision", "owner": "", "due": ""},
        follow=True,
    )
    assert "Rédiger une page" in page.content.decode()
    as_bob.post(at(f"seance/decisions/{outcome.pk}/retirer/"))
    with centre_scope(centre_a):
        assert not Outcome.objects.exists()


def test_a_line_that_names_nobody_says_so_and_notes_nothing(
    as_bob: Client, meeting: Meeting, at: Any
) -> None:
    for headers in ({}, HTMX):
        answer = as_bob.post(
            at(f"{meeting.pk}/decisions/"), {"text": "Faire @zzz"}, headers=headers
        )
        assert answer.status_code == 422
        assert "Personne ne s’appelle « zzz »" in answer.content.decode()


def test_the_poll_sends_only_what_changed(as_bob: Client, meeting: Meeting, at: Any) -> None:
    page = as_bob.get(at(f"{meeting.pk}/animer/")).content.decode()
    marks = [part.split('"')[0] for part in page.split('name="seen" value="')[1:]]
    assert len(marks) > 8
    url = at(f"{meeting.pk}/animer/etat/")
    assert as_bob.get(url, {"seen": marks}).status_code == 204
    as_bob.post(at(f"{meeting.pk}/decisions/"), {"text": "Une décision"})
    changed = as_bob.get(url, {"seen": marks}).content.decode()
    assert changed.count("hx-swap-oob") == 1
    assert "Une décision" in changed


def test_an_rcp_shows_counts_and_takes_no_notes(
    as_bob: Client, actor: Actor, centre_a: Any, at: Any
) -> None:
    with centre_scope(centre_a):
        rcp = planned(actor, kind="rcp", starts_at=timezone.now(), items=1)
    page = as_bob.get(at(f"{rcp.pk}/animer/")).content.decode()
    assert "Dossiers étudiés" in page
    assert 'name="notes"' not in page
    as_bob.post(at(f"{rcp.pk}/dossiers/"), {"number": "3"})
    wrong = as_bob.post(at(f"{rcp.pk}/dossiers/"), {"number": "-1"})
    assert wrong.status_code == 422
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=rcp.pk).files == 3


def test_the_files_of_an_rcp_changed_meanwhile_or_closed_are_refused(
    as_bob: Client, actor: Actor, centre_a: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with centre_scope(centre_a):
        rcp = planned(actor, kind="rcp", starts_at=timezone.now(), items=1)

    def changed(meeting: Meeting, **_: Any) -> None:
        raise ConflictError(meeting, meeting)

    with monkeypatch.context() as patch:
        patch.setattr("pupitre.meetings.services.rcp.save_counts", changed)
        answer = as_bob.post(at(f"{rcp.pk}/dossiers/"), {"number": "3"})
    assert answer.status_code == 409
    assert "Quelqu’un vient de modifier cette RCP" in answer.content.decode()
    with centre_scope(centre_a):
        Meeting.objects.filter(pk=rcp.pk).update(state="closed")
    assert as_bob.post(at(f"{rcp.pk}/dossiers/"), {"number": "3"}).status_code == 403
    with centre_scope(centre_a):
        assert Meeting.objects.get(pk=rcp.pk).files is None


def test_a_closed_meeting_is_read_only(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    with centre_scope(centre_a):
        Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    page = as_bob.get(at(f"{meeting.pk}/animer/")).content.decode()
    assert "Cette réunion est close" in page
    assert 'name="notes"' not in page
    late = as_bob.post(at(f"{meeting.pk}/decisions/"), {"text": "Trop tard"}, headers=HTMX)
    assert late.status_code == 422


def test_another_centre_finds_nothing_and_the_accountant_is_refused(
    as_charlie: Client, meeting: Meeting, at: Any, centre_a: Any, member_of: Any, logged_in: Any
) -> None:
    assert as_charlie.get(at(f"{meeting.pk}/animer/")).status_code == 404
    accountant = logged_in(member_of(centre_a, "accountant"))
    assert accountant.get(at(f"{meeting.pk}/animer/")).status_code == 403
    assert accountant.post(at(f"{meeting.pk}/decisions/"), {"text": "x"}).status_code == 403


def test_the_room_takes_the_same_queries_for_four_or_thirty_people(
    as_bob: Client, actor: Actor, centre_a: Any, at: Any, django_assert_max_num_queries: Any
) -> None:
    with centre_scope(centre_a):
        big = planned(actor, count=30, items=12, starts_at=timezone.now())
    as_bob.get(at(f"{big.pk}/animer/"))
    with django_assert_max_num_queries(60) as small:
        as_bob.get(at(f"{big.pk}/animer/"))
    with centre_scope(centre_a):
        bigger = planned(actor, count=3, items=2, starts_at=timezone.now())
    with django_assert_max_num_queries(60) as smaller:
        as_bob.get(at(f"{bigger.pk}/animer/"))
    assert len(small) == len(smaller)
