"""Puts a hostile text in every text of every row of a centre, straight into the tables: whatever a form let through."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.db import IntegrityError, models, transaction

from pupitre.centres.models import Centre
from pupitre.core.tenancy import CentreModel, centre_scope
from tests.matrix import tenant_models
from tests.security.payloads import payloads

TEXTS = {models.CharField, models.TextField, models.EmailField, models.URLField}
LEFT_ALONE = {"core.AuditEvent", "core.AuditHead", "core.SearchEntry"}
"""Digests and the index, which `index` below rebuilds from the rest."""
COMPUTED = {"token", "sha256", "key", "checksum", "slug", "number", "object_type", "permission", "iban", "code", "content_type"}  # fmt: skip
ROWS = 12
"""Rows spiked in each table: as many as a page shows of most of them."""


def texts(model: type[CentreModel]) -> list[Any]:
    """Return the texts that people write, long enough for a payload."""
    return [
        field
        for field in model._meta.local_fields
        if type(field) in TEXTS and not field.choices and (field.max_length or 999) >= 60 and field.name not in COMPUTED
    ]  # fmt: skip


def spike(centre: Centre, rows: int = ROWS) -> int:
    """Write payloads, one after the other, in the last rows of each table, and return how many were written."""
    source, written = cycle(payloads()), 0
    with centre_scope(centre):
        for model in tenant_models():
            if model._meta.label in LEFT_ALONE:
                continue
            for row in model.objects.order_by("-pk")[:rows]:
                written += sum(_put(model, row.pk, field, source) for field in texts(model))
        Centre.objects.filter(pk=centre.pk).update(
            name='"><script>hit(0)</script>', town="<svg onload=hit(0)>"
        )
    return written


def _put(model: type[CentreModel], pk: int, field: Any, source: Iterator[str]) -> bool:
    text = next(source)
    if len(text) > (field.max_length or 999):
        text = "<script>hit(1)</script>"
    try:
        with transaction.atomic():
            model.objects.filter(pk=pk).update(**{field.name: text})
    except IntegrityError:
        return False
    return True
