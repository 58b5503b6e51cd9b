"""Attendance over HTTP: taps, code on the wall, tablet, printed sheet and its copy."""

import base64
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.attendance import attended_times
from pupitre.meetings.services.run import start_meeting
from pupitre.people.models import Person
from tests.meetings.held import planned, seat
from tests.meetings.test_services_attendance import PNG

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def meeting(centre_a: Any, actor: Actor) -> Meeting:
    with centre_scope(centre_a):
        found = planned(actor, starts_at=timezone.now() - timedelta(minutes=30))
        return start_meeting(found, by=actor, now=found.starts_at)


@pytest.fixture
def at(centre_a: Any) -> Any:
    return lambda path: f"/c/{centre_a.slug}/reunions/{path}"


def who(meeting: Meeting, name: str) -> Participant:
    with centre_scope(meeting.centre):
        return seat(meeting, name)


def minutes_of(meeting: Meeting) -> dict[str, int]:
    with centre_scope(meeting.centre):
        found = Meeting.objects.get(pk=meeting.pk)
        return {one.person.last_name: line.minutes for one, line in attended_times(found)}


@pytest.mark.activity("A008")
def test_a_phone_signs_the_arrival_by_the_code_on_the_wall(
    as_bob: Client, meeting: Meeting, at: Any
) -> None:
    page = as_bob.get(at(f"{meeting.pk}/arrivees/")).content.decode()
    assert "<svg" in page
    url = re.search(r"https?://[^<\s]+/l/[^<\s]+", page)
    assert url
    path = "/" + url[0].split("/", 3)[3]
    phone = Client()
    listed = phone.get(path).content.decode()
    assert "Claire Garnier" in listed
    done = phone.post(path, {"participant": who(meeting, "Garnier").pk}, follow=True)
    assert "votre arrivée est signée" in done.content.decode()
    garnier = who(meeting, "Garnier")
    assert (garnier.status, garnier.signed_via) == ("present", "QR")
    assert minutes_of(meeting)["Garnier"] == 60
    unknown = phone.post(path, {"participant": "0"})
    assert unknown.status_code == 422
    assert "pas dans la liste" in unknown.content.decode()


def test_the_code_is_dead_on_another_day(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    page = as_bob.get(at(f"{meeting.pk}/arrivees/")).content.decode()
    path = "/" + re.findall(r"https?://[^<\s]+/l/[^<\s]+", page)[0].split("/", 3)[3]
    day = timedelta(days=1)
    with centre_scope(centre_a):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=meeting.starts_at - day, ends_at=meeting.ends_at - day
        )
    late = Client().post(path, {"participant": who(meeting, "Garnier").pk})
    assert late.status_code == 422
    assert who(meeting, "Garnier").status == "invited"


@pytest.mark.activity("A008")
def test_the_tablet_keeps_a_drawn_signature(as_bob: Client, meeting: Meeting, at: Any) -> None:
    petit = who(meeting, "Petit")
    assert "Anne Petit" in as_bob.get(at(f"{meeting.pk}/emarger/")).content.decode()
    url = at(f"presents/{petit.pk}/emarger/")
    empty = as_bob.post(url, {"image": ""})
    assert empty.status_code == 422
    assert "Signez dans le cadre" in empty.content.decode()
    image = "data:image/png;base64," + base64.b64encode(PNG).decode()
    page = as_bob.post(url, {"image": image}, follow=True).content.decode()
    assert "votre présence est signée" in page
    assert who(meeting, "Petit").signature_id


@pytest.mark.activity("A008")
def test_the_printed_sheet_is_copied_in_one_page(as_bob: Client, meeting: Meeting, at: Any) -> None:
    pdf = as_bob.get(at(f"{meeting.pk}/feuille-de-presence/"))
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Claire Garnier" in text

    names = {name: who(meeting, name).pk for name in ("Petit", "Garnier", "Nguyen", "Roussel")}
    start = timezone.localtime(meeting.starts_at)
    typed = {
        f"status-{names['Petit']}": "present",
        f"status-{names['Garnier']}": "present",
        f"arrived-{names['Garnier']}": f"{start + timedelta(minutes=20):%Hh%M}",
        f"status-{names['Nguyen']}": "excused",
        f"status-{names['Roussel']}": "absent",
    }
    wrong = as_bob.post(at(f"{meeting.pk}/presences/"), {**typed, f"left-{names['Petit']}": "midi"})
    assert wrong.status_code == 422
    assert "« midi » n’est pas une heure" in wrong.content.decode()
    assert who(meeting, "Petit").status == "invited", "all or nothing"
    page = as_bob.post(at(f"{meeting.pk}/presences/"), typed, follow=True).content.decode()
    assert "Feuille de présence enregistrée" in page
    assert minutes_of(meeting)["Petit"] == 90
    assert minutes_of(meeting)["Garnier"] in {70, 71}
    assert who(meeting, "Nguyen").status == "excused"


@pytest.mark.activity("A008")
def test_the_coordinator_types_the_hours_of_somebody_who_telephoned(
    as_alice: Client, meeting: Meeting, at: Any
) -> None:
    garnier = who(meeting, "Garnier")
    start = timezone.localtime(meeting.starts_at)
    left = f"{start + timedelta(minutes=45):%Hh%M}"
    url = at(f"presents/{garnier.pk}/")
    page = as_alice.post(url, {"arrived": [""], "left": [left]}, follow=True).content.decode()
    assert "enregistrées" in page
    assert minutes_of(meeting)["Garnier"] in {44, 45}
    wrong = as_alice.post(url, {"arrived": ["13h50"], "left": ["13h10"]})
    assert wrong.status_code == 422
    assert "avant d’être arrivé" in wrong.content.decode()


def test_taps_walk_ins_and_replacements(
    as_bob: Client, meeting: Meeting, at: Any, centre_a: Any
) -> None:
    with centre_scope(centre_a):
        zola = Person.objects.create(first_name="Zoé", last_name="Zola")
        vidal = Person.objects.create(first_name="Ana", last_name="Vidal")
    petit, garnier = who(meeting, "Petit"), who(meeting, "Garnier")
    tapped = as_bob.post(
        at(f"presents/{petit.pk}/pointer/"), {"status": "present"}, headers={"HX-Request": "true"}
    )
    assert 'id="seats"' in tapped.content.decode()
    as_bob.post(at(f"{meeting.pk}/presences/ajouter/"), {"person": vidal.pk})
    as_bob.post(at(f"presents/{garnier.pk}/remplacer/"), {"person": zola.pk})
    as_bob.post(at(f"presents/{petit.pk}/partir/"))
    page = as_bob.get(at(f"{meeting.pk}/animer/")).content.decode()
    assert "remplace Claire Garnier" in page
    assert who(meeting, "Vidal").status == "present"
    assert who(meeting, "Garnier").status == "replaced"
    refused = as_bob.post(
        at(f"presents/{garnier.pk}/pointer/"), {"status": "x"}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422


def test_everybody_is_there_in_one_tap(as_bob: Client, meeting: Meeting, at: Any) -> None:
    as_bob.post(at(f"{meeting.pk}/presences/tous/"))
    assert set(minutes_of(meeting).values()) == {90}


def test_attendance_of_another_centre_is_not_found(
    as_charlie: Client, meeting: Meeting, at: Any
) -> None:
    petit = who(meeting, "Petit")
    for path in (f"{meeting.pk}/presences/", f"presents/{petit.pk}/", f"{meeting.pk}/emarger/"):
        assert as_charlie.get(at(path)).status_code == 404
