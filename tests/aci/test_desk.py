"""What the ACI brings to the home page and to the page over several MSPs."""

from datetime import date

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.aci.models import Exercise
from pupitre.aci.queries.desk import deadlines, desk_card, network_figure
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import Scope
from pupitre.people.models import Person
from tests.aci.conftest import TODAY, rcp
from tests.aci.work import placement, prerequisites


def titles(today: date = TODAY) -> dict[str, int]:
    return {one.title: one.cents for one in deadlines(today)}


def test_missing_file_count_and_missing_piece_say_what_they_are_worth(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    for name in ("Tanguy", "Le Bihan"):
        placement(name, year_of_work[0])
    rcp(date(2026, 11, 12), None)
    found = titles()
    assert found["Indiquer le nombre de dossiers de la RCP du 12\u00a0nov."] > 0
    trainees = next(cents for title, cents in found.items() if "stage" in title)
    assert trainees == 450 * 700
    assert found["Déclarer l'ACI 2026"] > 0
    rcp(date(2026, 11, 13), 4)
    assert "Indiquer le nombre de dossiers de la RCP du 13\u00a0nov." not in titles()


def test_declared_exercise_asks_for_no_piece(as_alice: Client, year_of_work: list[Person]) -> None:
    prerequisites(proved=False)
    assert any(title.startswith("Joindre") for title in titles())
    exercise = Exercise.objects.get()
    exercise.declared_on = TODAY
    records.save(exercise, by=MACHINE)
    assert not any(title.startswith(("Joindre", "Déclarer")) for title in titles())


def test_patient_counts_older_than_a_year_are_asked_again(year_of_work: list[Person]) -> None:
    asked = "Mettre à jour la patientèle de 4\u00a0médecins"
    assert asked not in titles(date(2026, 11, 22))
    assert asked in titles(date(2027, 2, 10))


def test_empty_centre_is_asked_nothing(in_a: Scope) -> None:
    assert titles() == {}


def test_card_and_network_figure_follow_the_role(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    assert desk_card("professional", TODAY) is None
    assert network_figure("professional", TODAY) is None
    card, figure = desk_card("coordinator", TODAY), network_figure("coordinator", TODAY)
    assert card is not None
    assert figure is not None
    page = render_to_string(card["template"], card["context"])
    assert figure["value"] in page
    assert "déjà justifiés" in page
    assert figure["cents"] > 0


def test_home_page_gathers_the_facts_of_the_year_once(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        as_alice.get("/c/msp-des-tilleuls/")
    read = [one for one in captured.captured_queries if 'FROM "people_patientcount"' in one["sql"]]
    assert len(read) <= 3  # the doctors and their counts once, and the counts that grow old
