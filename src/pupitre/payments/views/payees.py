"""Payees: who is paid, where to, confirmed by a second person; the list of approved suppliers."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pupitre.core import records
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.history import history
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go
from pupitre.payments import services, tables
from pupitre.payments.errors import PaymentError
from pupitre.payments.forms import IbanForm, PaidForForm, PayeeForm, ReasonForm
from pupitre.payments.iban import grouped
from pupitre.payments.models import PaidFor, Payee, PayeeIban, PaymentOrder
from pupitre.payments.queries.ibans import account_words
from pupitre.payments.services.asking import ask_for_iban
from pupitre.payments.services.ibans import same_person
from pupitre.payments.services.payees import withdraw_supplier
from pupitre.payments.views.tabs import rights, tabs

State = PayeeIban.State


class PayeeCrud(CrudView):
    """The payees of the MSP."""

    model = Payee
    form_class = PayeeForm
    permissions = ("money.view", "money.edit")
    words = ("bénéficiaire", "bénéficiaires")
    columns = tables.PAYEES
    empty = "Personne à payer pour l’instant : les indemnités et les factures ajoutent ici qui elles paient."
    search_fields = ("company_name", "person__last_name", "person__first_name", "siret")
    filters = (("kind", "Sorte", lambda: Payee.Kind.choices),)
    template_dir = "payments/payee"
    roles = ("list", "create", "detail", "update")

    def get_queryset(self) -> QuerySet[Payee]:
        return Payee.objects.select_related("person")

    def dress(self, rows: Iterable[Any]) -> Iterable[Any]:
        """Put on each payee the words about their account, read in one query."""
        payees = list(rows)
        words = account_words(payee.pk for payee in payees)
        for payee in payees:
            payee.account_words = words.get(payee.pk, "aucun")
        return payees

    def lines(self, obj: Any) -> list[dict[str, str]]:
        self.dress([obj])
        found = list(super().lines(obj))
        return [*found, {"title": "SIRET", "text": obj.siret}] if obj.siret else found

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        more: dict[str, Any] = {"siblings": tabs("payee-list")} if template == "list" else {}
        if template == "detail":
            more = payee_context(self.request, context["object"])
        return super().render(template, more | context, status=status)


def payee_context(request: CentreRequest, payee: Payee) -> dict[str, Any]:
    """Return what a payee's page shows besides its facts."""
    ibans = list(payee.ibans.all()[:20])
    waiting = next((iban for iban in ibans if iban.state == State.PROPOSED), None)
    return {
        **rights(request.role),
        "ibans": ibans,
        "waiting": waiting,
        "in_use": next((iban for iban in ibans if iban.state == State.CONFIRMED), None),
        "may_confirm": waiting
        and registry.allows("money.approve", request.role)
        and not same_person(waiting, request.actor),
        "iban_form": IbanForm(initial={"holder": str(payee)}),
        "refuse_form": ReasonForm(),
        "paid_for": payee.paid_for.select_related("person"),
        "paid_for_form": PaidForForm(instance=PaidFor(payee=payee)),
        "orders": PaymentOrder.objects.filter(payee=payee).order_by("-due_on", "-pk")[:20],
        "history": history(payee),
    }


def _page(request: CentreRequest, payee: Payee, more: dict[str, Any], status: int) -> HttpResponse:
    view = PayeeCrud(act="detail", request=request)
    return view.render("detail", {"object": payee} | more, status=status)


@requires("money.edit")
@require_POST
def propose(request: CentreRequest, pk: int) -> HttpResponse:
    """Propose where a payee is paid."""
    payee, form = owned(Payee, pk), IbanForm(request.POST)
    if form.is_valid():
        try:
            services.propose_iban(payee, **form.cleaned_data, by=request.actor)
        except PaymentError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le compte est proposé : une deuxième personne le confirme.")
            return go(request, payee.get_absolute_url())
    return _page(request, payee, {"iban_form": form}, 422)


def _settle(
    request: CentreRequest, pk: int, act: Callable[[PayeeIban], object], done: str
) -> HttpResponse:
    proposal = owned(PayeeIban, pk)
    try:
        act(proposal)
    except PaymentError as refusal:
        return _page(request, proposal.payee, {"refusal": str(refusal)}, 422)
    messages.success(request, done)
    return go(request, proposal.get_absolute_url())


@requires("money.approve")
@require_POST
def confirm(request: CentreRequest, pk: int) -> HttpResponse:
    """Confirm a proposed account, as the second person."""
    return _settle(
        request,
        pk,
        lambda one: services.confirm_iban(one, on=timezone.localdate(), by=request.actor),
        "Le compte est confirmé : les prochains virements l’utilisent.",
    )


@requires("money.edit")
@require_POST
def refuse(request: CentreRequest, pk: int) -> HttpResponse:
    """Set a proposed account aside."""
    why = request.POST.get("why", "")
    return _settle(
        request,
        pk,
        lambda one: services.refuse_iban(one, why=why, by=request.actor),
        "La proposition est écartée.",
    )


@requires("money.edit")
@require_POST
def reveal(request: CentreRequest, pk: int) -> HttpResponse:
    """Show one account in full; who asked is kept."""
    account = owned(PayeeIban, pk)
    full = grouped(services.iban_read(account, by=request.actor))
    return _page(request, account.payee, {"full": full, "full_of": account.pk}, 200)


@requires("money.edit")
@require_POST
def ask(request: CentreRequest, pk: int) -> HttpResponse:
    """Mail a person the link by which they give their account themselves."""
    payee = owned(Payee, pk)
    try:
        message = ask_for_iban(payee, by=request.actor)
    except PaymentError as refusal:
        return _page(request, payee, {"refusal": str(refusal)}, 422)
    messages.success(request, "Le lien est écrit : vérifiez son envoi dans les messages.")
    return go(request, message.get_absolute_url())


@requires("money.approve")
@require_POST
def approve(request: CentreRequest, pk: int) -> HttpResponse:
    """Put a supplier on the list of approved ones, or take it off (`withdraw`)."""
    payee = owned(Payee, pk)
    try:
        if "withdraw" in request.POST:
            withdraw_supplier(payee, by=request.actor)
        else:
            services.approve_supplier(payee, on=timezone.localdate(), by=request.actor)
    except PaymentError as refusal:
        return _page(request, payee, {"refusal": str(refusal)}, 422)
    messages.success(request, "La liste des prestataires agréés est à jour.")
    return go(request, payee.get_absolute_url())


@requires("money.edit")
@require_POST
def add_paid_for(request: CentreRequest, pk: int) -> HttpResponse:
    """Say for whom a company is paid."""
    payee = owned(Payee, pk)
    form = PaidForForm(request.POST, instance=PaidFor(payee=payee))
    if not form.is_valid():
        return _page(request, payee, {"paid_for_form": form}, 422)
    try:
        form.store(by=request.actor, action="désigner")
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _page(request, payee, {"paid_for_form": form}, 422)
    messages.success(request, "C’est noté : cette société est payée à partir de cette date.")
    return go(request, payee.get_absolute_url())


@requires("money.edit")
@require_POST
def end_paid_for(request: CentreRequest, pk: int) -> HttpResponse:
    """Take away who a company is paid for; what was paid stays."""
    paid = owned(PaidFor, pk)
    payee = paid.payee
    records.remove(paid, by=request.actor)
    messages.success(request, "C’est retiré : la personne est de nouveau payée elle-même.")
    return go(request, payee.get_absolute_url())


for view in (propose, ask, approve, add_paid_for):
    view.model = Payee  # type: ignore[attr-defined]  # what its number is of
for view in (confirm, refuse, reveal):
    view.model = PayeeIban  # type: ignore[attr-defined]
end_paid_for.model = PaidFor  # type: ignore[attr-defined]
