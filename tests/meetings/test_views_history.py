import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, Participant
from pupitre.meetings.queries.rcp import rcp_facts
from tests.meetings.rcp_samples import make_team
from tests.meetings.test_views_rcp import url, words

pytestmark = pytest.mark.django_db
TABLE = (
    "Date\tType\tTitre\tDébut\tFin\tDossiers\tDr Petit\tLéa Roy\tGARNIER Paul\n"
    "06/01/2025\tRCP\tRCP janvier\t12h30\t13h30\t4\tx\t45\tE\n"
    "03/02/2025\tRéunion\tÉquipe\t19h30\t21h00\t\tx\tx\tA\n"
)


def send(client: Client, centre: Centre, pasted: str, **changes: object) -> Any:
    return client.post(url(centre, "historique/"), {"pasted": pasted, **changes})


@pytest.mark.activity("A008")
def test_a_year_is_pasted_looked_at_and_kept_once(
    in_a: Scope, as_alice: Client, centre_a: Centre
) -> None:
    make_team()
    preview = words(send(as_alice, centre_a, TABLE))
    assert preview.count("à reprendre</span>") == 2
    assert "2 réunions à reprendre" in preview
    assert "Dr Petit : Dr Anne Petit" in preview
    assert not Meeting.objects.exists()

    assert send(as_alice, centre_a, TABLE, keep="1").status_code == 302
    rcp, team = Meeting.objects.order_by("starts_at")
    assert (rcp.state, rcp.kind, rcp.files, rcp.minutes_document) == ("closed", "rcp", 4, None)
    assert (team.kind, team.files) == ("team", None)
    times = {
        (p.meeting_id, p.person.last_name): (p.status, p.day_minutes, p.evening_minutes)
        for p in Participant.objects.select_related("person")
    }
    assert times[rcp.pk, "Petit"] == ("present", 60, 0)
    assert times[rcp.pk, "Roy"] == ("present", 45, 0)
    assert times[rcp.pk, "Garnier"] == ("excused", 0, 0)
    assert times[team.pk, "Roy"] == ("present", 30, 60)
    assert times[team.pk, "Garnier"] == ("absent", 0, 0)
    assert [found.files for found in rcp_facts(2025)] == [4]
    year = words(as_alice.get(url(centre_a, "evaluation/?annee=2025")))
    assert "4 h 45" in year

    events = AuditEvent.objects.count()
    again = send(as_alice, centre_a, TABLE, keep="1")
    assert "Tout est déjà là" in words(again)
    assert (Meeting.objects.count(), AuditEvent.objects.count()) == (2, events)


def test_unknown_and_ambiguous_names_are_asked_then_settled(
    in_a: Scope, as_alice: Client, centre_a: Centre
) -> None:
    petit = make_team()[0]
    table = "Date\tDurée\tAnne Petti\tStagiaire\n06/01/2025\t60\tx\tx\n"
    preview = words(send(as_alice, centre_a, table))
    assert "Qui est-ce ?" in preview
    assert "Dr Anne Petit (nom proche)" in preview
    assert "Garder ces réunions" not in preview
    assert send(as_alice, centre_a, table, keep="1").status_code == 422
    assert not Meeting.objects.exists()

    names = {
        "nom-1": "Anne Petti",
        "choix-1": petit.pk,
        "nom-2": "Stagiaire",
        "choix-2": "personne",
    }
    settled = words(send(as_alice, centre_a, table, **names))
    assert "Stagiaire : pas repris" in settled
    assert "Garder ces réunions" in settled
    assert send(as_alice, centre_a, table, keep="1", **names).status_code == 302
    assert [p.person for p in Meeting.objects.get().participants.all()] == [petit]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "Collez le tableau, avec sa ligne de titres."),
        ("Jour\tLéa Roy\nhier\t60", "Ligne 2, colonne A"),
        ("Date\tDurée\tLéa Roy\n06/01/2025\t60\tbof", "écrivez des minutes, x, P, E ou A"),
        ("Date\tDurée\tLéa Roy\n06/01/2999\t60\tx", "n’a pas encore eu lieu"),
        ("Date\tLéa Roy\n06/01/2025\tE", "Ligne 2 : indiquez la durée de la réunion."),
        ("Date\tDurée\tLéa Roy\n06/01/2025\t900\tx", "plus de 12 heures"),
        ("Date\tDurée\tLéa Roy\tMme Roy\n06/01/2025\t60\tx\tx", "figure deux fois"),
        ("Date\tDossiers\tDurée\tLéa Roy\n06/01/2025\t99999\t60\tx", "nombre de dossiers"),
    ],
)
def test_a_wrong_table_says_which_line_and_keeps_nothing(
    in_a: Scope, as_alice: Client, centre_a: Centre, table: str, sentence: str
) -> None:
    make_team()
    good = "\n07/01/2025\t60" if table.startswith("Date\tDurée") else ""
    answer = send(as_alice, centre_a, table + good, keep="1")
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Meeting.objects.exists()


def test_a_person_of_another_centre_is_never_chosen(
    in_a: Scope, as_alice: Client, centre_a: Centre
) -> None:
    table = "Date\tDurée\tLéa Roy\n06/01/2025\t60\tx\n"
    stranger = {"nom-1": "Léa Roy", "choix-1": "999999"}
    assert send(as_alice, centre_a, table, keep="1", **stranger).status_code == 422
    assert not Meeting.objects.exists()


def test_the_template_has_a_column_for_each_person(
    in_a: Scope, as_alice: Client, centre_a: Centre
) -> None:
    make_team()
    answer = as_alice.get(url(centre_a, "historique/modele.xlsx"))
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    for title in ("Date", "Heure de début", "Dossiers", "Dr Anne Petit", "Inès Moreau"):
        assert title in strings


def test_the_history_is_for_the_office(
    as_bob: Client, as_charlie: Client, centre_a: Centre
) -> None:
    for path in ("historique/", "historique/modele.xlsx"):
        assert as_bob.get(url(centre_a, path)).status_code == 403
        assert as_charlie.get(url(centre_a, path)).status_code == 404


def test_today_is_not_the_future(in_a: Scope, as_alice: Client, centre_a: Centre) -> None:
    make_team()
    table = f"Date\tDurée\tLéa Roy\n{timezone.localdate():%d/%m/%Y}\t60\tx\n"
    assert send(as_alice, centre_a, table, keep="1").status_code == 302


def test_names_of_meetings_kept_already_are_not_asked_again(
    in_a: Scope, as_alice: Client, centre_a: Centre
) -> None:
    make_team()
    table = "Date\tDurée\tLéa Roy\tStagiaire\n06/01/2025\t60\tx\tx\n"
    names = {"nom-1": "Stagiaire", "choix-1": "personne"}
    assert send(as_alice, centre_a, table, keep="1", **names).status_code == 302
    again = words(send(as_alice, centre_a, table))
    assert "Tout est déjà là" in again
    assert "Qui est-ce ?" not in again
