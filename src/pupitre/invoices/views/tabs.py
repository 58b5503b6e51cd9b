"""The pages of invoices, side by side."""

from typing import Any

from pupitre.core.links import centre_url

PAGES = (
    ("En cours", "home"),
    ("Toutes les factures", "invoice-list"),
    ("Balance âgée", "aged"),
    ("Charges récurrentes", "recurringcharge-list"),
    ("Calendrier des charges", "calendar"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs, `current` being the name of the page shown."""
    return [
        {"label": label, "url": centre_url(f"invoices:{name}"), "current": name == current}
        for label, name in PAGES
    ]
