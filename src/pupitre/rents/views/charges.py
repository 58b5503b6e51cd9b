"""The yearly settlement of charges: seen before, issued, its statements."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.books.models import LegalEntity
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go, pdf_answer
from pupitre.rents.errors import RentError
from pupitre.rents.forms.leases import WhyForm
from pupitre.rents.models import Lease, Settlement
from pupitre.rents.papers import settlement_pdf
from pupitre.rents.queries.charges import preview
from pupitre.rents.queries.standing import calls, standings
from pupitre.rents.services.settlements import cancel_settlement, issue_settlement
from pupitre.rents.views.calls import REFUSALS
from pupitre.rents.views.tabs import tabs


@requires("money.view")
@require_safe
def charges(request: CentreRequest) -> HttpResponse:
    """Show a year's charges as they would be settled."""
    return show_year(request, request.GET)


def show_year(request: CentreRequest, asked: QueryDict, refusal: str = "") -> HttpResponse:
    entity, year = _asked(asked)
    today = timezone.localdate()
    issued = list(Settlement.objects.select_related("entity"))
    context = {
        "tabs": tabs("charges"),
        "entities": letting(),
        "entity": entity,
        "year": year,
        "years": range(today.year, today.year - 4, -1),
        "issued": issued,
        "done": next((one for one in issued if (one.entity, one.year) == (entity, year)), None),
        "over": year < today.year,
        "found": preview(entity, year) if entity else None,
        "refusal": refusal,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "rents/charges.html", context, status=422 if refusal else 200)


def letting() -> list[LegalEntity]:
    """Return the entities that let premises."""
    return list(LegalEntity.objects.filter(leases__isnull=False).distinct())


def _asked(asked: QueryDict) -> tuple[LegalEntity | None, int]:
    """Return the entity and the year that are asked; else the first that lets, and last year."""
    entities, chosen = letting(), asked_key(asked.get("structure"))
    first = entities[0] if entities else None
    year = asked_key(asked.get("annee"))
    year = year if 2000 <= year <= 2100 else timezone.localdate().year - 1
    return next((one for one in entities if one.pk == chosen), first), year


@requires("money.edit")
@require_POST
def settle(request: CentreRequest) -> HttpResponse:
    """Issue the settlement of a year in one act."""
    entity, year = _asked(request.POST)
    try:
        if entity is None:
            raise RentError("Aucun bail : il n’y a pas de charges à régulariser.")
        done = issue_settlement(entity, year, on=timezone.localdate(), by=request.actor)
    except REFUSALS as refusal:
        return show_year(request, request.POST, str(refusal))
    messages.success(request, "La régularisation est arrêtée : chaque différence est appelée ou à rendre.")  # fmt: skip
    return go(request, done.get_absolute_url())


@requires("money.view")
@require_safe
def settlement(request: CentreRequest, pk: int) -> HttpResponse:
    """Show an issued settlement, or the PDF of one tenant's statement (?bail=)."""
    return show(request, owned(Settlement, pk))


def show(request: CentreRequest, found: Settlement, refusal: str = "") -> HttpResponse:
    lines = list(found.lines.select_related("lease__premises", "lease__person", "lease__company"))
    held = {one.lease_id: one.lease for one in lines if one.lease}
    if "bail" in request.GET:
        lease: Lease | None = held.get(asked_key(request.GET["bail"]))
        if lease is None:
            raise Http404
        return pdf_answer(settlement_pdf(found, lease), f"charges-{found.year}-{lease.pk}.pdf")
    context = {
        "settlement": found,
        "lines": lines,
        "total": sum(one.cents for one in lines),
        "leases": held.values(),
        "calls": standings(calls().filter(settlement=found)),
        "why": WhyForm(),
        "refusal": refusal,
        "may_edit": registry.allows("money.edit", request.role),
    }
    return render(request, "rents/settlement.html", context, status=422 if refusal else 200)


@requires("money.edit")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Take a settlement back, with a reason."""
    found: Settlement = owned(Settlement, pk)
    try:
        cancel_settlement(found, why=request.POST.get("why", ""), on=timezone.localdate(), by=request.actor)  # fmt: skip
    except REFUSALS as refusal:
        return show(request, owned(Settlement, pk), str(refusal))
    messages.success(request, "La régularisation est annulée, ses appels aussi.")
    return go(request, centre_url("rents:charges"))
