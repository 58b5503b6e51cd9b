"""Reads about documents."""

from django.db.models import Model, QuerySet

from pupitre.core.registry import registry
from pupitre.documents.models import Document


def documents_about(obj: Model) -> QuerySet[Document]:
    """Return the documents of an object, latest first."""
    return Document.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)


def seen_by(role: str) -> QuerySet[Document]:
    """Return the documents that a role may open: each one names its permission."""
    allowed = [name for name in registry.permissions if registry.allows(name, role)]
    return Document.objects.filter(permission__in=allowed)
