"""Facts made of the things done: what counts, what its pieces prove, where it is read."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from pupitre.aci.queries import Cockpit, cockpit
from pupitre.aci.queries.origins import ORIGINS
from pupitre.aci.rules.facts import HINTS
from pupitre.aci.rules.fields import label_of
from pupitre.aci.rules.held import FOLDS, Thing, facts_of, of_year
from pupitre.aci.rules.ruleset import subject_of
from pupitre.aci.rulesets import shipped_rulesets
from pupitre.contracts.models import Agreement
from pupitre.people.models import Person
from pupitre.projects.models import Action, Quality
from pupitre.protocols.models import Protocol
from pupitre.protocols.services import count_patients
from tests.aci.conftest import TODAY
from tests.aci.work import (
    PDF,
    action,
    agreement,
    offer,
    placement,
    prerequisites,
    protocol,
    prove,
    save,
    software,
)

CENTRE = "/c/msp-des-tilleuls/"
NOBODY: frozenset[int] = frozenset()


def thing(subject: str, counts_as: object = True, *, missing: tuple[str, ...] = ()) -> Thing:
    return Thing(subject, "x", "/", ("x", 1), counts_as, asked=1, missing=missing)


def seen() -> Cockpit:
    return cockpit(2026, TODAY)


def test_every_indicator_is_fed_by_the_work() -> None:
    subjects = {subject_of(one.formula) for one in shipped_rulesets()[-1].indicators}
    assert subjects == set(ORIGINS) | {"concertation", "diversity_level"}


def test_every_fact_made_of_things_is_one_of_the_rules_and_has_its_words() -> None:
    made = facts_of((), NOBODY)
    assert set(made) <= set(HINTS)
    assert set(FOLDS) <= set(made)
    assert all(label_of(name) != name for name in made)


def test_two_missions_of_one_theme_are_one_and_a_trainee_who_comes_back_too() -> None:
    things = [thing("missions", "suicide")] * 2 + [thing("missions", "obesite_enfant")]
    made = facts_of([*things, *[thing("trainees", 7)] * 3], NOBODY)
    assert (made["missions"], made["trainees"]) == (2, 1)
    assert made["mission_is_child_obesity"]


@pytest.mark.parametrize(
    ("joined", "doctors", "choice"),
    [
        (set(), {1, 2}, "none"),
        ({1}, {1, 2, 3}, "none"),
        ({1}, {1, 2}, "half_of_doctors"),
        ({1, 2}, {1, 2}, "all_doctors"),
        ({9}, {1, 2}, "none"),
        ({"all_regulator_requests"}, {1, 2}, "all_regulator_requests"),
    ],
)
def test_the_sas_counts_the_doctors_of_the_centre(
    joined: set[object], doctors: set[int], choice: str
) -> None:
    things = [thing("sas", one) for one in joined]
    assert facts_of(things, frozenset(doctors))["sas"] == choice


@given(st.lists(st.sampled_from(["protocols", "crisis_plan", "cstm"])), st.data())
def test_what_is_proved_never_exceeds_what_is_done(names: list[str], data: st.DataObject) -> None:
    lacks = data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
    things = [
        replace(thing(name), missing=("pièce",) if lack else ())
        for name, lack in zip(names, lacks, strict=True)
    ]
    done, proved = facts_of(things, NOBODY), facts_of([t for t in things if t.proved], NOBODY)
    assert proved["protocols"] <= done["protocols"]
    assert proved["crisis_plan"] <= done["crisis_plan"]


def test_a_document_proves_the_year_of_its_date_or_else_of_its_adding() -> None:
    assert of_year(date(2026, 5, 1), date(2027, 8, 1), 2026)
    assert not of_year(date(2025, 12, 31), date(2026, 3, 1), 2026)
    assert of_year(None, date(2027, 1, 31), 2026)
    assert not of_year(None, date(2027, 2, 1), 2026)


def attach(client: Client, page: str, title: str, dated: str = "2026-06-01") -> None:
    """Add a document from the panel of a page, as the coordinator does."""
    token = re.search(r'name="about" value="([^"]+)"', client.get(page).content.decode())
    assert token is not None
    answer = client.post(
        f"{CENTRE}documents/joindre/",
        {
            "about": token[1],
            "file": SimpleUploadedFile(f"{title}.pdf", PDF, "application/pdf"),
            "title": title,
            "dated": dated,
        },
    )
    assert answer.status_code == 302, answer.content.decode()


def made(client: Client, path: str, **data: object) -> str:
    """Fill a form of an app and return the page of what it made."""
    answer = client.post(f"{CENTRE}{path}ajouter/", data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.activity("D044")
def test_reporting_data_come_from_the_work_each_with_figure_origin_and_missing_proof(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    doctor, nurse = year_of_work[0], year_of_work[5]
    page = as_alice.get(f"{CENTRE}aci/2026/").content.decode()
    assert "9\u00a0RCP, 43\u00a0dossiers" in page
    assert "12\u00a0h par jour, samedi matin" in page
    assert "18\u00a0associé·es" in page
    assert "1\u00a0associé médical hors généralistes, 4\u00a0professions paramédicales" in page
    assert "5\u202f200\u00a0patients (4\u00a0médecins)" in page
    common = {"theme": "domicile", "edition": "1", "approved_on": "2026-02-01"}
    for title in ("Plaies", "Chutes"):
        url = made(
            as_alice,
            "protocoles/",
            title=title,
            kind="team",
            people=[doctor.pk, nurse.pk],
            **common,
        )
    attach(as_alice, url, "Chutes")
    made(
        as_alice, "actions/", title="Vacciner", kind="mission", theme="vaccination",
        starts_on="2026-01-15", hours=96,
    )  # fmt: skip
    url = made(
        as_alice, "actions/", title="Enquête", kind="users", level=1, starts_on="2026-03-01",
        survey_on="2026-04-01",
    )  # fmt: skip
    attach(as_alice, url, "Enquête")
    made(as_alice, "actions/qualite/", title="Accès aux soins", diagnosed_on="2026-03-01")
    made(as_alice, "actions/vacations/", kind="sas", person=doctor.pk, since="2025-09-01")
    made(
        as_alice, "coordination/stages/", last_name="Tanguy", first_name="Lou",
        profession="infirmier", tutor=doctor.pk, school="IFSI", since="2026-02-02",
        until="2026-03-27",
    )  # fmt: skip
    url = made(
        as_alice, "engagements/", kind="crisis_plan", title="Plan de crise", edition="1",
        adopted_on="2025-11-20",
    )  # fmt: skip
    attach(as_alice, url, "Plan de crise", "2025-11-20")
    made(
        as_alice, "engagements/logiciels/", name="Dossier", level="standard",
        acquired_on="2023-02-01",
    )  # fmt: skip
    page = as_alice.get(f"{CENTRE}aci/2026/").content.decode()
    for figure in ("2\u00a0protocoles", "1\u00a0mission", "Niveau 1", "1 sur 4\u00a0médecins", "1\u00a0stagiaire", "Plan de crise", "associé·es, Dossier"):  # fmt: skip
        assert figure in page, figure
    for origin in ("protocoles/", "actions/", "actions/qualite/", "actions/vacations/", "coordination/stages/", "engagements/", "engagements/logiciels/"):  # fmt: skip
        assert f'href="{CENTRE}{origin}"' in page, origin
    for lacking in ("une copie du protocole « Plaies »", "une pièce de 2026 pour « Vacciner »", "un document pour le niveau 1 de « Accès aux soins »", "le label de Dossier", "une facture de Dossier de 2026"):  # fmt: skip
        assert f"À joindre : {lacking}" in page, lacking
    for ready in ("du protocole « Chutes »", "le plan de préparation", "pour « Enquête »"):
        assert f"À joindre : {ready}" not in page
        assert f"À joindre : une copie {ready}" not in page
    found = seen()
    row = found.row_about("protocols")
    assert row is not None
    assert [(one.label, len(one.pieces), one.missing) for one in row.source.things] == [
        ("Chutes", 1, ()), ("Plaies", 0, ("une copie du protocole « Plaies »",)),
    ]  # fmt: skip
    assert found.sourced.justified.protocols == 1
    assert found.sourced.facts.crisis_plan
    assert found.sourced.justified.crisis_plan


def test_the_list_says_what_its_rows_bring_to_who_may_see_euros(
    as_alice: Client, as_bob: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    protocol("Plaies", year_of_work[:6])
    page = as_alice.get(f"{CENTRE}protocoles/").content.decode()
    assert "(A2-02)" in page
    assert "1\u00a0protocole, 700\u00a0€ cette année" in page
    assert "Écrire un protocole de plus : + 700\u00a0€" in page
    page = as_bob.get(f"{CENTRE}protocoles/").content.decode()
    assert "compte pour l&#x27;ACI de la structure" in page
    assert "700" not in page


def test_an_archived_protocol_and_one_of_another_year_do_not_count(
    year_of_work: list[Person],
) -> None:
    protocol("Ancien", year_of_work[:6], archived_on=date(2026, 5, 1))
    protocol("À venir", year_of_work[:6], approved_on=date(2027, 1, 1))
    protocol("Vivant", year_of_work[:6])
    assert seen().sourced.facts.protocols == 1
    assert cockpit(2025, TODAY).sourced.facts.protocols == 0


def test_sessions_count_their_mean_of_the_year_from_outside_the_sisa_only(
    year_of_work: list[Person],
) -> None:
    outside = [
        save(Person(last_name=name, profession=profession, kind=Person.Kind.OTHER))
        for name, profession in (("Cardio", "medecin"), ("Kiné", "masseur_kinesitherapeute"))
    ]
    for person in (*outside, year_of_work[4]):
        offer("sessions", person, half_days=1, since=date(2020, 1, 1))
    assert seen().sourced.facts.days_per_week == Fraction(1, 2)
    source = seen().source("second_recourse_level")
    assert source.missing == ("le numéro RPPS de Cardio",)
    assert seen().sourced.justified.days_per_week == 0


def test_a_software_bought_this_year_counts_its_months_and_needs_this_years_invoice(
    year_of_work: list[Person],
) -> None:
    bought = software("advanced", date(2026, 4, 10))
    prove(bought, "Label", purpose="Label ANS")
    prove(bought, "Facture", purpose="Facture du logiciel", dated=date(2025, 12, 1))
    facts = seen().sourced.facts
    assert (facts.si_standard, facts.si_advanced, facts.si_months) == (True, True, 9)
    assert seen().source("si_standard").missing == ("une facture de Dossier de 2026",)
    bought.ended_on = date(2026, 10, 1)
    save(bought)
    assert not seen().sourced.facts.si_standard


def test_heart_failure_asks_for_protocol_attestation_and_three_numbers(
    year_of_work: list[Person], actor: object
) -> None:
    pathway = protocol("IC", year_of_work[:6], kind=Protocol.Kind.HEART_FAILURE)
    assert len(seen().source("heart_failure").missing) == 3
    prove(pathway, "Protocole")
    prove(pathway, "Attestation")
    assert seen().source("heart_failure").missing == (
        "les trois nombres de patients de 2026 (« IC »)",
    )
    count_patients(pathway, year=2026, patients=80, new_cases=9, diagnosed=4, by=actor)  # type: ignore[arg-type]
    assert seen().sourced.justified.heart_failure
    assert seen().sourced.facts.protocols == 0


def test_quality_levels_are_proved_from_the_first(year_of_work: list[Person]) -> None:
    approach = save(
        Quality(title="Soins", diagnosed_on=date(2026, 2, 1), deployed_on=date(2026, 6, 1))
    )
    prove(approach, "Diagnostic")
    found = seen().sourced
    assert found.facts.quality_level == {1, 2}
    assert found.justified.quality_level == {1}


def test_a_mission_of_several_years_is_proved_year_by_year(year_of_work: list[Person]) -> None:
    mission = action("Vacciner", theme="vaccination", starts_on=date(2025, 1, 1))
    prove(mission, "Bilan 2025", dated=date(2025, 12, 15))
    assert cockpit(2025, TODAY).sourced.justified.missions == 1
    assert seen().sourced.facts.missions == 1
    assert seen().sourced.justified.missions == 0


def test_a_charter_that_ended_puts_the_proof_of_the_hours_in_question(
    year_of_work: list[Person],
) -> None:
    prerequisites()
    assert seen().source("opening").missing == ()
    charter = Agreement.objects.get(kind="charter")
    charter.ends_on = TODAY - timedelta(days=1)
    save(charter)
    assert seen().source("opening").missing == ("la charte d'engagement, transmise à la CPAM",)
    assert not seen().sourced.justified.unscheduled_care


def test_a_crisis_counts_only_with_its_action_and_cstm_with_its_contract(
    year_of_work: list[Person],
) -> None:
    visitor = save(Person(last_name="Garde", profession="medecin_generaliste"))
    host = offer("cstm", visitor, half_days=1)
    action("Vaccinodrome", Action.Kind.CRISIS)
    agreement("exchange", "Fiche de liaison")
    facts, justified = seen().sourced.facts, seen().sourced.justified
    assert (facts.cstm, facts.crisis_actions, facts.external_coordination) == (True,) * 3
    assert not justified.crisis_actions
    assert not justified.external_coordination
    assert not justified.cstm
    prove(host, "Contrat CSTM")
    assert seen().sourced.justified.cstm


def test_trainees_without_agreement_are_named(year_of_work: list[Person]) -> None:
    placement("Tanguy", year_of_work[0])
    assert seen().source("trainees").missing == (
        "la convention ou l'attestation de stage de Tanguy",
    )
