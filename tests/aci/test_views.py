"""The pages of the ACI over HTTP."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.accounts.models import User
from pupitre.aci.models import Exercise
from pupitre.aci.queries import cockpit
from pupitre.centres.models import Centre, OpeningHours
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person
from pupitre.people.services.persons import person_leaves
from tests.aci.conftest import TODAY, rcp
from tests.aci.work import action, offer, placement, prerequisites, protocol, prove

COCKPIT = "/c/msp-des-tilleuls/aci/2026/"


def test_home_opens_the_current_exercise(as_alice: Client, november: None) -> None:
    assert as_alice.get("/c/msp-des-tilleuls/aci/").headers["Location"] == COCKPIT


@pytest.mark.activity("D046")
def test_cockpit_shows_reached_expected_and_possible_by_indicator_with_ars_figures(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    page = as_alice.get(COCKPIT).content.decode()
    for words in (
        "Attendu au 31 décembre si le rythme se maintient",
        "Justifié à ce jour",
        "Réalisé à ce jour",
        "Possible cette année",
        "Pour l'ARS",
        "Les actions les plus utiles",
        "avenant 2",
    ):
        assert words in page, words
    assert page.count("Prérequis atteint") == 4
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        seen = cockpit(2026, TODAY)
    assert not seen.missing
    assert [row.line.kind.value for row in seen.rows[:4]] == ["prerequis"] * 4
    assert 0 < seen.realised.euros_cents < seen.best.euros_cents
    assert seen.realised.euros_cents <= seen.expected.euros_cents <= seen.best.euros_cents
    assert all(row.points in page for row in seen.rows)


def test_missing_prerequisite_puts_the_whole_year_at_risk(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    page = as_alice.get(COCKPIT).content.decode()
    assert "L'année n'est pas payée en l'état" in page.replace("&#x27;", "'")
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        assert cockpit(2026, TODAY).realised.euros_cents == 0


def test_unproved_prerequisite_is_said_and_nothing_is_justified_of_it(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites(proved=False)
    page = as_alice.get(COCKPIT).content.decode()
    assert "Prérequis à justifier" in page
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        seen = cockpit(2026, TODAY)
        assert seen.realised.euros_cents > seen.justified_cents
        assert {row.line.indicator.id for row in seen.prerequisites_to_prove} == {
            "A1-01", "A1-02", "A2-01", "A3-01",
        }  # fmt: skip


def test_closing_an_rcp_with_files_changes_the_euros_without_second_entry(
    as_alice: Client, year_of_work: list[Person], centre_a: Centre
) -> None:
    prerequisites()
    before = cockpit(2026, TODAY).realised.euros_cents
    meeting = rcp(date(2026, 11, 12), None, state="planned")
    assert cockpit(2026, TODAY).realised.euros_cents == before
    meeting.state, meeting.files = Meeting.State.CLOSED, 5
    records.save(meeting, by=MACHINE)
    assert cockpit(2026, TODAY).realised.euros_cents > before


def test_doctor_who_leaves_in_june_takes_the_patients_away(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    before = cockpit(2026, TODAY)
    person_leaves(year_of_work[0], on=date(2026, 6, 15), by=MACHINE, today=TODAY)
    after = cockpit(2026, TODAY)
    assert after.sourced.facts.patients == before.sourced.facts.patients - 1300
    assert after.sourced.facts.associates == 17
    assert after.realised.euros_cents < before.realised.euros_cents


def test_site_closed_on_saturday_costs_120_points(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    before = cockpit(2026, TODAY).row_about("opening")
    OpeningHours.objects.filter(weekday=5).delete()
    after = cockpit(2026, TODAY).row_about("opening")
    assert before is not None
    assert after is not None
    assert before.line.points - after.line.points == 120


def test_csv_and_xlsx_carry_every_indicator(as_alice: Client, year_of_work: list[Person]) -> None:
    text = as_alice.get(f"{COCKPIT}?format=csv").content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 21
    assert "Concertation pluriprofessionnelle" in text
    assert as_alice.get(f"{COCKPIT}?format=xlsx").content.startswith(b"PK")


def test_concertation_calendar_lists_dates_files_and_professions(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    rcp(date(2026, 11, 12), None)
    url = f"{COCKPIT}concertation/"
    page = as_alice.get(url).content.decode()
    assert "10/01/2026" in page
    assert "Sage-femme" in page
    assert "Indiquez le nombre de dossiers de la RCP du 12/11/2026" in page
    lines = as_alice.get(f"{url}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Date;Réunion;Dossiers étudiés;Professions présentes"
    assert lines[1].startswith("10/01/2026;RCP;5;")
    assert len(lines) == 11


def test_empty_centre_has_a_cockpit_that_says_what_to_do(as_alice: Client, november: None) -> None:
    page = as_alice.get(COCKPIT).content.decode()
    assert "Prérequis manquant" in page
    assert "Horaires à saisir" in page
    assert "Aucune RCP close" in as_alice.get(f"{COCKPIT}concertation/").content.decode()


def test_a_proof_taken_away_makes_the_indicator_fall_from_the_justified(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    before = cockpit(2026, TODAY).justified_cents
    proof = Document.objects.get(object_type="hr.engagement")
    url = f"/c/msp-des-tilleuls/documents/{proof.pk}/supprimer/"
    assert as_alice.post(url).status_code == 302
    assert cockpit(2026, TODAY).justified_cents < before


def test_exercise_settings_are_kept_and_wrong_ones_refused(
    as_alice: Client, in_a: object, november: None
) -> None:
    url = f"{COCKPIT}reglages/"
    good = {"c2s": "10.5", "declare_by": "2027-02-15"}
    assert as_alice.post(url, good).status_code == 302
    kept = Exercise.objects.get()
    assert str(kept.c2s) == "10.50"
    assert "15/02/2027" in as_alice.get(COCKPIT).content.decode()
    for wrong, sentence in (
        ({"c2s": "120"}, "entre 0 et 100"),
        ({"rates_confirmed": "on"}, "taux que la CPAM a confirmé"),
    ):
        answer = as_alice.post(url, wrong | {"version": kept.version})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_national_rates_typed_are_doubted_until_the_cpam_confirms_them(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    exercise = Exercise.objects.get()
    exercise.c2s, exercise.c2s_national = 12, 8
    records.save(exercise, by=MACHINE)
    assert "comme confirmés" in as_alice.get(COCKPIT).content.decode()
    exercise.rates_confirmed = True
    records.save(exercise, by=MACHINE)
    assert "comme confirmés" not in as_alice.get(COCKPIT).content.decode()


def test_next_exercise_takes_the_shares_over_not_their_confirmation(
    in_a: object, november: None
) -> None:
    former = Exercise(year=2025, c2s=9, c2s_national=8, rates_confirmed=True)
    records.save(former, by=MACHINE)
    seen = cockpit(2026, TODAY)
    assert seen.sourced.exercise.pk is None
    assert seen.sourced.exercise.c2s == 9
    assert not seen.sourced.exercise.rates_confirmed


def test_only_leaders_and_accountant_see_only_leaders_change(
    logged_in: object, member_of: object, centre_a: Centre, as_bob: Client, november: None
) -> None:
    assert as_bob.get(COCKPIT).status_code == 403
    accountant: User = member_of(centre_a, Role.ACCOUNTANT, "compta@a.example")  # type: ignore[operator]
    client: Client = logged_in(accountant)  # type: ignore[operator]
    assert client.get(COCKPIT).status_code == 200
    assert client.get(f"{COCKPIT}reglages/").status_code == 403


def test_other_centre_and_unknown_exercise_do_not_exist(
    as_alice: Client, as_charlie: Client, in_a: object, november: None
) -> None:
    assert as_charlie.get(COCKPIT).status_code == 404
    for path in ("2021/", "2027/"):
        assert as_alice.get(f"/c/msp-des-tilleuls/aci/{path}").status_code == 404


def work(team: list[Person], rank: int) -> None:
    """One thing more of each sort."""
    prove(protocol(f"Protocole {rank}", team[:6]))
    placement(f"Stagiaire {rank}", team[0])
    prove(action(f"Mission {rank}", theme="vaccination"))
    offer("sas", team[rank % 4])


def test_cockpit_costs_the_same_queries_for_a_bigger_year(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    work(year_of_work, 0)
    as_alice.get(COCKPIT)
    with CaptureQueriesContext(connection) as few:
        as_alice.get(COCKPIT)
    for day in range(1, 21):
        rcp(date(2026, 10, day), 3, *year_of_work)
    for rank in range(1, 9):
        work(year_of_work, rank)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(COCKPIT)
    assert len(many) == len(few)
    read = [query for query in few.captured_queries if " FROM " in query["sql"]]
    assert len(read) <= 36  # the rest opens the centre on PostgreSQL
