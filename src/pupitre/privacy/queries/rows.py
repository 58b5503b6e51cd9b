"""Whose rows they are, and which texts speak of somebody: read from the declarations, for every table."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import (
    BinaryField,
    CharField,
    Field,
    FileField,
    JSONField,
    Q,
    QuerySet,
    TextField,
)

from pupitre.core.tenancy import CentreModel
from pupitre.documents.models import Document
from pupitre.people.models import Person
from pupitre.privacy.declarations import tenant_holdings
from pupitre.privacy.models import Erasure
from pupitre.privacy.rules import Erase, Holding, Identity, Scrubber

# Texts that are keys, digests or paths: nothing is written there by hand, and a change would break them.
TECHNICAL = frozenset({
    "key", "digest", "sha256", "object_type", "origin_type", "outcome_type", "permission", "content_type",
    "slug", "salt", "mail_id", "bank_id", "schema", "rule", "kind", "via", "preset",
})  # fmt: skip
UNTOUCHED = frozenset({"core.AuditEvent", "core.AuditHead", "core.SearchEntry", "people.Person"})


def rows_about(model: type[CentreModel], holding: Holding, person_id: int) -> QuerySet[Any]:
    """The rows of a table that are about somebody."""
    query = Q(pk__in=[])
    for path in holding.about:
        query |= Q(**{path: person_id})
    return model.objects.filter(query)


def documents_about(person: Person) -> QuerySet[Document]:
    return Document.objects.filter(object_type=Person._meta.label_lower, object_id=person.pk)


def identity_of(person: Person) -> Identity:
    """What texts may call this person by; homonyms here keep the last name from counting alone."""
    last = person.last_name.strip()
    others = Person.objects.exclude(pk=person.pk).filter(last_name__iexact=last)
    emails = {person.email, person.secure_email, person.user.email if person.user else ""}
    return Identity(
        number=person.pk,
        first_name=person.first_name.strip(),
        last_name=last,
        emails=tuple(sorted(filter(None, emails))),
        phone=person.phone,
        numbers=tuple(filter(None, (person.rpps, person.adeli, person.am_number))),
        alone=not others.exists(),
        aliases=((person.user.first_name, person.user.last_name),) if person.user else (),
    )


def was_erased(person: Person) -> bool:
    return Erasure.objects.filter(person_number=person.pk).exists()


@cache
def text_fields(model: type[CentreModel]) -> tuple[str, ...]:
    """The fields of a table where a name may be written, by people or by Pupitre."""
    return tuple(field.attname for field in model._meta.local_fields if _may_hold_a_name(field))


def _may_hold_a_name(field: Field[Any, Any]) -> bool:
    texts = isinstance(field, CharField | TextField | JSONField)
    return (
        texts
        and not isinstance(field, FileField | BinaryField)
        and not field.choices
        and field.name not in TECHNICAL
    )


def scrubbed_models() -> Iterator[tuple[type[CentreModel], Erase]]:
    """Every tenant table with texts, and whether its texts are cleaned or kept as the law asks."""
    kept = {model for model, holding in tenant_holdings() if holding.erase is Erase.KEEP}
    for model in apps.get_models():
        if (
            issubclass(model, CentreModel)
            and model._meta.label not in UNTOUCHED
            and text_fields(model)
        ):
            yield model, Erase.KEEP if model in kept else Erase.SCRUB


def mentions(model: type[CentreModel], scrubber: Scrubber) -> dict[int, dict[str, Any]]:
    """The rows that name somebody: {key: {field: cleaned value}}."""
    names = text_fields(model)
    found: dict[int, dict[str, Any]] = {}
    for pk, *values in model.objects.order_by("pk").values_list("pk", *names).iterator(1000):
        cleaned = {
            name: fresh
            for name, value in zip(names, values, strict=True)
            if value and (fresh := scrubber.value(value)) != value
        }
        if cleaned:
            found[pk] = cleaned
    return found
