"""Pages of the contract and of the money: contract, payments, notification, use."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.aci.forms.money import ContractForm, NotificationForm, ReceiptForm
from pupitre.aci.models import Contract, Receipt
from pupitre.aci.queries.money import YearMoney, money_history, money_of, used_in
from pupitre.aci.rules.gaps import UNDETAILED
from pupitre.aci.services.money import keep_notification
from pupitre.aci.tables import CONTRACTS, RECEIPTS
from pupitre.aci.views.cockpit import this_day
from pupitre.centres.queries import current_centre
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, refuse
from pupitre.core.links import centre_url
from pupitre.core.money import format_amount
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go


class ContractCrud(CrudView):
    """The contracts of the structure with the CPAM and the ARS."""

    model = Contract
    form_class = ContractForm
    permissions = ("aci.view", "aci.edit")
    words = ("contrat ACI", "contrats ACI")
    columns = CONTRACTS
    empty = "Aucun contrat. Ajoutez celui qui lie la structure, la CPAM et l'ARS : sa date d'effet règle le prorata."
    template_dir = "aci/contracts"

    def form(self, request: CentreRequest, obj: Any) -> Any:
        if request.method == "GET" and not obj.pk:
            return ContractForm(instance=obj, initial={"structure": current_centre().name})
        return super().form(request, obj)


class ReceiptCrud(CrudView):
    """The payments of the CPAM typed by hand."""

    model = Receipt
    form_class = ReceiptForm
    permissions = ("aci.view", "aci.edit")
    words = ("versement ACI", "versements ACI")
    columns = RECEIPTS
    empty = "Aucun versement noté. Notez l'avance ou le solde, ou tenez la comptabilité : ils y seront lus."
    template_dir = "aci/receipts"

    def get_queryset(self) -> QuerySet[Receipt]:
        return Receipt.objects.select_related("exercise")


@requires("aci.view")
@require_safe
def money(request: CentreRequest) -> HttpResponse:
    """Show each exercise: expected, received, retained; and what the money was used for."""
    today = timezone.localdate()
    history = money_history(today)
    asked = request.GET.get("annee", "")
    years = [one.year for one in history]
    year = int(asked) if asked.isdigit() and int(asked) in years else today.year
    context = {
        "history": history,
        "year": year,
        "used": used_in(year),
        "today": today,
        "may_edit": registry.allows("aci.edit", request.role),
        "years": [
            {"label": one, "url": f"?annee={one}#emploi", "current": one == year} for one in years
        ],
    }
    return render(request, "aci/money.html", context)


@requires("aci.view")
@require_http_methods(["GET", "HEAD", "POST"])
def notification(request: CentreRequest, year: int) -> HttpResponse:
    """Show what the CPAM retained against our figures, line by line; type it with the right to."""
    seen = money_of(year, this_day(year))
    typed = [line for line in seen.lines if line.key != UNDETAILED]
    sent = request.method == "POST"
    if sent:
        refuse(request, "aci.edit")
    form = NotificationForm(request.POST if sent else None, lines=typed, initial=initial_of(seen))
    if sent and form.is_valid():
        given = form.cleaned_data
        keep_notification(
            year,
            received_on=given["received_on"],
            total_cents=given["total"],
            note=given["note"],
            lines=form.lines(),
            by=request.actor,
        )
        messages.success(request, f"La notification de l'exercice {year} est enregistrée.")
        return go(request, centre_url("aci:notification", year))
    context = {
        "seen": seen,
        "form": form,
        "rows": form.rows(seen.lines, {line.key: seen.hint(line.key) for line in seen.lines}),
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/notification.html", context, status=422 if sent else 200)


def initial_of(seen: YearMoney) -> dict[str, Any]:
    """Return what was typed before, as the form writes it."""
    if seen.notification is None:
        return {}
    found: dict[str, Any] = {
        "received_on": seen.notification.received_on,
        "total": format_amount(seen.notification.total_cents),
        "note": seen.notification.note,
    }
    for key, line in seen.retained.items():
        found |= {f"cents-{key}": format_amount(line.cents), f"reason-{key}": line.reason}
    return found
