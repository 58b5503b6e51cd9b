"""What each formula says: reasons, what is missing, and the best that it can give."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pupitre.aci.rules.cases import answer_case
from pupitre.aci.rules.facts import Facts, with_facts
from pupitre.aci.rules.payment import IndicatorLine, evaluate
from pupitre.aci.rules.reading import CaseError, read_facts
from pupitre.aci.rulesets import ruleset_for, shipped_rulesets

RULES = shipped_rulesets()[0]


def line(identifier: str, **facts: Any) -> IndicatorLine:
    total = evaluate(RULES, Facts(**facts), 2025)
    return next(one for one in total.lines if one.indicator.id == identifier)


def plain(*sentences: str) -> str:
    return " ".join(sentences).replace("\u00a0", " ").replace("\u202f", " ")


def test_opening_hours_name_each_cut() -> None:
    found = line(
        "A1-01",
        unscheduled_care=True,
        amplitude="8-10h",
        saturday="closed",
        closure="up_to_3_weeks",
    )
    text = plain(*found.because)
    assert found.points == 510
    assert "Moins 150 points : ouverture de 8 à 10 heures" in text
    assert "Moins 120 points : fermeture le samedi matin" in text
    assert "Moins 20 points" in text


def test_opening_hours_left_blank_count_nothing_and_say_so() -> None:
    found = line("A1-01", unscheduled_care=True)
    assert not found.reached
    assert "horaire non renseigné" in plain(*found.because)


def test_derogation_lifts_the_amplitude_only() -> None:
    found = line(
        "A1-01",
        unscheduled_care=True,
        pdsa_derogation=True,
        amplitude="<8h",
        saturday="closed",
        closure="all_year",
    )
    assert found.points == 680
    assert "Dérogation PDSA" in plain(*found.because)


def test_concertation_explains_its_rate_and_the_files_left() -> None:
    found = line("A2-03", patients=4000, meetings=6, files=30, ald_under_75=650)
    text = plain(*found.because)
    assert found.points == 922
    assert "30 dossiers étudiés sur 650 patients concernés : taux de 4,61 %." in text
    assert plain(*found.missing) == "3 dossiers de plus pour le taux plein."


def test_concertation_with_no_patient_counted_says_so() -> None:
    found = line("A2-03", patients=4000, meetings=6, files=30)
    assert "Aucun patient en ALD" in plain(*found.because)
    assert not found.reached


def test_concertation_below_the_minimum_says_how_many_meetings_are_left() -> None:
    found = line("A2-03", patients=4000, meetings=4, files=30, ald_under_75=650)
    assert "4 réunions tenues pour un minimum de 6" in plain(*found.because)
    assert "Encore 2 réunions de concertation à tenir." in plain(*found.missing)


def test_a_level_without_its_required_level_is_explained() -> None:
    found = line("A2-06", patients=4000, quality_level=frozenset({1, 3}))
    assert found.points == 100
    assert "Le niveau 3 ne compte pas sans le niveau 2." in plain(*found.because)
    assert "Niveau 2" in plain(*found.missing)


def test_protocols_above_the_cap_say_that_they_do_not_count() -> None:
    found = line("A2-02", protocols=10, ipa=True)
    assert found.points == 1120
    assert "Au-delà de 8" in plain(*found.because)
    assert found.missing == ()
    assert found.progress == 1


def test_progress_is_the_share_of_what_the_structure_could_get() -> None:
    assert line("A2-02", protocols=2).progress == 0.25
    assert line("A1-03").progress == 0
    assert line("A2-05", external_coordination=True).progress == 1


def test_sas_lists_the_ways_to_get_points() -> None:
    assert "Tous les médecins participent au SAS : 200 points." in plain(*line("A1-09").missing)


@pytest.mark.parametrize("sas", ["all_doctors", "all_regulator_requests"])
def test_sas_already_at_its_best_is_kept(sas: str) -> None:
    formula = line("A1-09").indicator.formula
    assert formula.at_best(Facts(sas=sas)).sas == sas
    assert formula.at_best(Facts(sas="half_of_doctors")).sas == "all_doctors"


def test_at_best_never_lowers_what_was_done() -> None:
    formula = line("A2-02").indicator.formula
    assert formula.at_best(Facts(protocols=12)).protocols == 12


def test_prorata_of_the_software_is_told() -> None:
    assert "Compté au prorata : 7 mois sur 12." in plain(
        *line("A3-01", si_standard=True, si_months=7).because
    )
    assert "Compté au prorata : 7 mois sur 12." in plain(
        *line("A3-02", si_advanced=True, si_months=7).because
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"patiens": 1}, "la clé « patiens » est inconnue."),
        ({"patients": "beaucoup"}, "« patients » doit être un nombre, pas « beaucoup »."),
        ({"patients": True}, "« patients » doit être un nombre, pas « True »."),
        ({"patients": -1}, "« patients » ne peut pas être négatif."),
        ({"patients": 1.5}, "« patients » doit être un nombre entier."),
        ({"patients": float("nan")}, "« patients » doit être un nombre fini et raisonnable."),
        ({"patients": Decimal("1e999999999")}, "« patients » doit être un nombre fini"),
        ({"share_ald_or_over_75": Fraction(3, 2)}, "est une part"),
        ({"c2s": 7.5}, "« c2s » est une part : écrivez 0,05 pour 5 %, pas « 7.5 »."),
        ({"cstm": 1}, "« cstm » doit être true ou false, pas « 1 »."),
        ({"sas": 1}, "« sas » doit être un mot, pas « 1 »."),
        ({"sas": "tous"}, "« sas » vaut « tous » : choisissez parmi"),
        ({"quality_level": 4}, "« quality_level » vaut « 4 » : choisissez parmi 0, 1, 2, 3."),
        ({"diversity": 2}, "la clé « diversity » doit contenir ses propres clés."),
        ({"diversity": {"medicla": 1}}, "la clé « medicla » est inconnue dans « diversity »."),
        ({"diversity": {"level": 3}}, "« diversity_level » vaut « 3 »"),
        ({"opening": {"amplitude": "11h"}}, "« amplitude » vaut « 11h » : choisissez parmi"),
        ({"months": 13}, "« months » va de 0 à 12 mois."),
        ({"si_months": 13}, "« si_months » va de 0 à 12 mois."),
    ],
)
def test_wrong_facts_are_refused_by_name(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CaseError) as error:
        read_facts(RULES, given)
    assert sentence in str(error.value)


def test_null_is_a_key_left_out() -> None:
    given = {"sas": None, "diversity": {"level": None}, "opening": None}
    assert read_facts(RULES, given) == Facts()


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("rien", "chaque cas doit avoir un « id » et un « input »."),
        ({"id": "X"}, "cas X : il manque « input », la liste des faits."),
        ({"id": "X", "input": {}}, "cas X : il faut « indicator », ou un « scope » parmi"),
        ({"id": "X", "input": {}, "exercise": "2025"}, "cas X : « exercise » doit être une année"),
        ({"id": "X", "input": {}, "indicator": "A9"}, "cas X : l'indicateur « A9 » n'existe pas"),
        (
            {"id": "X", "input": {}, "indicator": "A1-06", "by_indicator": 3},
            "cas X : « by_indicator » doit donner des points par indicateur.",
        ),
        (
            {"id": "X", "input": {}, "indicator": "A1-06", "points": "cent"},
            "cas X : « points » doit être un nombre, pas « cent ».",
        ),
    ],
)
def test_wrong_cases_are_refused_with_their_name(case: Any, sentence: str) -> None:
    with pytest.raises(CaseError) as error:
        answer_case(ruleset_for, case, 2025)
    assert sentence in str(error.value)


def test_an_unexpected_number_is_told() -> None:
    case = {"id": "X", "input": {}, "indicator": "A1-06", "points": 300, "majoration": 0}
    answer = answer_case(ruleset_for, case, 2025)
    assert answer.differences == (
        "points : 300 attendu, 200 trouvé",
        "majoration : 0 attendu, rien trouvé",
    )


def test_facts_can_be_changed_without_touching_the_first() -> None:
    first = Facts(patients=1)
    assert with_facts(first, patients=2).patients == 2
    assert first.patients == 1
