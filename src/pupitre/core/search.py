"""Full-text search within one centre and one's rights: FTS5 on SQLite, tsvector on PostgreSQL."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from pupitre.core.models import SearchEntry
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel


@models.TextField.register_lookup
class Matches(models.Lookup[Any]):
    """`folded__matches="garnier plaie"`: every word, the last one as a prefix; terms come folded."""

    lookup_name = "matches"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        key = left.rsplit(".", 1)[0] + '."id"'
        query = " ".join(f'"{word}"*' for word in self.rhs.split())
        matching = "SELECT rowid FROM core_search_fts WHERE core_search_fts MATCH %s"
        return f"{key} IN ({matching})", [*params, query]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        query = " & ".join(f"{word}:*" for word in self.rhs.split())
        return f"to_tsvector('simple', {left}) @@ to_tsquery('simple', %s)", [*params, query]


def fold(text: str) -> str:
    """Return the words of a text without accents, case or punctuation."""
    plain = (
        unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
        .encode("ascii", "ignore")
        .decode()
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def find(text: str, role: str, limit: int = 10) -> list[SearchEntry]:
    """Return the entries of this centre that hold every word and that the role may see.

    At most `limit` of each kind, the latest first, with `total`, the number of that kind: no kind hides another.
    """
    words = " ".join(fold(text).split()[:8])
    if not words:
        return []
    allowed = [name for name in registry.permissions if registry.allows(name, role)]
    found = SearchEntry.objects.filter(permission__in=allowed, folded__matches=words)
    kind, latest = F("kind"), F("object_id").desc()
    ranked = found.annotate(
        rank=Window(RowNumber(), partition_by=kind, order_by=latest),
        total=Window(Count("*"), partition_by=kind),
    ).filter(rank__lte=limit)
    order = {declared.kind: place for place, declared in enumerate(registry.searchables.values())}
    return sorted(ranked, key=lambda entry: (order.get(entry.kind, len(order)), -entry.object_id))


def index(obj: CentreModel) -> None:
    """Put one object into the index, if its model is declared findable."""
    index_all([obj])


def index_all(objects: Sequence[CentreModel]) -> None:
    """Put objects of one model into the index, in two queries."""
    declared = registry.searchables.get(type(objects[0])) if objects else None
    if declared is None:
        return
    label = objects[0]._meta.label_lower
    entries = []
    for obj in objects:
        url = obj.get_absolute_url()  # type: ignore[attr-defined]  # findable models have a page
        folded = fold(f"{obj} {declared.text(obj)}")
        entries.append(
            SearchEntry(
                kind=declared.kind,
                object_type=label,
                object_id=obj.pk,
                title=str(obj)[:250],
                detail=declared.detail(obj)[:120],
                url=url,
                permission=getattr(
                    obj, "permission", declared.permission
                ),  # its own, if it has one
                folded=folded,
            )
        )
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["centre", "object_type", "object_id"],
        update_fields=["title", "detail", "url", "folded", "permission", "kind"],
    )


def forget(obj: CentreModel) -> None:
    SearchEntry.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk).delete()
