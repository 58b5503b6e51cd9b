"""Every table says what it holds about people, why, and for how long: a missing word is a red test."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from pupitre.accounts.models import User
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person
from pupitre.privacy.declarations import holdings, rules, tenant_holdings, treatments
from pupitre.privacy.queries.purging import field_at
from pupitre.privacy.rules import Act, Erase

THIRD_PARTY = {
    "account.EmailAddress", "account.EmailConfirmation", "socialaccount.SocialAccount",
    "socialaccount.SocialToken", "mfa.Authenticator",
}  # fmt: skip
OWN = sorted(
    model._meta.label for model in apps.get_models() if model.__module__.startswith("pupitre.")
)


def telling(model: Any) -> set[str]:
    """The fields that may speak of somebody: texts, files, and links to persons and accounts."""
    texts = (
        models.CharField,
        models.TextField,
        models.JSONField,
        models.FileField,
        models.BinaryField,
    )
    return {
        field.name
        for field in model._meta.local_fields
        if (isinstance(field, texts) and not field.choices)
        or field.name.endswith(("user_id", "person_id", "_user"))
        or (isinstance(field, models.ForeignKey) and field.remote_field.model in (Person, User))
    }


def test_every_table_is_declared_and_nothing_else() -> None:
    assert set(OWN) | THIRD_PARTY == set(holdings()), (
        "Declare the new table in its app's personal.yaml (docs/decisions/privacy.md)."
    )


@pytest.mark.parametrize("label", OWN)
def test_every_field_that_may_speak_of_somebody_is_declared(label: str) -> None:
    holding, model = holdings()[label], apps.get_model(label)
    declared = {*holding.fields, *holding.plain}
    assert telling(model) <= declared, telling(model) - declared
    assert not set(holding.fields) & set(holding.plain)
    for name in declared:
        model._meta.get_field(name)


@pytest.mark.parametrize("label", sorted({*OWN, *THIRD_PARTY}))
def test_what_is_personal_has_a_purpose_a_category_and_a_duration(label: str) -> None:
    holding = holdings()[label]
    if not holding.personal:
        assert not holding.treatment
        assert not holding.retention
        return
    assert holding.treatment in treatments()
    assert holding.retention, label
    for kept in holding.retention:
        assert kept.rule in rules()
        if kept.since:
            field_at(apps.get_model(label), kept.since)
        for name in (*kept.fields, *kept.where):
            apps.get_model(label)._meta.get_field(name)


def test_every_treatment_and_rule_is_used_and_complete() -> None:
    used = {holding.treatment for holding in holdings().values() if holding.treatment}
    assert used == set(treatments())
    named = {kept.rule for holding in holdings().values() for kept in holding.retention}
    assert named == set(rules())
    for rule in rules().values():
        assert (rule.months is None) == bool(rule.until), rule
        assert rule.basis
        assert rule.source


def test_the_law_of_accounts_allows_no_exception() -> None:
    assert rules()["books"].least == rules()["audit-money"].least == 120
    for label, holding in holdings().items():
        if holding.treatment == "money" and holding.erase is Erase.KEEP:
            assert {kept.rule for kept in holding.retention} == {"books"}, label


def test_rows_tied_to_a_person_say_so() -> None:
    for model, holding in tenant_holdings():
        direct = {
            field.name
            for field in model._meta.local_fields
            if isinstance(field, CentreForeignKey) and field.remote_field.model is Person
        }
        assert not direct or holding.about, model
        for path in holding.about:
            assert path == "pk" or field_at(model, path).remote_field.model is Person


def test_only_persons_are_erased_by_retention() -> None:
    for model, holding in tenant_holdings():
        erased = [kept for kept in holding.retention if kept.act is Act.ERASE]
        assert not erased or model is Person
        assert issubclass(model, CentreModel)
