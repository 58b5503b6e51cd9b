"""What every page of one entity shows: which entity, which year, and the way to the other pages."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.utils import timezone

from pupitre.books.models import FiscalYear, LegalEntity
from pupitre.books.queries.home import year_of, years_of
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import Column
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest

_V = TypeVar("_V", bound=Callable[..., Any])
PAGES = (
    ("entity", "Vue d’ensemble"),
    ("entries", "Écritures"),
    ("ledger", "Grand livre"),
    ("balance", "Balance"),
    ("statements", "Bilan et résultat"),
    ("fec", "FEC et dossier"),
    ("settings", "Réglages"),
)


def about(model: type[CentreModel]) -> Callable[[_V], _V]:
    """Say of which model the number in a page's address is."""

    def declare(view: _V) -> _V:
        view.model = model  # type: ignore[attr-defined]
        return view

    return declare


def place(request: CentreRequest, pk: int, here: str) -> dict[str, Any]:
    """Return the context of a page of one entity: entity, year asked by `?exercice=`, tabs, rights."""
    entity: LegalEntity = owned(LegalEntity, pk)
    year = year_of(entity, request.GET.get("exercice", ""), timezone.localdate())
    if year is None:
        raise Http404
    return {
        "entity": entity,
        "entities": LegalEntity.objects.exclude(pk=pk),
        "year": year,
        "years": years_of(entity),
        "tabs": [
            {
                "label": label,
                "url": f"{centre_url(f'books:{name}', pk)}?exercice={year.pk}",
                "current": name == here,
            }
            for name, label in PAGES
        ],
        "may_edit": registry.allows("money.edit", request.role),
        "here": here,
    }


def year_at_page(context: dict[str, Any]) -> FiscalYear:
    year: FiscalYear = context["year"]
    return year


def exported(
    request: CentreRequest, columns: Sequence[Column], rows: Iterable[Any], name: str
) -> HttpResponse | None:
    """Answer `?format=csv` or `xlsx` with the whole list; None for a page."""
    write = EXPORTS.get(request.GET.get("format", ""))
    return write(columns, rows, name) if write else None
