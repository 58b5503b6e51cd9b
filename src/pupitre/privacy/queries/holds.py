"""What is held: rows that no purge and no erasure may touch."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CASCADE, Q

from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.people.models import Person
from pupitre.privacy.declarations import holdings
from pupitre.privacy.models import LegalHold


@dataclass(frozen=True)
class Held:
    """The holds in force."""

    everything: bool
    persons: frozenset[int]
    documents: frozenset[int]

    def rows(self, model: type[CentreModel]) -> Q:
        """The rows of a table that are held, directly or by what would go with them."""
        query = Q(pk__in=[])
        holding = holdings().get(model._meta.label)
        for path in holding.about if holding and self.persons else ():
            query |= Q(**{f"{path}__in": self.persons})
        if model is Document:
            person = Person._meta.label_lower
            query |= Q(pk__in=self.documents)
            query |= Q(object_type=person, object_id__in=self.persons)
        for relation in model._meta.related_objects:
            child: Any = relation.related_model
            goes = isinstance(relation.field, CentreForeignKey) and relation.on_delete is CASCADE
            if goes and child is not model and self.persons:
                held = child.objects.filter(self.rows(child)).values(relation.field.attname)
                query |= Q(pk__in=held)
        return query


def held() -> Held:
    """The holds of the centre in scope."""
    rows: list[tuple[int | None, int | None]] = list(
        LegalHold.objects.filter(lifted_on__isnull=True).values_list("person_id", "document_id")
    )
    return Held(
        everything=(None, None) in rows,
        persons=frozenset(person for person, _ in rows if person),
        documents=frozenset(document for _, document in rows if document),
    )


def hold_on(person: Person) -> LegalHold | None:
    """The hold that keeps this person from being erased, if there is one."""
    running = LegalHold.objects.filter(lifted_on__isnull=True)
    whole = Q(person__isnull=True, document__isnull=True)
    return running.filter(Q(person=person) | whole).first()
