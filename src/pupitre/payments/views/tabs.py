"""The pages of payments, side by side."""

from pupitre.core.links import centre_url
from pupitre.core.registry import registry

PAGES = (
    ("À payer", "home"),
    ("Lots", "batch-list"),
    ("Tous les paiements", "paymentorder-list"),
    ("Bénéficiaires", "payee-list"),
    ("Comptes bancaires", "bankaccount-list"),
    ("Plafonds", "paymentlimit-list"),
    ("Année et DAS2", "year-last"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """Return the tabs, `current` being the name of the page shown."""
    return [
        {"label": label, "url": centre_url(f"payments:{name}"), "current": name == current}
        for label, name in PAGES
    ]


def rights(role: str) -> dict[str, bool]:
    """Return which acts a page draws: the accountant reads and is offered none."""
    return {
        "may_edit": registry.allows("money.edit", role),
        "may_approve": registry.allows("money.approve", role),
    }
