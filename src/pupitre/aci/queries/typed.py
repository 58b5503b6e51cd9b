"""The facts typed by hand for one exercise, each with the documents that prove it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pupitre.aci.models import Exercise, TypedFact
from pupitre.aci.rules.declared import BY_NAME, Declared
from pupitre.documents.models import Document


@dataclass(frozen=True)
class Typed:
    """One typed fact: its row, its value in the type of the rules, its documents."""

    declared: Declared
    row: TypedFact
    pieces: tuple[Document, ...]

    @property
    def value(self) -> Any:
        return self.declared.read(self.row.value)

    @property
    def asked(self) -> int:
        return self.declared.pieces_asked(self.value, self.row.covers_all)

    @property
    def lacking(self) -> int:
        return max(0, self.asked - len(self.pieces))

    def proved(self) -> Any:
        return self.declared.proved(self.value, len(self.pieces), self.row.covers_all)


def typed_facts(exercise: Exercise) -> Mapping[str, Typed]:
    """Return the typed facts of the exercise, by name."""
    if exercise.pk is None:
        return {}
    rows = [row for row in exercise.facts.select_related("document") if row.name in BY_NAME]
    attached = documents_of(rows)
    return {row.name: Typed(BY_NAME[row.name], row, pieces(row, attached[row.pk])) for row in rows}


def documents_of(rows: Sequence[TypedFact]) -> Mapping[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    about = Document.objects.filter(
        object_type=TypedFact._meta.label_lower, object_id__in=[row.pk for row in rows]
    )
    for document in about.order_by("added_at", "pk"):
        found[document.object_id or 0].append(document)
    return found


def pieces(row: TypedFact, attached: Sequence[Document]) -> tuple[Document, ...]:
    """The chosen document, then those added for this fact, each once."""
    chosen = [row.document] if row.document and row.document not in attached else []
    return (*chosen, *attached)
