"""What the page's frame shows: rail, centres, "+ Ajouter", account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from pupitre.centres.queries import centres_of
from pupitre.centres.roles import Role
from pupitre.core.links import centre_url
from pupitre.core.registry import MenuEntry, registry

SECTIONS = (
    "",
    "Équipe",
    "Projet de santé",
    "Moyens",
    "Finances",
    "Organisation",
    "Partenaires et communication",
    "Structure",
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; heavy parts are functions, so that fragments do not pay for them."""
    user: Any = getattr(request, "user", None)
    context: dict[str, Any] = {
        "demo": settings.DEMO,
        "scheme": getattr(user, "scheme", "auto"),
        "today": timezone.localdate(),
        "centre": getattr(request, "centre", None),
    }
    if user is not None and user.is_authenticated:
        context["centres"] = lambda: _centres(user.pk)
        context["signed_in"] = {
            "name": str(user),
            "role_label": _role_label(request),
            "url": reverse("accounts:account"),
            "security_url": reverse("mfa_index"),
            "scheme_url": reverse("accounts:scheme"),
            "logout_url": reverse("account_logout"),
        }
    if getattr(request, "role", ""):
        context |= {
            "nav": lambda: _nav(request),
            "adds": lambda: _adds(request),
            "search_url": centre_url("core:search"),
        }
    return context


def _role_label(request: Any) -> str:
    role = getattr(request, "role", "")
    return str(Role(role).label) if role else ""


def _centres(user_id: int) -> list[dict[str, str]]:
    return [
        {
            "name": access.centre.name,
            "url": reverse("desk:home", args=[access.centre.slug]),
            "role": str(Role(access.role).label),
        }
        for access in centres_of(user_id)
    ]


def _nav(request: Any) -> list[dict[str, Any]]:
    seen = [entry for entry in registry.menu if registry.allows(entry.permission, request.role)]
    covering = [url for url in map(_url, seen) if _covers(url, request.path)]
    here = max(covering, key=len, default="")
    found = []
    for section in SECTIONS:
        entries = sorted(
            (entry for entry in seen if entry.section == section), key=lambda entry: entry.order
        )
        if entries:
            found.append({"title": section, "entries": [_entry(entry, here) for entry in entries]})
    return found


def _url(entry: MenuEntry) -> str:
    return centre_url(entry.url_name)


def _covers(url: str, path: str) -> bool:
    """Whether a page is under an entry; the entry whose address is longest is the current one."""
    home = url.count("/") == 3  # /c/<centre>/
    return path == url if home else path.startswith(url)


def _entry(entry: MenuEntry, here: str) -> dict[str, Any]:
    url = _url(entry)
    return {
        "label": entry.label,
        "url": url,
        "current": url == here,
        "count": entry.count() if entry.count else None,
    }


def _adds(request: Any) -> list[dict[str, str]]:
    allowed = [add for add in registry.adds if registry.allows(add.permission, request.role)]
    return [
        {"label": add.label, "url": centre_url(add.url_name)}
        for add in sorted(allowed, key=lambda add: add.order)
    ]
