"""The pages of rents, side by side."""

from pupitre.core.links import centre_url

PAGES = (
    ("Appels", "home"),
    ("Baux", "lease-list"),
    ("Locaux", "premises-list"),
    ("Charges de l’année", "charges"),
    ("Clés", "chargekey-list"),
    ("Indices", "indexvalue-list"),
    ("Vacance", "vacancy"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """Return the tabs, `current` being the name of the page shown."""
    return [
        {"label": label, "url": centre_url(f"rents:{name}"), "current": name == current}
        for label, name in PAGES
    ]
