from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, MeetingSettings
from pupitre.meetings.reference import load_techniques
from tests.meetings.rcp_samples import held_rcp, make_team
from tests.meetings.test_views_rcp import url, words

pytestmark = pytest.mark.django_db


@pytest.mark.activity("A005")
def test_sheets_are_chosen_by_maturity_type_size_and_time(as_bob: Client, centre_a: Centre) -> None:
    assert len(load_techniques()) >= 12
    place = url(centre_a, "animation/")
    page = words(
        as_bob.get(place, {"type": "RCP", "maturite": "1", "personnes": "8", "minutes": "15"})
    )
    made, others = page.split("Elles conviennent aussi")
    assert "Le tour de table minuté" in made
    assert "La météo de l’équipe" in others
    assert "1-2-4-tous" in page
    crowd = words(as_bob.get(place, {"type": "", "personnes": "40", "maturite": "", "minutes": ""}))
    assert "La météo de l’équipe" not in crowd
    assert "1-2-4-tous" in crowd
    nobody = words(as_bob.get(place, {"type": "", "personnes": "199"}))
    assert "Aucune fiche ne convient." in nobody


@pytest.mark.activity("A005")
def test_each_sheet_has_its_page_and_one_printed_page(as_bob: Client, centre_a: Centre) -> None:
    sheet = load_techniques()[0]
    page = words(as_bob.get(url(centre_a, f"animation/{sheet.key}/")))
    for text in (sheet.title, sheet.steps[1], sheet.traps[0]):
        assert text.replace("'", "&#x27;").replace("\xa0", " ") in page
    paper = as_bob.get(url(centre_a, f"animation/{sheet.key}.pdf"))
    assert len(PdfReader(BytesIO(paper.content)).pages) == 1
    assert as_bob.get(url(centre_a, "animation/inconnue/")).status_code == 404


def test_the_filter_starts_from_the_meeting_that_was_open(
    in_a: Scope, as_bob: Client, actor: Actor, centre_a: Centre
) -> None:
    meeting = held_rcp(make_team(), by=actor, minutes=15)
    page = words(as_bob.get(url(centre_a, f"animation/?reunion={meeting.pk}")))
    assert '<option value="RCP" selected>' in page
    assert 'name="personnes" value="4"' in page
    assert 'name="minutes" value="15"' in page
    assert as_bob.get(url(centre_a, "animation/?reunion=zzz")).status_code == 200
    Meeting.objects.update(state="running")
    run = words(as_bob.get(url(centre_a, f"{meeting.pk}/animer/")))
    assert f"animation/?reunion={meeting.pk}" in run


def test_an_unreadable_number_filters_nothing(as_bob: Client, centre_a: Centre) -> None:
    page = words(as_bob.get(url(centre_a, "animation/"), {"type": "", "personnes": "huit"}))
    assert "Le tour de table minuté" in page


def test_the_habits_are_kept_and_checked(in_a: Scope, as_alice: Client, centre_a: Centre) -> None:
    place = url(centre_a, "reglages/")
    page = words(as_alice.get(place))
    assert "certifié HDS" in page
    assert 'value="20:00"' in page
    data = {"evening_from": "19:30", "express_minimum_professions": 3, "maturity": 2}
    refused = as_alice.post(place, {**data, "express_minimum_professions": 40})
    assert refused.status_code == 422
    assert "Indiquez de 1 à 10 professions." in words(refused)
    assert as_alice.post(place, data).status_code == 302
    habits = MeetingSettings.objects.get()
    assert (f"{habits.evening_from:%H:%M}", habits.maturity, habits.case_text) == (
        "19:30",
        2,
        False,
    )
    stale = as_alice.post(place, {**data, "version": habits.version + 1})
    assert stale.status_code == 409


def test_a_professional_does_not_change_the_habits(
    as_bob: Client, as_charlie: Client, centre_a: Centre
) -> None:
    assert as_bob.get(url(centre_a, "reglages/")).status_code == 403
    assert as_charlie.get(url(centre_a, "reglages/")).status_code == 404
