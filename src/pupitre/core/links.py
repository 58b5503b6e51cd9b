"""Addresses inside a centre: the slug of the scope is put in by itself."""

from functools import lru_cache
from typing import Any

from django.urls import reverse

from pupitre.core.tenancy import current_scope


def centre_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page of the centre in scope, `/c/<centre>/…`."""
    return _address(name, current_scope().slug, args, tuple(sorted(kwargs.items())))


@lru_cache(maxsize=16384)
def _address(
    name: str, slug: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]
) -> str:
    """Resolve once: a list of fifty rows asks for as many addresses."""
    if kwargs:
        return reverse(name, kwargs={"centre": slug, **dict(kwargs)})
    return reverse(name, args=[slug, *args])
