"""Permissions of pages: each view declares one, and a URL without one does not start."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from pupitre.core.registry import registry

_V = TypeVar("_V", bound=Callable[..., Any])

# Pages of third parties, by the module of their view; allauth checks by itself who may do what.
THIRD_PARTY = {"allauth": "public:login", "django.views.generic.base": "public:redirect"}


FILES = frozenset({"csv", "xlsx"})


def requires(permission: str, *, fresh: bool = False) -> Callable[[_V], _V]:
    """Declare what a view asks: `public:<why>`, `login`, or a permission `<app>.<act>`.

    `fresh`: an act that asks who is there to confirm it, when they last did too long ago.
    """

    def declare(view: _V) -> _V:
        view.permission, view.fresh = permission, fresh  # type: ignore[attr-defined]
        return view

    return declare


def permission_of(view: Any) -> str | None:
    """Return the declared permission of a view function, or None."""
    declared = getattr(view, "permission", None)
    if declared is None and hasattr(view, "view_class"):
        initial = getattr(view, "view_initkwargs", {})
        declared = initial.get("permission") or getattr(view.view_class, "permission", None)
    if declared is None:
        module = getattr(getattr(view, "view_class", view), "__module__", "")
        declared = next(
            (asked for start, asked in THIRD_PARTY.items() if module.startswith(start)), None
        )
    return declared


def asks_confirmation(view: Any, asked: Mapping[str, Any]) -> bool:
    """Tell whether a page deletes, changes a right, or gives a list away as a file."""
    declared = getattr(view, "fresh", False)
    deletes = getattr(view, "view_initkwargs", {}).get("act") == "delete"
    file = asked.get("format") in FILES or "fichier" in asked
    return declared or deletes or file


@lru_cache(maxsize=16384)
def permission_at(path: str) -> str:
    """Return what the page at a path of this site asks, empty when there is none."""
    try:
        return permission_of(resolve(path.partition("?")[0].partition("#")[0]).func) or ""
    except Resolver404:
        return ""


def may_open(path: str, role: str) -> bool:
    """Whether a role may open the page at a path: a link is drawn only then."""
    asked = permission_at(path)
    return asked.startswith("public:") or registry.allows(asked, role)


@dataclass(frozen=True)
class Page:
    """One URL of the application."""

    pattern: str
    name: str
    methods: tuple[str, ...]
    permission: str | None
    tenant_model: str | None


def pages() -> Iterator[Page]:
    """Walk the URL configuration."""
    yield from _walk(get_resolver().url_patterns, "/", "")


def _walk(patterns: Any, prefix: str, namespace: str) -> Iterator[Page]:
    for entry in patterns:
        path = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern):
            yield _page(entry, path, namespace)


def _page(entry: URLPattern, path: str, namespace: str) -> Page:
    view: Any = entry.callback
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(
        getattr(view, "view_class", view), "model", None
    )
    methods = getattr(view, "methods", None)
    if methods is None and hasattr(view, "view_class"):
        names = view.view_class.http_method_names
        methods = [
            name.upper() for name in names if hasattr(view.view_class, name) and name != "options"
        ]
    return Page(
        pattern=path,
        name=f"{namespace}{entry.name or ''}",
        methods=tuple(methods or ("GET", "POST")),
        permission=permission_of(view),
        tenant_model=model._meta.label
        if model is not None and hasattr(model, "centre_id")
        else None,
    )


def check_pages(**_: Any) -> list[CheckMessage]:
    """System check: every URL declares a permission that exists, and every app permission names its roles."""
    problems: list[CheckMessage] = []
    for page in pages():
        asked = page.permission
        known = asked is not None and (
            asked == "login" or asked.startswith("public:") or asked in registry.permissions
        )
        if not known:
            problems.append(
                Error(
                    f"{page.pattern} ({page.name}) declares no known permission: {asked}",
                    id="pupitre.E001",
                )
            )
    return problems
