"""Every URL of the application, with arguments that point to real objects of a centre."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from pupitre.core.access import Page, pages
from pupitre.core.tenancy import CentreModel

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One page with real arguments."""

    page: Page
    path: str


def centre_pages() -> list[Page]:
    """Return the pages under `/c/<centre>/`."""
    return [page for page in pages() if page.pattern.startswith("/c/")]


def arguments(page: Page, pks: dict[str, int]) -> dict[str, Any]:
    """Return arguments for a page: the key of a real object of its model, this year, a name."""
    given: dict[str, Any] = {}
    for kind, name in CONVERTER.findall(page.pattern):
        if name == "centre":
            continue
        if name == "year":
            given[name] = 2026
        elif kind == "int":
            given[name] = pks.get(_label(page), 1)
        else:
            given[name] = "x"
    return given


def _label(page: Page) -> str:
    """Return the model a page is about: the declared one, else the main model of its app."""
    return page.tenant_model or page.name.split(":")[0]


def address(page: Page, slug: str, pks: dict[str, int]) -> str:
    """Return the path of a page in a centre."""
    try:
        return reverse(page.name, kwargs={"centre": slug, **arguments(page, pks)})
    except NoReverseMatch:
        return CONVERTER.sub(lambda found: slug if found["name"] == "centre" else "1", page.pattern)


def tenant_models() -> Iterator[type[CentreModel]]:
    """Return every concrete tenant model."""
    for model in apps.get_models():
        if issubclass(model, CentreModel):
            yield model
