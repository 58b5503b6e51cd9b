"""The civil year that a page shows."""

from datetime import date
from typing import Any

from django.http import HttpRequest

FIRST_YEAR = 2017
"""The first year of the agreement of MSPs: nothing is counted before."""


def asked_year(request: HttpRequest, today: date) -> int:
    """Return `?annee=2025`, or the present year when it is absent or unreasonable."""
    text = request.GET.get("annee", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return year if FIRST_YEAR <= year <= today.year + 1 else today.year


def year_tabs(year: int, today: date) -> list[dict[str, Any]]:
    """Return the tabs of the last three years, and of the one shown."""
    years = sorted({today.year - 2, today.year - 1, today.year, year})
    return [
        {"label": str(each), "url": f"?annee={each}", "current": each == year} for each in years
    ]
