"""What the page's frame shows: rail, centres, "+ Ajouter", account."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from pupitre.centres.queries import centres_of
from pupitre.centres.roles import Role
from pupitre.core.links import centre_url
from pupitre.core.memo import kept
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
        context["centres"] = lambda: _centres(request)
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


def _centres(request: Any) -> list[dict[str, str]]:
    known = getattr(request, "accesses", None)  # of the pages of a centre
    return [
        {
            "name": access.centre.name,
            "url": reverse("desk:home", args=[access.centre.slug]),
            "role": str(Role(access.role).label),
        }
        for access in (centres_of(request.user.pk) if known is None else known)
    ]


def _nav(request: Any) -> SafeString:
    """Draw the lists of the rail, by hand: drawn twice a page, they took a template half of its time."""
    seen = [entry for entry in registry.menu if registry.allows(entry.permission, request.role)]
    covering = [url for url in map(_url, seen) if _covers(url, request.path)]
    here = max(covering, key=len, default="")
    waiting = kept(_counts, request.role, timezone.localdate())
    found = []
    for section in SECTIONS:
        entries = sorted((one for one in seen if one.section == section), key=lambda one: one.order)
        if entries:
            title = f"<h2>{escape(section)}</h2>" if section else ""
            drawn = "\n".join(_entry(entry, here, waiting) for entry in entries)
            found.append(f"<div>\n{title}\n<ul>\n{drawn}\n</ul>\n</div>")
    return mark_safe("\n".join(found))  # noqa: S308  # each part is escaped


def _counts(role: str, _day: date) -> dict[str, int]:
    """Return how many things wait behind each entry of the rail, by its page."""
    return {
        entry.url_name: entry.count()
        for entry in registry.menu
        if entry.count and registry.allows(entry.permission, role)
    }


def _url(entry: MenuEntry) -> str:
    return centre_url(entry.url_name)


def _covers(url: str, path: str) -> bool:
    """Whether a page is under an entry; the entry whose address is longest is the current one."""
    home = url.count("/") == 3  # /c/<centre>/
    return path == url if home else path.startswith(url)


def _entry(entry: MenuEntry, here: str, waiting: Mapping[str, int]) -> str:
    url, count = _url(entry), waiting.get(entry.url_name)
    current = ' aria-current="page"' if url == here else ""
    words = f'<span class="count">{count}</span>' if count else ""
    return f'<li><a href="{escape(url)}"{current}>{escape(entry.label)}{words}</a></li>'


def _adds(request: Any) -> list[dict[str, str]]:
    allowed = [add for add in registry.adds if registry.allows(add.permission, request.role)]
    return [
        {"label": add.label, "url": centre_url(add.url_name)}
        for add in sorted(allowed, key=lambda add: add.order)
    ]
