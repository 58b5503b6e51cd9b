"""Rules given as files: checked line by line, compared in euros, applied from an exercise on, taken back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.aci.models import HourEstimate, RuleChoice, RuleFile
from pupitre.aci.queries import cockpit
from pupitre.aci.queries.rulesets import ruleset_in_force
from pupitre.aci.rulesets import MOST_OCTETS, load_given
from pupitre.core.tenancy import centre_scope
from pupitre.core.typed_yaml import DataError
from pupitre.people.models import Person
from tests.aci.conftest import TODAY
from tests.aci.test_views import COCKPIT
from tests.aci.work import prerequisites, protocol

BASE = "/c/msp-des-tilleuls/aci/baremes/"
EUROS = Path(__file__).with_name("euros.yaml").read_text(encoding="utf-8")
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a billion laughs": (LAUGHS, "ligne 1 : un barème s'écrit sans renvoi"),
    "a list in itself": ("a: &a [*a]", "sans renvoi"),
    "a python object": ("id: !!python/object/apply:os.system ['true']", "sans étiquette"),
    "endless nesting": ("[" * 5000, "imbriquées trop profond"),
    "too big": ("#" * (MOST_OCTETS + 1), "trop gros"),
    "not YAML": ("a: [1, 2", "YAML valide"),
    "empty": ("", "vide"),
    "a list": ("- 1", "ligne 1 : il faut ici une liste de clés"),
    "a wrong type": (EUROS.replace("per_unit: 900", "per_unit: beaucoup"), "ligne 38 : « beaucoup » n'est pas un nombre."),
    "a negative amount": (EUROS.replace("per_unit: 900", "per_unit: -9"), "ligne 38 : « -9 » doit être positif."),
    "a strange number": (EUROS.replace("per_unit: 900", "per_unit: 1e99999"), "ligne 38"),
    "an identifier of markup": (EUROS.replace("id: B-01", 'id: "<b>"'), "lettres, chiffres et tirets"),
    "a reserved word of Python": (EUROS.replace("fact: protocols", "fact: __class__"), "ligne 38"),
}  # fmt: skip


def upload(client: Client, text: str | bytes, name: str = "avenant.yaml") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(BASE, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_or_wrong_file_is_refused_with_sentences_and_nothing_is_kept(
    as_alice: Client, in_a: object, november: None, name: str
) -> None:
    text, sentence = HOSTILE[name]
    if text:
        answer = upload(as_alice, text)
        assert answer.status_code == 422
        assert sentence in answer.content.decode().replace("&#x27;", "'")
        assert not RuleFile.objects.exists()
    with pytest.raises(DataError, match=sentence.split(" : ")[-1][:10]):
        load_given(text.encode(), "avenant.yaml")


def test_several_mistakes_are_told_at_once_each_with_its_line(
    as_alice: Client, november: None
) -> None:
    text = EUROS.replace("per_unit: 900", "per_unit: beaucoup").replace(
        "fixed: 10000", "fixed: dix mille"
    )
    page = upload(as_alice, text).content.decode()
    assert "ligne 28 : « dix mille »" in page
    assert "ligne 38 : « beaucoup »" in page
    text = EUROS.replace("axis: 1", "axis: 7").replace(
        "sources: [E01]\n    next", "sources: [E9]\n    next"
    )
    page = upload(as_alice, text).content.decode()
    assert "ligne 23 : indicateur B-01 : l&#x27;axe 7" in page
    assert "ligne 33 : indicateur A2-02 : la source E9" in page


def test_a_file_in_latin_1_is_refused(as_alice: Client, november: None) -> None:
    answer = upload(as_alice, 'label: "Barème d\'été"'.encode("latin-1"))
    assert answer.status_code == 422
    assert "UTF-8" in answer.content.decode()


def test_new_rules_are_compared_applied_from_an_exercise_and_taken_back(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    for rank in range(6):
        protocol(f"Protocole {rank}", year_of_work[:6])
    before = cockpit(2026, TODAY).realised.euros_cents
    answer = upload(as_alice, EUROS)
    assert answer.status_code == 302
    url = answer["Location"]
    page = as_alice.get(url).content.decode()
    # 10 000 € + 2 000 € × 5 200 / 1 000 patients, and four protocols at 900 €.
    assert "24\u202f000,00\u00a0€" in page
    assert "n'est pas appliqué" in page.replace("&#x27;", "'")
    assert cockpit(2026, TODAY).realised.euros_cents == before
    assert (
        as_alice.post(f"{url}appliquer/", {"from_year": 2025}, follow=True)
        .content.decode()
        .count("il ne peut pas commencer en 2025")
        == 1
    )
    assert as_alice.post(f"{url}appliquer/", {"from_year": 2026}).status_code == 302
    seen = cockpit(2026, TODAY)
    assert seen.realised.euros_cents == 2_400_000
    assert not seen.realised.points
    assert ruleset_in_force(2025).id == "aci-msp-avenant1"
    assert ruleset_in_force(2027).id == "fictif-euros"
    shown = as_alice.get(COCKPIT).content.decode()
    assert "Barème fictif en euros" in shown
    assert ">Points<" not in shown
    assert as_alice.post(f"{BASE}retablir/", {"from_year": 2026}).status_code == 302
    assert cockpit(2026, TODAY).realised.euros_cents == before
    as_alice.post(f"{url}appliquer/", {"from_year": 2026})
    assert cockpit(2026, TODAY).realised.euros_cents == 2_400_000
    assert RuleChoice.objects.count() == 1


def test_the_same_file_again_is_the_version_kept_and_another_one_is_the_next(
    as_alice: Client, in_a: object, november: None
) -> None:
    first = upload(as_alice, EUROS)["Location"]
    assert upload(as_alice, EUROS, "copie.yaml")["Location"] == first
    second = upload(as_alice, EUROS.replace("900", "950"))["Location"]
    assert second != first
    assert [file.number for file in RuleFile.objects.all()] == [2, 1]
    assert as_alice.get(f"{first}fichier/").content.decode() == EUROS


def test_the_shipped_rules_are_a_model_that_loads(as_alice: Client, november: None) -> None:
    text = as_alice.get(f"{BASE}modele/").content
    assert len(load_given(text, "modele.yaml").indicators) == 20
    assert upload(as_alice, text).status_code == 302


def test_rules_of_one_centre_change_nothing_elsewhere(
    as_alice: Client, as_charlie: Client, in_a: object, centre_b: Any, november: None
) -> None:
    url = upload(as_alice, EUROS)["Location"]
    as_alice.post(f"{url}appliquer/", {"from_year": 2026})
    with centre_scope(centre_b):
        assert ruleset_in_force(2026).id == "aci-msp-avenant1"
    assert as_charlie.get(url.replace("msp-des-tilleuls", "msp-du-port")).status_code == 404


def test_2026_says_that_avenant_2_is_to_be_loaded(as_alice: Client, november: None) -> None:
    page = as_alice.get(BASE).content.decode()
    assert "avenant 2 est à charger" in page
    assert "baremes/" in as_alice.get(COCKPIT).content.decode()


def test_a_professional_sees_no_rules_and_an_unreadable_year_is_said(
    as_alice: Client, as_bob: Client, in_a: object, november: None
) -> None:
    assert as_bob.get(BASE).status_code == 403
    url = upload(as_alice, EUROS)["Location"]
    page = as_alice.post(f"{url}appliquer/", {"from_year": "bientôt"}, follow=True).content.decode()
    assert "par exemple 2026" in page
    assert not RuleChoice.objects.exists()


def test_own_hours_change_the_order_of_the_actions(
    as_alice: Client, year_of_work: list[Person]
) -> None:
    prerequisites()
    url = "/c/msp-des-tilleuls/aci/heures/"
    page = as_alice.get(url).content.decode()
    assert "Écrire un protocole de plus" in page
    names = [step.step.label for step in cockpit(2026, TODAY).steps]
    slow = names[0]
    place = next(name for name, field in form_fields(as_alice, url).items() if field == slow)
    assert as_alice.post(url, {place: "900,5"}).status_code == 302
    assert str(HourEstimate.objects.get().hours) == "900.5"
    assert cockpit(2026, TODAY).steps[0].step.label != slow
    assert as_alice.post(url, {place: "-1"}).status_code == 422
    assert as_alice.post(url, {place: ""}).status_code == 302
    assert not HourEstimate.objects.exists()


def form_fields(client: Client, url: str) -> dict[str, str]:
    form = client.get(url).context["form"]
    return {name: field.label for name, field in form.fields.items()}
