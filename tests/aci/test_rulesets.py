"""Agreements as files: the shipped one is whole, a wrong one is refused with its line."""

import dataclasses

import pytest

from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.payment import evaluate
from pupitre.aci.rules.ruleset import RuleSet
from pupitre.aci.rulesets import DATA, load_ruleset, ruleset_for, shipped_rulesets
from pupitre.core.typed_yaml import DataError

TEXT = (DATA / "avenant1_2022.yaml").read_text(encoding="utf-8")
SHIPPED = shipped_rulesets()[0]


def refusal(text: str) -> str:
    with pytest.raises(DataError) as error:
        load_ruleset(text, "accord.yaml")
    return str(error.value)


def test_the_shipped_agreement_has_its_twenty_indicators_with_evidence_and_sources() -> None:
    assert len(SHIPPED.indicators) == 20
    for one in SHIPPED.indicators:
        assert one.evidence, one.id
        assert one.conditions, one.id
        assert one.sources, one.id


def test_annexe_3_is_a_list_to_check() -> None:
    assert len(SHIPPED.themes["annexe_3"].items) == 7
    assert SHIPPED.themes["annexe_3"].warning
    assert SHIPPED.themes["annexe_2"].warning is None


def test_a_changed_figure_changes_the_euros_and_no_code() -> None:
    facts = Facts(cstm=True, new_structure=False)
    richer = load_ruleset(TEXT.replace("point_value_eur: 7 ", "point_value_eur: 7.25 "), "a")
    lines = {line.indicator.id: line for line in evaluate(richer, facts, 2025).lines}
    assert lines["A1-06"].euros_cents == 200 * 725


def test_an_exercise_finds_its_agreement() -> None:
    later = dataclasses.replace(
        SHIPPED, id="suivant", exercises_certain=(2027,), exercises_unknown={2028: "?"}
    )
    both = (SHIPPED, later)
    assert ruleset_for(2024, both) is SHIPPED
    assert ruleset_for(2026, both) is SHIPPED
    assert ruleset_for(2027, both) is later
    assert ruleset_for(2040, both) is later
    assert ruleset_for(2025) is SHIPPED


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("label: ", "etiquette: ", "ligne 5 : la clé « etiquette » est inconnue ici"),
        ("  unit: points\n", "", "il manque la clé « unit »."),
        ("  unit: points", "  unit: francs", "« francs » n'est pas l'un de : points, euros."),
        ("cap: 0.25", "cap: beaucoup", "« beaucoup » n'est pas un nombre."),
        ("cap: 0.25", "cap: 1e99999999", "« 1e99999999 » n'est pas un nombre raisonnable."),
        ("cap: 0.25", "cap: -0.25", "« -0.25 » doit être positif."),
        ("max_units: 8", "max_units: 8.5", "« 8.5 » doit être un nombre entier."),
        ("with_precarity: false", "with_precarity: non", "« non » doit être true ou false."),
        ("name: opening_hours", "name: horaires", "la formule « horaires » n'existe pas"),
        ("name: opening_hours", "fixe: 1", "il manque la clé « name » de la formule."),
        ("fact: pnc", "fact: pncs", "le fait « pncs » ne convient pas ici."),
        ("fact: pnc", "fact: cstm", "le fait « cstm » ne convient pas ici."),
        ("requires: [A1-02]", "requires: [A9-99]", "l'indicateur requis A9-99 n'existe pas."),
        ("themes: annexe_2", "themes: annexe_9", "la liste de thèmes « annexe_9 » n'existe pas."),
        ("id: A1-03", "id: A1-02", "l'indicateur A1-02 est écrit deux fois."),
        ('  3: "Système d\'information"\n', "", "l'axe 3 n'est pas décrit dans « axes »."),
        ("sources: [S01, S02, S03, S12]", "sources: [S99]", "la source S99 n'est pas décrite"),
        ("point_value_eur: 7 ", "point_value_eur: null ", "« point_value_eur » est vide."),
        ("reference_patients: 4000", "reference_patients: 0", "doit être positif."),
        ("hours: 12}", "hours: 0}", "les heures d'une action doivent être positives."),
        ("kind: prerequis", "kind: [prerequis]", "il faut ici une valeur simple."),
        ("[2022, 2023, 2024, 2025]", "2022", "il faut ici une liste (un tiret par élément)."),
        ("[2022, 2023, 2024, 2025]", "[]", "« exercises_certain » doit citer"),
        ("id: aci-msp-avenant1", "id:", "ligne 4 : la valeur est vide."),
        ("axes:", "id: autre\naxes:", "la clé « id » est écrite deux fois."),
        ("axes:", "axes: [", "ce fichier n'est pas du YAML valide."),
        ("steps: [{at: 2, amount: 450}", "steps: [3, {at: 2, amount: 450}", "clés et de valeurs"),
    ],
)
def test_a_wrong_agreement_is_refused_a_sentence_a_line(old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    message = refusal(TEXT.replace(old, new, 1))
    assert message.startswith("accord.yaml")
    assert sentence in message
    assert all(line.startswith("accord.yaml") for line in message.split("\n"))


def test_an_agreement_without_indicator_or_rate_is_refused() -> None:
    head = TEXT.split("indicators:")[0]
    assert "au moins un indicateur" in refusal(head + "indicators: []\n")
    rates = "      - {exercises: [2022, 2023], c2s: 0.075, ame: 0.004, official: false"
    without = TEXT.replace(rates + ", sources: [S02, S03]}", "      []")
    assert "national_rates" in refusal(without)


def test_formulas_that_list_nothing_are_refused() -> None:
    steps = "steps: [{at: 2, amount: 450}, {at: 3, amount: 675}, {at: 4, amount: 900}]"
    assert "« steps » est vide" in refusal(TEXT.replace(steps, "steps: []"))
    shuffled = "steps: [{at: 3, amount: 675}, {at: 2, amount: 450}]"
    assert "dans l'ordre croissant" in refusal(TEXT.replace(steps, shuffled))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('{">=12h": 0, "10-12h": 60, "8-10h": 150, "<8h": null}', '{"<8h": null}', "« amplitude »"),
        ("[{up_to: 8000, amount: 1700}, {up_to: null, amount: 1100}]", "[]", "« bands » est vide"),
        ("[{up_to: 16, amount: 200}, {up_to: null, amount: 150}]", "[]", "« bands » est vide"),
        ("target_rate: 0.05", "target_rate: 0", "« target_rate » doit être positif."),
    ],
)
def test_parameters_that_cannot_work_are_refused(old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    assert sentence in refusal(TEXT.replace(old, new, 1))


def test_choices_and_levels_that_are_empty_are_refused() -> None:
    start = TEXT.index("      choices:\n")
    end = TEXT.index("    conditions:", start)
    assert "« choices » est vide" in refusal(TEXT[:start] + "      choices: []\n" + TEXT[end:])
    for name in ("levels_fixed", "levels_mixed"):
        start = TEXT.index("      levels:\n", TEXT.index(f"name: {name}"))
        end = TEXT.index("    conditions:", start)
        assert "« levels » est vide" in refusal(TEXT[:start] + "      levels: []\n" + TEXT[end:])


def test_an_empty_file_is_refused() -> None:
    assert refusal("") == "accord.yaml : le fichier est vide."


def test_the_agreement_is_frozen_data() -> None:
    assert isinstance(SHIPPED, RuleSet)
    with pytest.raises(TypeError):
        SHIPPED.sources["S99"] = SHIPPED.sources["S01"]  # type: ignore[index]
