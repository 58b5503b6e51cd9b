"""Recurring charges: the list, one charge with its contract and invoices, the year month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core.access import requires
from pupitre.core.crud import CrudView
from pupitre.core.dates import MONTHS
from pupitre.core.history import history
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key
from pupitre.invoices import tables
from pupitre.invoices.forms import ChargeForm
from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.queries.charges import charges, followed
from pupitre.invoices.queries.invoices import ACTIVE, invoices
from pupitre.invoices.views.tabs import tabs


class ChargeCrud(CrudView):
    """The recurring charges."""

    model = RecurringCharge
    form_class = ChargeForm
    permissions = ("money.view", "money.edit")
    words = ("charge récurrente", "charges récurrentes")
    columns = tables.CHARGES
    empty = "Loyer, assurance, ménage, logiciels : notez ce qui revient, Pupitre prévient des factures attendues et des préavis."
    search_fields = ("label", "contract", "supplier__company_name")
    template_dir = "invoices/charge"

    def get_queryset(self) -> QuerySet[RecurringCharge]:
        return charges()

    def dress(self, rows: Iterable[Any]) -> Iterable[Any]:
        return tables.with_next(followed(rows), timezone.localdate())

    def lines(self, obj: Any) -> list[dict[str, str]]:
        """A form may hold a charge without its first day: it has no next invoice to tell yet."""
        if self.act != "detail":
            return []
        self.dress([obj])
        return list(super().lines(obj))

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        more: dict[str, Any] = {"siblings": tabs("recurringcharge-list")}
        if template == "detail":
            shown = context["object"]
            more = {
                "invoices": invoices().filter(charge=shown).order_by("-issued_on")[:24],
                "history": history(shown),
                "add_url": f"{centre_url('invoices:add')}?supplier={shown.supplier_id}&charge={shown.pk}",
            }
        return super().render(template, more | context, status=status)


@dataclass(frozen=True)
class CalendarRow:
    """A charge over twelve months: what was invoiced and what is expected, in cents."""

    charge: RecurringCharge
    months: list[tuple[int, bool]]

    @property
    def total(self) -> int:
        return sum(cents for cents, _ in self.months)


@requires("money.view")
@require_safe
def calendar(request: CentreRequest) -> HttpResponse:
    """Show a year of recurring charges, month by month."""
    today = timezone.localdate()
    asked = asked_key(request.GET.get("annee"))
    year = asked if 2000 <= asked <= 2100 else today.year
    rows = _rows(year)
    context = {
        "tabs": tabs("calendar"),
        "year": year,
        "around": (year - 1, year + 1),
        "months": [name[:4].rstrip("e") if len(name) > 5 else name for name in MONTHS],
        "rows": rows,
        "totals": [sum(row.months[rank][0] for row in rows) for rank in range(12)],
        "total": sum(row.total for row in rows),
    }
    return render(request, "invoices/calendar.html", context)


def _rows(year: int) -> list[CalendarRow]:
    found = followed(charges())
    billed: dict[tuple[int, int], int] = {}
    linked = Invoice.objects.filter(
        charge__in=[one.charge.pk for one in found], issued_on__year=year, state__in=ACTIVE
    )
    for charge, day, cents in linked.values_list("charge", "issued_on", "cents"):
        key = (charge or 0, day.month)
        billed[key] = billed.get(key, 0) + cents
    rows = []
    for one in found:
        expected = {day.month for day in one.expected(date(year, 12, 31)) if day.year == year}
        cells = [_cell(billed.get((one.charge.pk, month)), month in expected, one.charge.cents) for month in range(1, 13)]  # fmt: skip
        rows.append(CalendarRow(one.charge, cells))
    return rows


def _cell(billed: int | None, expected: bool, cents: int) -> tuple[int, bool]:
    """Return the cents of a month and whether they are only expected."""
    return (billed, False) if billed is not None else (cents if expected else 0, True)
