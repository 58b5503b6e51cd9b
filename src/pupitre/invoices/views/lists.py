"""What waits, all invoices, what is owed by lateness."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.core import tables as core_tables
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, CrudView
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.invoices import tables
from pupitre.invoices.forms import DayForm, InvoiceForm
from pupitre.invoices.models import Invoice
from pupitre.invoices.queries.invoices import (
    aged_rows,
    delay_of,
    invoices,
    to_approve,
    unsettled,
)
from pupitre.invoices.rules.aging import TITLES, AgedRow
from pupitre.invoices.views.tabs import tabs
from pupitre.payments.models import PaymentOrder
from pupitre.payments.queries.orders import obstacles


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show what waits for an approval, and what is to pay."""
    today = timezone.localdate()
    waiting, owed = list(to_approve()), list(unsettled())
    context = {
        "tabs": tabs("home"),
        "waiting": waiting,
        "owed": _with_payment(owed),
        "waiting_cents": sum(one.cents for one in waiting),
        "owed_cents": sum(one.cents - one.prepaid_cents for one in owed),
        "late": [one for one in [*waiting, *owed] if one.due_on < today and one.cents > 0],
        "delay": delay_of(today),
        "today": today,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "invoices/home.html", context)


def _with_payment(owed: list[Invoice]) -> list[tuple[Invoice, PaymentOrder | None, str]]:
    """Return each invoice with its latest payment and what keeps it from leaving, in three queries."""
    found = PaymentOrder.objects.filter(
        origin_type=Invoice._meta.label_lower, origin_id__in=[one.pk for one in owed]
    )
    orders = {one.origin_id: one for one in found.select_related("payee__person").order_by("pk")}
    waiting = [one for one in orders.values() if one.state == PaymentOrder.State.WAITING]
    in_the_way = obstacles(waiting)
    return [
        (one, order, in_the_way.get(order.pk, "") if order else "")
        for one in owed
        for order in [orders.get(one.pk)]
    ]


class InvoiceCrud(CrudView):
    """Every invoice, past ones too."""

    model = Invoice
    form_class = InvoiceForm  # the pages that add and change have their own views
    permissions = ("money.view", "money.edit")
    words = ("facture", "factures")
    columns = tables.INVOICES
    empty = "Aucune facture pour l'instant : déposez la première, Pupitre lit ce qu'il peut."
    search_fields = ("number", "label", "supplier__company_name", "note")
    filters = (("state", "État", lambda: Invoice.State.choices),)
    template_dir = "invoices/invoice"
    roles = ("list",)

    def get_queryset(self) -> QuerySet[Any]:
        return invoices()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        more = {"siblings": tabs("invoice-list")}
        return super().render(template, more | context, status=status)


@requires("money.view")
@require_safe
def aged(request: CentreRequest) -> HttpResponse:
    """Show what is owed to each supplier on a day, by lateness: page, print, CSV, XLSX."""
    form = DayForm(request.GET if "au" in request.GET else None)
    valid = form.is_bound and form.is_valid()
    day = (form.cleaned_data["au"] if valid else None) or timezone.localdate()
    rows = aged_rows(day)
    export = EXPORTS.get(request.GET.get("format", ""))
    if export is not None:
        return export(tables.AGED, [*rows, *_total(rows)], f"balance-agee-{day:%Y-%m-%d}")
    context = {
        "tabs": tabs("aged"),
        "day": day,
        "form": form if form.is_bound and not valid else DayForm(initial={"au": day}),
        "columns": tables.AGED,
        "rows": rows,
        "body": core_tables.body(tables.AGED, rows),
        "total": core_tables.body(tables.AGED, _total(rows)),
        "today": timezone.localdate(),
    }
    page = "invoices/aged_print.html" if "imprimer" in request.GET else "invoices/aged.html"
    status = 422 if form.is_bound and not valid else 200
    return render(request, page, context, status=status)


def _total(rows: Iterable[AgedRow]) -> list[AgedRow]:
    columns = list(zip(*(row.cents for row in rows), strict=True))
    return [AgedRow(0, "Total", tuple(map(sum, columns)))] if len(columns) == len(TITLES) else []
