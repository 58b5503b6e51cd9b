"""The pages of the ACI over HTTP."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pupitre.aci.rules.declared import BY_NAME

from pupitre.accounts.models import User
from pupitre.aci.models import Exercise, TypedFact
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

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
COCKPIT = "/c/msp-des-tilleuls/aci/2026/"
YES = {"value": "oui"}


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def declare(client: Client, name: str, **data: object) -> int:
    return client.post(f"{COCKPIT}faits/{name}/", data).status_code


def prerequisites(client: Client, *, proved: bool = True) -> None:
    for name in ("charter", "crisis_plan", "coordination", "si_standard"):
        files = {"files_added": pdf(f"{name}.pdf")} if proved else {}
        assert declare(client, name, **YES, **files) == 302


def test_home_opens_the_current_exercise(as_alice: Client, november: None) -> None:
    assert as_alice.get("/c/msp-des-tilleuls/aci/").headers["Location"] == COCKPIT


@pytest.mark.activity("D044")
def test_reporting_data_come_from_the_work_each_with_figure_origin_and_missing_proof(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    assert declare(as_alice, "protocols", value=6, files_added=[pdf("a.pdf"), pdf("b.pdf")]) == 302
    page = as_alice.get(COCKPIT).content.decode()
    assert "9\u00a0RCP, 43\u00a0dossiers" in page
    assert "12\u00a0h par jour, samedi matin" in page
    assert "18\u00a0associé·es" in page
    assert "1\u00a0associé médical hors généralistes, 4\u00a0professions paramédicales" in page
    assert "6\u00a0protocoles" in page
    assert "À joindre : une copie de chaque protocole, il en manque 4" in page
    assert "Réglages de la MSP" in page
    assert "5\u202f200\u00a0patients (4\u00a0médecins)" in page
    assert f"{COCKPIT}concertation/" in page
    with centre_scope(Centre.objects.get(slug="msp-des-tilleuls")):
        assert set(TypedFact.objects.values_list("name", flat=True)) == {"protocols"}


@pytest.mark.activity("D046")
def test_cockpit_shows_reached_expected_and_possible_by_indicator_with_ars_figures(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites(as_alice)
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
    prerequisites(as_alice, proved=False)
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
    prerequisites(as_alice)
    before = cockpit(2026, TODAY).realised.euros_cents
    meeting = rcp(date(2026, 11, 12), None, state="planned")
    assert cockpit(2026, TODAY).realised.euros_cents == before
    meeting.state, meeting.files = Meeting.State.CLOSED, 5
    records.save(meeting, by=MACHINE)
    assert cockpit(2026, TODAY).realised.euros_cents > before


def test_doctor_who_leaves_in_june_takes_the_patients_away(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites(as_alice)
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


def test_fact_is_declared_with_its_proof_note_and_history(
    as_alice: Client, in_a: object, november: None
) -> None:
    url = f"{COCKPIT}faits/crisis_plan/"
    data = {"value": "oui", "note": "Version 2", "files_added": pdf()}
    assert as_alice.post(url, data).status_code == 302
    fact = TypedFact.objects.get()
    assert (fact.name, fact.value, fact.note, fact.exercise.year) == (
        "crisis_plan", "oui", "Version 2", 2026,
    )  # fmt: skip
    assert Document.objects.get().object_id == fact.pk
    assert as_alice.post(url, {"value": "non", "version": fact.version}).status_code == 302
    page = as_alice.get(url).content.decode()
    assert "oui → non" in page
    assert "Plan de préparation" in as_alice.get(f"{COCKPIT}faits/").content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("protocols", {"value": "-2"}, "supérieure ou égale à 0"),
        ("protocols", {"value": "six"}, "nombre entier"),
        ("crisis_plan", {}, "obligatoire"),
        ("crisis_plan", {"value": "oui", "note": "appeler 06 12 34 56 78"}, "téléphone"),
    ],
)
def test_wrong_value_is_refused_with_a_sentence(
    as_alice: Client, november: None, name: str, data: dict[str, str], sentence: str
) -> None:
    answer = as_alice.post(f"{COCKPIT}faits/{name}/", data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_refused_file_keeps_nothing(as_alice: Client, in_a: object, november: None) -> None:
    bad = SimpleUploadedFile("plan.exe", b"MZ\x90\x00" + b"\0" * 64)
    answer = as_alice.post(f"{COCKPIT}faits/crisis_plan/", {"value": "oui", "files_added": bad})
    assert answer.status_code == 422
    assert not TypedFact.objects.exists()
    assert not Exercise.objects.exists()


def test_proof_is_withdrawn_and_the_indicator_falls_from_the_justified(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites(as_alice)
    before = cockpit(2026, TODAY).justified_cents
    fact = TypedFact.objects.get(name="coordination")
    proof = Document.objects.get(object_id=fact.pk)
    url = f"/c/msp-des-tilleuls/aci/justificatifs/{fact.pk}/{proof.pk}/retirer/"
    assert as_alice.post(url).status_code == 302
    assert not Document.objects.filter(pk=proof.pk).exists()
    assert cockpit(2026, TODAY).justified_cents < before
    assert as_alice.post(url).status_code == 404


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
    prerequisites(as_alice)
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
    assert client.get(f"{COCKPIT}faits/crisis_plan/").status_code == 200
    assert client.post(f"{COCKPIT}faits/crisis_plan/", YES).status_code == 403
    assert client.get(f"{COCKPIT}reglages/").status_code == 403


def test_other_centre_and_unknown_exercise_do_not_exist(
    as_alice: Client, as_charlie: Client, in_a: object, november: None
) -> None:
    assert as_charlie.get(COCKPIT).status_code == 404
    for path in ("2021/", "2027/", "2026/faits/inconnu/"):
        assert as_alice.get(f"/c/msp-des-tilleuls/aci/{path}").status_code == 404
    exercise = records.save(Exercise(year=2026), by=MACHINE)
    fact = records.save(TypedFact(exercise=exercise, name="cstm", value="oui"), by=MACHINE)
    url = f"/aci/justificatifs/{fact.pk}/1/retirer/"
    assert as_charlie.post(f"/c/msp-du-port{url}").status_code == 404


def test_cockpit_costs_the_same_queries_for_a_bigger_year(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites(as_alice)
    with CaptureQueriesContext(
        connection,
    ) as few:
        as_alice.get(COCKPIT)
    for day in range(1, 21):
        rcp(date(2026, 10, day), 3, *year_of_work)
    declare(as_alice, "protocols", value=8, files_added=[pdf(f"{n}.pdf") for n in range(8)])
    with CaptureQueriesContext(connection) as many:
        as_alice.get(COCKPIT)
    assert len(many) == len(few)
    assert len(few) <= 40


@pytest.mark.parametrize("name", ["charter", "protocols", "quality_level", "si_since"])
def test_a_fact_sent_empty_is_kept_or_refused_in_french_never_broken(
    as_alice: Client, in_a: object, november: None, name: str
) -> None:
    answer = as_alice.post(f"{COCKPIT}faits/{name}/", {"files_added": pdf()})
    if name == "quality_level":
        assert answer.status_code == 302
        assert "Aucun niveau" in as_alice.get(f"{COCKPIT}faits/").content.decode()
        assert "aucun niveau" in as_alice.get(f"{COCKPIT}faits/{name}/").content.decode()
        assert Document.objects.get().permission == "aci.view"
        return
    assert answer.status_code == 422
    assert ("Choisissez de nouveau vos justificatifs" in answer.content.decode()) == bool(
        BY_NAME[name].piece
    )
    assert not TypedFact.objects.exists()
