"""What is to pay: grouped by day, ticked, put in a batch; one payment and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.errors import BooksError
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.history import history
from pupitre.core.objects import object_of, page_of
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.payments import services, tables
from pupitre.payments.errors import PaymentError
from pupitre.payments.forms import BatchForm, PayeeForm, ReasonForm, RejectionForm
from pupitre.payments.models import BankAccount, PaymentLimit, PaymentOrder
from pupitre.payments.queries.ibans import confirmed_ibans, waiting_proposals
from pupitre.payments.queries.orders import batches_to_approve, obstacles, orders_to_pay
from pupitre.payments.views.tabs import rights, tabs


@dataclass(frozen=True)
class Row:
    """A payment to tick: where it goes, masked, or why it cannot leave yet."""

    order: PaymentOrder
    account: str
    obstacle: str
    ticked: bool


@dataclass(frozen=True)
class Day:
    """The payments due on one day."""

    due: date
    rows: list[Row]
    late: bool

    @property
    def cents(self) -> int:
        return sum(row.order.cents for row in self.rows)

    @property
    def ready(self) -> int:
        return sum(not row.obstacle for row in self.rows)


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show what is to pay, by day."""
    today = timezone.localdate()
    return page(request, BatchForm(initial={"execution_on": today}), ticked=set())


def page(
    request: CentreRequest, form: BatchForm, *, ticked: set[int], status: int = 200
) -> HttpResponse:
    today, orders = timezone.localdate(), list(orders_to_pay())
    context = {
        **rights(request.role),
        "tabs": tabs("home"),
        "days": list(_days(orders, ticked, today)),
        "form": form,
        "cents": sum(order.cents for order in orders),
        "late": sum(order.due_on < today for order in orders),
        "proposals": list(waiting_proposals()),
        "to_approve": batches_to_approve(),
        "has_account": BankAccount.objects.filter(closed_on=None).exists(),
        "has_limit": PaymentLimit.objects.exists(),
    }
    return render(request, "payments/home.html", context, status=status)


def _days(orders: list[PaymentOrder], ticked: set[int], today: date) -> Iterable[Day]:
    in_the_way = obstacles(orders)
    ibans = confirmed_ibans(order.payee_id for order in orders)
    for due, group in groupby(orders, key=lambda order: order.due_on):
        rows = [
            Row(
                order,
                ibans[order.payee_id].masked if order.payee_id in ibans else "",
                in_the_way.get(order.pk, ""),
                order.pk in ticked,
            )
            for order in group
        ]
        yield Day(due, rows, due < today)


@requires("money.edit")
@require_POST
def make_batch(request: CentreRequest) -> HttpResponse:
    """Put together the ticked payments, or those of a day that can leave."""
    chosen = {asked_key(key) for key in request.POST.getlist("order")}
    form = BatchForm(request.POST)
    if "day" in request.POST:
        chosen = _of_day(request.POST["day"])
    if not form.is_valid():
        return page(request, form, ticked=chosen, status=422)
    try:
        batch = services.make_batch(
            account=form.cleaned_data["account"],
            orders=list(orders_to_pay().filter(pk__in=chosen)),
            execution_on=form.cleaned_data["execution_on"],
            on=timezone.localdate(),
            by=request.actor,
        )
    except PaymentError as refusal:
        form.add_error(None, str(refusal))
        return page(request, form, ticked=chosen, status=422)
    messages.success(request, "Le lot est prêt : vérifiez-le, puis écrivez le fichier.")
    return go(request, batch.get_absolute_url())


def _of_day(text: str) -> set[int]:
    """Return the payments of a day that nothing keeps from leaving."""
    try:
        due = date.fromisoformat(text)
    except ValueError:
        return set()
    orders = list(orders_to_pay().filter(due_on=due))
    return {order.pk for order in orders} - set(obstacles(orders))


class OrderCrud(CrudView):
    """All payments, past ones too; they are asked for where the work is done, so nothing is added here."""

    model = PaymentOrder
    form_class = PayeeForm  # never shown: a list only
    permissions = ("money.view", "money.edit")
    words = ("paiement", "paiements")
    columns = tables.ORDERS
    empty = (
        "Aucun paiement demandé : les indemnités validées et les factures approuvées arrivent ici."
    )
    search_fields = ("label", "payee__company_name", "payee__person__last_name")
    filters = (
        ("state", "État", lambda: PaymentOrder.State.choices),
        ("nature", "Nature", lambda: PaymentOrder.Nature.choices),
    )
    roles = ("list",)

    def get_queryset(self) -> QuerySet[Any]:
        return PaymentOrder.objects.select_related("payee__person").order_by("-due_on", "-pk")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        siblings = {"siblings": tabs("paymentorder-list")}
        return super().render(template, siblings | context, status=status)


@requires("money.view")
@require_safe
def order(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one payment, where it comes from and what became of it."""
    return order_page(request, owned(PaymentOrder, pk), {})


def order_page(
    request: CentreRequest, shown: PaymentOrder, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    origin = object_of(shown.origin_type, shown.origin_id)
    context = {
        **rights(request.role),
        "order": shown,
        "tone": tables.STATES[PaymentOrder.State(shown.state)],
        "origin": origin,
        "origin_url": page_of(origin) if origin else "",
        "again": shown.replaced_by.first(),
        "history": history(shown),
        "cancel": ReasonForm(prefix="cancel"),
        "rejection": RejectionForm(prefix="reject"),
    }
    return render(request, "payments/order.html", context | forms, status=status)


@requires("money.edit")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Give up a payment that waits."""
    found, form = owned(PaymentOrder, pk), ReasonForm(request.POST, prefix="cancel")
    if form.is_valid():
        try:
            services.cancel_payment(found, why=form.cleaned_data["why"], by=request.actor)
        except PaymentError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le paiement est annulé.")
            return go(request, found.get_absolute_url())
    return order_page(request, found, {"cancel": form}, status=422)


@requires("money.edit")
@require_http_methods(["POST"])
def reject(request: CentreRequest, pk: int) -> HttpResponse:
    """Note that the bank gave a payment back; it is to pay again."""
    found, form = owned(PaymentOrder, pk), RejectionForm(request.POST, prefix="reject")
    if form.is_valid():
        try:
            again = services.payment_rejected(found, **form.cleaned_data, by=request.actor)
        except (PaymentError, BooksError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le rejet est noté : ce paiement est de nouveau à payer.")
            return go(request, again.get_absolute_url())
    return order_page(request, found, {"rejection": form}, status=422)


order.model = PaymentOrder  # type: ignore[attr-defined]  # what its number is of
cancel.model = PaymentOrder  # type: ignore[attr-defined]
reject.model = PaymentOrder  # type: ignore[attr-defined]
