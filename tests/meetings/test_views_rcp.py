from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.mailing.models import Message
from pupitre.meetings.models import Meeting, MeetingSettings
from tests.meetings.rcp_samples import NOON, held_rcp, make_team

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    """The text of a page or of a file, with plain spaces."""
    text: str = answer.content.decode()
    return text.replace("\xa0", " ").replace("\u202f", " ")


def express_data(ticked: list[int], **changes: object) -> dict[str, object]:
    now = timezone.localtime() - timedelta(minutes=15)
    when = {"day": f"{now:%Y-%m-%d}", "at": f"{now:%H:%M}", "minutes": 15}
    return {"file_count": 3, "people": ticked, "themes": ["obesite"], **when, **changes}


def url(centre: Centre, path: str) -> str:
    return f"/c/{centre.slug}/reunions/{path}"


def pdf_text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())  # any space


@pytest.mark.activity("A012")
def test_four_people_and_three_files_are_one_submit(
    in_a: Scope, as_bob: Client, centre_a: Centre
) -> None:
    people = [person.pk for person in make_team()]
    page = as_bob.get(url(centre_a, "rcp/express/")).content.decode()
    assert "Dr Anne Petit, médecin généraliste" in page
    assert 'name="case_text"' not in page
    answer = as_bob.post(url(centre_a, "rcp/express/"), express_data(people), follow=True)
    assert "4 personnes, 3 dossiers" in words(answer)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.files, meeting.themes) == ("closed", 3, ["obesite"])
    assert meeting.participants.filter(status="present").count() == 4
    assert meeting.number == f"CR-{timezone.localdate().year}-001"
    assert meeting.minutes_document is not None
    with meeting.minutes_document.file.open() as minutes:
        printed = pdf_text(minutes.read())
    assert "3 dossiers" in printed
    assert "Obésité" in printed
    assert not Message.objects.exists()
    assert meeting.case_text == ""
    year = as_bob.get(url(centre_a, "rcp/")).content.decode()
    assert "Infirmier, Médecin généraliste, Pharmacien, Sage-femme" in year


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"file_count": 0}, "Indiquez de 1 à 200 dossiers."),
        ({"file_count": "trois"}, "Indiquez de 1 à 200 dossiers."),
        ({"people": []}, "Cochez les personnes qui ont participé."),
        ({"themes": ["zzz"]}, "Le thème « zzz » n’est pas dans la liste de l’annexe 3."),
        ({"minutes": 900}, "Indiquez une durée de 1 à 240 minutes."),
        ({"day": "2999-01-01"}, "n’est pas encore passé : corrigez la date."),
    ],
)
def test_wrong_input_is_one_sentence_and_keeps_nothing(
    in_a: Scope, as_bob: Client, centre_a: Centre, changes: dict[str, object], sentence: str
) -> None:
    data = express_data([person.pk for person in make_team()], **changes)
    answer = as_bob.post(url(centre_a, "rcp/express/"), data)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Meeting.objects.exists()


def test_an_accountant_may_not_write_and_another_centre_sees_nothing(
    in_a: Scope,
    actor: Actor,
    centre_a: Centre,
    member_of: object,
    logged_in: object,
    as_charlie: Client,
) -> None:
    accountant = logged_in(member_of(centre_a, "accountant"))  # type: ignore[operator]
    meeting = held_rcp(make_team(), by=actor)
    for path in ("rcp/", "rcp/express/", f"{meeting.pk}/rcp/", "rcp/calendrier.pdf"):
        assert accountant.get(url(centre_a, path)).status_code == 403
        assert as_charlie.get(url(centre_a, path)).status_code == 404
    assert as_charlie.get(f"/c/msp-du-port/reunions/{meeting.pk}/rcp/").status_code == 404


def test_a_person_of_another_centre_cannot_be_ticked(
    in_a: Scope, as_charlie: Client, centre_b: Centre
) -> None:
    data = express_data([person.pk for person in make_team()])
    answer = as_charlie.post(url(centre_b, "rcp/express/"), data)
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.activity("A011")
def test_the_case_text_is_refused_by_every_route_while_off(
    in_a: Scope, as_alice: Client, actor: Actor, centre_a: Centre
) -> None:
    meeting = held_rcp(make_team(), by=actor)
    place = url(centre_a, f"{meeting.pk}/rcp/")
    assert 'name="case_text"' not in as_alice.get(place).content.decode()
    data = {"file_count": 4, "themes": ["grossesse"], "version": meeting.version}
    refused = as_alice.post(place, {**data, "case_text": "plaie chronique"})
    assert refused.status_code == 422
    assert "dossier patient partagé" in refused.content.decode()
    meeting.refresh_from_db()
    assert (meeting.files, meeting.case_text) == (3, "")

    MeetingSettings.objects.create(case_text=True)
    guarded = as_alice.post(place, {**data, "case_text": "NIR 2 55 08 14 168 025 38"})
    assert guarded.status_code == 422
    assert "numéro de sécurité sociale" in guarded.content.decode()
    guarded = as_alice.post(place, {**data, "case_text": "Mme Dupont née le 12/03/1948"})
    assert "Un nom avec une date de naissance" in guarded.content.decode()
    assert as_alice.post(place, {**data, "case_text": "plaie chronique"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.files, meeting.themes, meeting.case_text) == (
        4,
        ["grossesse"],
        "plaie chronique",
    )
    stale = as_alice.post(place, {**data, "case_text": "autre"})
    assert stale.status_code == 422
    assert "rechargez la page" in stale.content.decode()


def test_only_an_rcp_has_files(
    in_a: Scope, as_alice: Client, actor: Actor, centre_a: Centre
) -> None:
    meeting = held_rcp(make_team(), by=actor)
    Meeting.objects.update(kind="team")
    assert as_alice.get(url(centre_a, f"{meeting.pk}/rcp/")).status_code == 404


@pytest.mark.activity("A011")
def test_the_year_is_compared_with_the_minimum_of_the_agreement(
    in_a: Scope, as_alice: Client, actor: Actor, centre_a: Centre
) -> None:
    team = make_team()
    held_rcp(team, by=actor)
    page = words(as_alice.get(url(centre_a, "rcp/?annee=2026")))
    assert "1 réunion tenue pour 6 attendues" in page
    assert "il en manque 5" in page
    for rank in range(1, 6):
        held_rcp(team, by=actor, starts_at=NOON + timedelta(days=rank))
    page = words(as_alice.get(url(centre_a, "rcp/?annee=2026")))
    assert "6 réunions tenues pour 6 attendues : la fréquence est atteinte" in page


@pytest.mark.activity("A008")
def test_the_calendar_of_concertation_needs_no_other_act(
    in_a: Scope, as_bob: Client, centre_a: Centre
) -> None:
    people = [person.pk for person in make_team()]
    today = timezone.localdate()
    early = {"day": f"{today:%Y-%m-%d}", "at": "00:00"}
    as_bob.post(url(centre_a, "rcp/express/"), express_data(people, **early))
    as_bob.post(url(centre_a, "rcp/express/"), express_data(people[:2], file_count=2, **early))
    day = f"{today:%d/%m/%Y}"
    page = as_bob.get(url(centre_a, "rcp/")).content.decode()
    assert page.count(f">{day}</a>") == 2
    assert "à vérifier dans le texte de l&#x27;accord" in page
    paper = as_bob.get(url(centre_a, "rcp/calendrier.pdf"))
    assert paper["Content-Type"] == "application/pdf"
    text = pdf_text(paper.content)
    assert f"{day} 3 Obésité" in text
    assert "2 réunions, 5 dossiers" in text
    rows = as_bob.get(url(centre_a, "rcp/?format=csv")).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Date;Dossiers;Thèmes;Professions présentes;Durée"
    assert rows[1].startswith(f"{day};3;Obésité;") or rows[2].startswith(f"{day};3;Obésité;")
    assert as_bob.get(url(centre_a, "rcp/?format=xlsx")).content[:2] == b"PK"


def test_the_year_without_rcp_says_what_to_do(as_bob: Client, centre_a: Centre) -> None:
    page = as_bob.get(url(centre_a, "rcp/?annee=2019")).content.decode()
    assert "Aucune RCP tenue cette année." in page
    assert "RCP de l’année 2019" in page
    assert as_bob.get(url(centre_a, "rcp/?annee=zzz")).status_code == 200


def test_the_year_asks_the_missing_counts_of_who_may_give_them(
    in_a: Scope, as_alice: Client, as_bob: Client, actor: Actor, centre_a: Centre
) -> None:
    meeting = held_rcp(make_team(), by=actor)
    Meeting.objects.update(files=None)
    page = as_alice.get(url(centre_a, "rcp/?annee=2026")).content.decode()
    assert "Dossiers à indiquer" in page
    page = as_bob.get(url(centre_a, "rcp/?annee=2026")).content.decode()
    assert "Dossiers à indiquer" not in page
    assert f"{meeting.pk}/rcp/" not in page
    place, data = url(centre_a, f"{meeting.pk}/rcp/"), {"file_count": 2, "version": meeting.version}
    assert as_bob.post(place, data).status_code == 403
    as_alice.post(place, data)
    page = as_alice.get(url(centre_a, "rcp/?annee=2026")).content.decode()
    assert "Dossiers à indiquer" not in page
    assert "RCP sans thème de l’annexe 3" in page


def test_the_year_costs_the_same_for_one_and_thirty_rcps(
    in_a: Scope,
    as_bob: Client,
    actor: Actor,
    centre_a: Centre,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    team = make_team()
    held_rcp(team, by=actor)
    as_bob.get(url(centre_a, "rcp/?annee=2026"))
    with CaptureQueriesContext(connection) as one:
        as_bob.get(url(centre_a, "rcp/?annee=2026"))
    for rank in range(29):
        held_rcp(team, by=actor, starts_at=timezone.now() - timedelta(days=rank + 1))
    with CaptureQueriesContext(connection) as thirty:
        as_bob.get(url(centre_a, "rcp/?annee=2026"))
    assert len(one) == len(thirty)
