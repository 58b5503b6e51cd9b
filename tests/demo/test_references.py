"""What is known of the numbers that rows hold; a copied centre needs all of it."""

import pytest
from django.db import models

from pupitre.demo.bulk.references import UnknownNumberError, numbers_of
from tests.matrix import tenant_models


def test_a_column_that_nothing_explains_is_refused() -> None:
    fields = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "tests"})}
    loose = type("Loose", (models.Model,), {**fields, "mystery_id": models.BigIntegerField()})
    with pytest.raises(UnknownNumberError, match="mystery_id"):
        numbers_of(loose)


def test_every_tenant_model_says_what_its_numbers_are() -> None:
    assert all(numbers_of(model)["id"] == model._meta.label_lower for model in tenant_models())
