"""Addresses inside a centre: the slug of the scope is put in by itself."""

from typing import Any

from django.urls import reverse

from pupitre.core.tenancy import current_scope


def centre_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page of the centre in scope, `/c/<centre>/…`."""
    slug = current_scope().slug
    if kwargs:
        return reverse(name, kwargs={"centre": slug, **kwargs})
    return reverse(name, args=[slug, *args])
