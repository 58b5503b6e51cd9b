"""What every page of one budget shows: the budget and the way to its other pages."""

from typing import Any

from pupitre.budgets.models import Budget
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest

PAGES = (
    ("budget", "Préparation"),
    ("compare", "Comparer"),
    ("follow", "Suivi"),
    ("months", "Mois par mois"),
)


def place(request: CentreRequest, budget: Budget, here: str, keep: str = "") -> dict[str, Any]:
    """Return the context of a page of one budget; `keep` is the query string that its sister page takes over."""
    return {
        "budget": budget,
        "tabs": [
            {
                "label": label,
                "url": f"{centre_url(f'budgets:{name}', budget.pk)}{keep if name in {'follow', 'months'} else ''}",
                "current": name == here,
            }
            for name, label in PAGES
        ],
        "may_edit": registry.allows("money.edit", request.role),
    }
