"""A unique word in every text of every centre, in a file and in its name, to see whether any leaks."""

import json
import random
import string
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel, centre_scope
from pupitre.demo.papers import paper
from pupitre.documents.models import Document
from pupitre.documents.services import store_document

# Texts that the application computes or compares: a word would break them, or never be shown.
LEFT_ALONE = {"core.AuditEvent", "core.SearchEntry"}
COMPUTED = {"sha256", "digest", "content_type"}


def plant(file: Path, *, seed: int) -> int:
    """Append a word to one row per model and text field of each centre, keep a file with one; list them in `file`, return how many."""
    rng = random.Random(f"canaries/{seed}")  # noqa: S311  # reproducible, not secret
    planted = [
        line for centre in Centre.objects.filter(demo=True) for line in _plant_in(centre, rng)
    ]
    file.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in planted), encoding="utf-8"
    )
    return len(planted)


def _plant_in(centre: Centre, rng: random.Random) -> list[dict[str, Any]]:
    with centre_scope(centre):
        planted = [_plant_file(centre, rng)]
        for model in apps.get_models():
            if issubclass(model, CentreModel) and model._meta.label not in LEFT_ALONE:
                planted += [
                    _plant_one(centre, model, field, rng)
                    for field in _texts(model)
                    if model.objects.exists()
                ]
    return planted


def _plant_file(centre: Centre, rng: random.Random) -> dict[str, Any]:
    """Keep a document with a word in its file; its name receives one too, as any text."""
    word = _word(rng)
    document = store_document(
        content=paper(f"Témoin {word}"),
        name="temoin.pdf",
        title="Témoin",
        by=Actor("Démonstration", "cli"),
    )
    return _line(centre, Document, "file", document.pk, word)


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_lowercase, k=20))


def _line(
    centre: Centre, model: type[CentreModel], field: str, pk: int, word: str
) -> dict[str, Any]:
    label = model._meta.label
    return {"centre": centre.slug, "model": label, "field": field, "id": pk, "word": word}


def _texts(model: type[CentreModel]) -> list[Any]:
    """Return the free text fields long enough to hold a word."""
    return [
        field
        for field in model._meta.local_fields
        if type(field) in {models.CharField, models.TextField} and field.name not in COMPUTED
        and not field.choices and (field.max_length or 999) >= 60
    ]  # fmt: skip


def _plant_one(
    centre: Centre, model: type[CentreModel], field: Any, rng: random.Random
) -> dict[str, Any]:
    word = _word(rng)
    row = model.objects.order_by("pk").last()
    assert row is not None  # noqa: S101  # the caller saw one
    text = f"{getattr(row, field.name)} {word}"[-(field.max_length or 10_000) :]
    model.objects.filter(pk=row.pk).update(**{field.name: text})
    return _line(centre, model, field.name, row.pk, word)
