"""Objects kept as a label and a key: what a document proves, where a task was born."""

from typing import Any

from django.apps import apps

from pupitre.core.tenancy import CentreModel


def object_of(label: str, key: int | None) -> Any:
    """Return the object of this centre with that model label and key, None when there is none any more."""
    model = _model(label)
    return model.objects.filter(pk=key).first() if model and key else None


def _model(label: str) -> type[CentreModel] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, CentreModel) else None


def page_of(obj: Any) -> str:
    """Return the address of an object's page, empty when it has none."""
    address = getattr(obj, "get_absolute_url", None)
    return str(address()) if address else ""
