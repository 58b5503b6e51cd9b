"""A unique word in every text of every centre, to see whether any leaks."""

import json
import random
import string
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from pupitre.centres.models import Centre
from pupitre.core.tenancy import CentreModel, centre_scope

# Texts that the application computes or compares: a word would break them, or never be shown.
LEFT_ALONE = {"core.AuditEvent", "core.SearchEntry"}


def plant(file: Path, *, seed: int) -> int:
    """Append a word to one row per model and text field of each centre; list them in `file`, return how many."""
    rng = random.Random(f"canaries/{seed}")  # noqa: S311  # reproducible, not secret
    planted = [
        line for centre in Centre.objects.filter(demo=True) for line in _plant_in(centre, rng)
    ]
    file.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in planted), encoding="utf-8"
    )
    return len(planted)


def _plant_in(centre: Centre, rng: random.Random) -> list[dict[str, Any]]:
    planted = []
    with centre_scope(centre):
        for model in apps.get_models():
            if issubclass(model, CentreModel) and model._meta.label not in LEFT_ALONE:
                planted += [
                    _plant_one(centre, model, field, rng)
                    for field in _texts(model)
                    if model.objects.exists()
                ]
    return planted


def _texts(model: type[CentreModel]) -> list[Any]:
    """Return the free text fields long enough to hold a word."""
    return [
        field
        for field in model._meta.local_fields
        if type(field) in {models.CharField, models.TextField} and not field.choices and (field.max_length or 999) >= 60
    ]  # fmt: skip


def _plant_one(
    centre: Centre, model: type[CentreModel], field: Any, rng: random.Random
) -> dict[str, Any]:
    word = "".join(rng.choices(string.ascii_lowercase, k=20))
    row = model.objects.order_by("pk").last()
    assert row is not None  # noqa: S101  # the caller saw one
    text = f"{getattr(row, field.name)} {word}"[-(field.max_length or 10_000) :]
    model.objects.filter(pk=row.pk).update(**{field.name: text})
    return {
        "centre": centre.slug,
        "model": model._meta.label,
        "field": field.name,
        "id": row.pk,
        "word": word,
    }
