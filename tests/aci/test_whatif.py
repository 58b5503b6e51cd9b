"""The simulation over HTTP: real year beside, shareable address, range of the year end, two sets of rules."""

from fractions import Fraction

import pytest
from django.test import Client

from pupitre.aci.forms.whatif import WhatIfForm
from pupitre.aci.queries import cockpit
from pupitre.aci.rules.facts import with_facts
from pupitre.aci.rules.outlook import project, year_end
from pupitre.aci.rules.simulation import LEVERS, changes_between
from pupitre.people.models import Person
from tests.aci.conftest import TODAY
from tests.aci.test_rules import READY, RULES
from tests.aci.test_views import COCKPIT
from tests.aci.work import prerequisites

URL = f"{COCKPIT}simulation/"
HARD, NARROW = "\u00a0", "\u202f"


def test_simulation_shows_the_gain_beside_the_real_year_and_keeps_nothing(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    before = cockpit(2026, TODAY)
    page = as_alice.get(f"{URL}?protocoles=8&missions=1").content.decode()
    # Eight protocols: 800 points; one mission: 350 × 5 200 / 4 000 = 455 points; at 7 €.
    assert f"8{NARROW}785,00{HARD}€" in page
    assert f"2{HARD}changements" in page
    for words in (
        "Bas",
        "Probable",
        "Haut",
        "Les actions les plus utiles",
        "par heure",
        "(estimation)",
    ):
        assert words in page
    assert cockpit(2026, TODAY).realised == before.realised


def test_form_without_script_sends_all_levers_and_the_address_keeps_the_changes_only(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    facts = cockpit(2026, TODAY).sourced.facts
    sent = {lever.key: lever.write(facts) for lever in LEVERS} | {"protocoles": "4", "bareme": ""}
    answer = as_alice.get(URL, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?protocoles=4")
    assert as_alice.get(answer["Location"]).status_code == 200
    live = as_alice.get(URL, sent, headers={"HX-Request": "true"})
    assert live["HX-Replace-Url"] == f"{URL}?protocoles=4"
    assert "<html" not in live.content.decode()


@pytest.mark.parametrize("wrong", ["protocoles=beaucoup", "patientele=-5", "samedi=peut-etre"])
def test_wrong_lever_is_said_and_the_real_value_stands(
    as_alice: Client, year_of_work: list[Person], wrong: str
) -> None:
    answer = as_alice.get(f"{URL}?{wrong}")
    assert answer.status_code == 422
    assert "sans changement" in answer.content.decode()


def test_two_sets_of_rules_stand_side_by_side(as_alice: Client, year_of_work: list[Person]) -> None:
    page = as_alice.get(f"{URL}?bareme=aci-msp-avenant1").content.decode()
    assert "Les deux barèmes, en euros" in page
    assert as_alice.get(f"{URL}?bareme=inconnu")["Location"] == URL


def test_an_action_adds_itself_to_the_simulation(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    page = as_alice.get(f"{URL}?missions=1")
    step = next(one for one in page.context["seen"].steps if "protocole de plus" in one.step.label)
    assert step.url == "?protocoles=1&missions=1"


def test_only_who_sees_the_aci_simulates_and_an_empty_centre_can(
    as_alice: Client, as_bob: Client, as_charlie: Client, november: None
) -> None:
    assert as_bob.get(URL).status_code == 403
    assert as_charlie.get(URL).status_code == 404
    assert as_alice.get(URL).status_code == 200


def test_every_lever_reads_what_it_writes() -> None:
    facts = with_facts(
        READY, quality_level=frozenset({1, 2}), days_per_week=Fraction(5, 2), amplitude="10-12h"
    )
    for lever in LEVERS:
        assert lever.read(lever.write(facts)) == getattr(facts, lever.name)
    assert changes_between(facts, facts) == {}


def test_range_of_the_year_end_follows_the_pace() -> None:
    facts = with_facts(READY, protocols=4)
    half = Fraction(1, 2)
    assert [
        project(RULES, facts, half, pace).protocols for pace in (half, Fraction(1), 3 * half)
    ] == [6, 8, 10]
    end = year_end(RULES, facts, half, 2025)
    assert end.low < end.likely <= end.high
    over = year_end(RULES, facts, Fraction(1), 2025)
    assert over.low == over.likely == over.high


def test_a_fact_with_many_decimals_is_shown_rounded_and_kept_exact() -> None:
    real = with_facts(READY, days_per_week=Fraction(61, 730))
    form = WhatIfForm({"vacations": "0.08", "protocoles": "5"}, real=real)
    assert form.is_valid(), form.errors
    assert form["vacations"].value() == "0.08"
    assert form.values() == {"protocols": 5}
    assert WhatIfForm({"vacations": "2.5"}, real=real).is_valid()
