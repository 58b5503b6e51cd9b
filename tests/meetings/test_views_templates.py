"""Screens of the models of meetings."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre, Room, Site
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import MeetingTemplate
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.meetings.services.templates import add_starters

URL = "/c/{}/reunions/modeles/{}"
STEPS = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0"}


def url(centre: Centre, rest: str = "") -> str:
    return URL.format(centre.slug, rest)


@pytest.fixture
def template(centre_a: Centre, actor: Any) -> MeetingTemplate:
    with centre_scope(centre_a):
        return add_starters(by=actor)[0]


def test_the_first_visit_offers_five_models_in_one_act(as_alice: Client, centre_a: Centre) -> None:
    assert "cinq modèles" in as_alice.get(url(centre_a)).content.decode()
    page = as_alice.post(url(centre_a, "de-depart/"), follow=True).content.decode()
    for name in ("Réunion d’équipe mensuelle", "RCP", "Assemblée générale"):
        assert name in page
    assert "Pour commencer" not in page
    as_alice.post(url(centre_a, "de-depart/"))
    with centre_scope(centre_a):
        assert MeetingTemplate.objects.count() == 5


def test_a_model_is_made_with_its_agenda_and_its_back_plan(
    as_alice: Client, centre_a: Centre
) -> None:
    data = {
        **STEPS,
        "name": "Réunion du pôle",
        "kind": "team",
        "minutes": "60",
        "agenda": "Tour de table, 10\nProjet, 40",
        "steps-0-label": "Convocation",
        "steps-0-offset": "-10",
        "steps-0-key": "notice",
        "steps-0-owner_role": "secrétariat",
    }
    page = as_alice.post(url(centre_a, "ajouter/"), data, follow=True).content.decode()
    assert "Tour de table" in page
    assert "J − 10" in page
    with centre_scope(centre_a):
        made = MeetingTemplate.objects.get()
        assert [item.minutes for item in made.items.all()] == [10, 40]
        assert made.steps == [
            {
                "key": "notice",
                "label": "Convocation",
                "offset": -10,
                "owner_role": "secrétariat",
            }
        ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("agenda", "Projet, 900", "Ligne 1 : 900 minutes"),
        ("minutes", "2", "entre 5 minutes et 24 heures"),
        ("steps-0-offset", "", "combien de jours avant"),
    ],
)
def test_a_wrong_model_is_refused_with_a_sentence(
    as_alice: Client, centre_a: Centre, field: str, value: str, sentence: str
) -> None:
    data = {**STEPS, "name": "X", "kind": "team", "minutes": "60", "agenda": "Projet, 40"}
    data |= {"steps-0-label": "Convocation", "steps-0-offset": "-10", field: value}
    answer = as_alice.post(url(centre_a, "ajouter/"), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_model_is_edited_copied_and_deleted(
    as_alice: Client, centre_a: Centre, template: MeetingTemplate
) -> None:
    page = as_alice.get(url(centre_a, f"{template.pk}/modifier/")).content.decode()
    assert "Décisions de la dernière fois, 10 min" in page
    assert "Convocation" in page
    data = {**STEPS, "name": "Réunion", "kind": "team", "minutes": "45", "version": "1"}
    as_alice.post(url(centre_a, f"{template.pk}/modifier/"), data | {"agenda": "Nouvelles, 5"})
    as_alice.post(url(centre_a, f"{template.pk}/dupliquer/"))
    with centre_scope(centre_a):
        copy = MeetingTemplate.objects.get(name="Réunion (copie)")
        assert [item.title for item in copy.items.all()] == ["Nouvelles"]
    as_alice.post(url(centre_a, f"{template.pk}/supprimer/"))
    with centre_scope(centre_a):
        assert not MeetingTemplate.objects.filter(pk=template.pk).exists()


def test_a_meeting_becomes_a_model_with_its_agenda(
    as_alice: Client, centre_a: Centre, template: MeetingTemplate, actor: Any
) -> None:
    with centre_scope(centre_a):
        start = datetime(2026, 12, 1, 12, tzinfo=UTC)
        meeting = plan_meeting(
            title="Réunion du pôle", template=template, starts_at=start, minutes=45, by=actor
        )
        agenda = [item.title for item in template.items.all()]
    place = f"/c/{centre_a.slug}/reunions/{meeting.pk}/en-faire-un-modele/"
    page = as_alice.post(place, follow=True).content.decode()
    assert "Réunion du pôle" in page
    with centre_scope(centre_a):
        made = MeetingTemplate.objects.get(name="Réunion du pôle")
        assert made.minutes == 45
        assert [item.title for item in made.items.all()] == agenda
        assert [step["key"] for step in made.steps][:1] == ["topics"]


@pytest.mark.activity("L137")
def test_rooms_are_told_apart_by_their_site(
    as_alice: Client, centre_a: Centre, template: MeetingTemplate
) -> None:
    with centre_scope(centre_a):
        first = Site.objects.get()
        other = Site.objects.create(name="Antenne")
        closed = Site.objects.create(name="Fermé", closed_on=date(2020, 1, 1))
        for site in (first, other, closed):
            Room.objects.create(site=site, name="Cèdre")
    page = as_alice.get(url(centre_a, f"{template.pk}/modifier/")).content.decode()
    assert "Antenne · Cèdre" in page
    assert f"{first.name} · Cèdre" in page
    assert "Fermé · Cèdre" not in page


def test_a_professional_reads_models_but_changes_none(
    as_bob: Client, centre_a: Centre, template: MeetingTemplate
) -> None:
    assert as_bob.get(url(centre_a, f"{template.pk}/")).status_code == 200
    for rest in ("ajouter/", f"{template.pk}/modifier/"):
        assert as_bob.get(url(centre_a, rest)).status_code == 403
    assert as_bob.post(url(centre_a, f"{template.pk}/dupliquer/")).status_code == 403


def test_another_centres_model_does_not_exist(
    as_charlie: Client, centre_b: Centre, template: MeetingTemplate
) -> None:
    assert as_charlie.get(url(centre_b, f"{template.pk}/")).status_code == 404
    assert as_charlie.post(url(centre_b, f"{template.pk}/dupliquer/")).status_code == 404


def test_the_list_asks_as_many_queries_for_one_model_as_for_five(
    as_alice: Client,
    centre_a: Centre,
    template: MeetingTemplate,
) -> None:
    as_alice.get(url(centre_a))
    with CaptureQueriesContext(connection) as five:
        as_alice.get(url(centre_a))
    with centre_scope(centre_a):
        MeetingTemplate.objects.exclude(pk=template.pk).delete()
    with CaptureQueriesContext(connection) as one:
        as_alice.get(url(centre_a))
    assert len(one) == len(five)
