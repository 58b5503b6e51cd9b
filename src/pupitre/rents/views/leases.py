"""Premises, leases, their prices and revisions, indices, keys, and what stands empty."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.web import CentreRequest, go
from pupitre.rents import tables
from pupitre.rents.errors import RentError
from pupitre.rents.forms.leases import (
    IndexForm,
    KeyForm,
    LeaseForm,
    PremisesForm,
    PriceForm,
    ReviseForm,
    VacancyForm,
)
from pupitre.rents.models import ChargeKey, IndexValue, Lease, Premises
from pupitre.rents.queries.indices import shipped
from pupitre.rents.queries.leases import empty_on, leases, leases_over, revisions, term_on
from pupitre.rents.queries.standing import calls, standings
from pupitre.rents.rules.periods import Span
from pupitre.rents.rules.revision import revised, vacancy
from pupitre.rents.services.leases import change_price, revise, revision_of
from pupitre.rents.views.tabs import tabs


class RentCrud(CrudView):
    """The lists of rents: seen by who sees money, with their tabs."""

    permissions = ("money.view", "money.edit")
    here: str

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return super().render(template, {"siblings": tabs(self.here)} | context, status=status)


class PremisesCrud(RentCrud):
    """The premises let."""

    model = Premises
    form_class = PremisesForm
    words = ("local", "locaux")
    columns = tables.PREMISES
    here = "premises-list"
    empty = "Aucun local : ajoutez ceux que la structure loue, avec leur surface et leurs pièces."

    def get_queryset(self) -> QuerySet[Premises]:
        return Premises.objects.select_related("room")


class LeaseCrud(RentCrud):
    """The leases."""

    model = Lease
    form_class = LeaseForm
    words = ("bail", "baux")
    here = "lease-list"
    template_dir = "rents/lease"
    search_fields = ("person__last_name", "company__company_name", "premises__name")
    empty = "Aucun bail : ajoutez d'abord les locaux, puis un bail par locataire."

    def get_queryset(self) -> QuerySet[Lease]:
        return leases()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        if template == "detail":
            lease = context["object"]
            due = [one for one in revisions(today) if one.lease.pk == lease.pk]
            context |= {
                "terms": reversed(list(lease.terms.all())),
                "price_form": context.get("price_form") or PriceForm(),
                "revision": due[0] if due else None,
                "calls": standings(calls().filter(lease=lease)[:24]),
            }
        return super().render(template, context, status=status)

    @property
    def columns(self) -> Any:  # type: ignore[override]  # prices are those of today
        return tables.leases_columns(timezone.localdate())


class IndexCrud(RentCrud):
    """The indices typed by the centre, and below them those that come with Pupitre."""

    model = IndexValue
    form_class = IndexForm
    words = ("valeur d'indice", "valeurs d'indices")
    columns = tables.INDICES
    here = "indexvalue-list"
    template_dir = "rents/index"
    roles = ("list", "create", "update", "delete")
    empty = "Aucune valeur ajoutée : lisez sur insee.fr celles de 2025 et 2026, et ajoutez-les ici."

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        known = sorted(shipped().values(), key=lambda one: (one.quarter.year, one.quarter.quarter), reverse=True)  # fmt: skip
        return super().render(template, {"shipped": known} | context, status=status)


class KeyCrud(RentCrud):
    """The keys of charges."""

    model = ChargeKey
    form_class = KeyForm
    words = ("clé de répartition", "clés de répartition")
    columns = tables.KEYS
    here = "chargekey-list"
    roles = ("list", "create", "update", "delete")
    empty = "Aucune clé : dites pour chaque poste refacturé s'il se partage à la surface, aux pièces, aux heures ou à parts égales."

    def get_queryset(self) -> QuerySet[ChargeKey]:
        return ChargeKey.objects.select_related("entity", "heading")


@requires("money.edit")
@require_POST
def price(request: CentreRequest, pk: int) -> HttpResponse:
    """Give a lease another price from a day on."""
    lease: Lease = owned(Lease, pk)
    form = PriceForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data | {"charges": form.cleaned_data["charges"] or 0}
        try:
            change_price(lease, **found, by=request.actor)
        except RentError as refusal:
            form.add_error("since", str(refusal))
        else:
            messages.success(request, "Le nouveau prix est daté.")
            return go(request, lease.get_absolute_url())
    view = LeaseCrud(act="detail", permission="money.view", model=Lease)
    view.setup(request)
    return view.render("detail", {"object": leases().get(pk=pk), "price_form": form}, status=422)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def revise_rent(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the revised rent and the index used, then write it."""
    lease: Lease = owned(Lease, pk)
    today = timezone.localdate()
    try:
        due, new = revision_of(lease, today)
    except RentError as refusal:
        messages.info(request, str(refusal))
        return go(request, lease.get_absolute_url())
    form = ReviseForm(request.POST or None, initial={"on": max(due.on, today.replace(day=1))})
    if request.method == "POST" and form.is_valid():
        try:
            revise(lease, on=form.cleaned_data["on"], today=today, by=request.actor)
        except RentError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "Le loyer est révisé ; les prochains appels le prennent.")
            return go(request, lease.get_absolute_url())
    context = {
        "lease": lease,
        "due": due,
        "new": new,
        "rent": revised(due.term.rent_cents, due.term.index_value or new.value, new.value) if new else 0,
        "form": form,
    }  # fmt: skip
    return render(request, "rents/revise.html", context, status=422 if form.errors else 200)


@requires("money.view")
@require_safe
def empty(request: CentreRequest) -> HttpResponse:
    """Simulate empty premises: what is lost, what is left, what the others would have to add."""
    today = timezone.localdate()
    rows = leases_over(Span(today, today))
    initial = {"first": today, "last": today.replace(month=12, day=31)}
    asked = "first" in request.GET
    form = VacancyForm(request.GET if asked else None, initial=initial, leases=rows)
    context: dict[str, Any] = {"tabs": tabs("vacancy"), "form": form, "free": empty_on(today)}
    if asked and form.is_valid():
        chosen = {one.pk for one in form.cleaned_data["empty"]}
        span = Span(form.cleaned_data["first"], form.cleaned_data["last"])
        priced = [(one, term_on(one, today)) for one in rows]
        lost, left = vacancy(span, [(term.terms, one.pk in chosen) for one, term in priced if term])
        percent = round(100 * lost.total / left.total, 1) if left.total else None
        context |= {"lost": lost, "left": left, "percent": percent, "span": span, "count": len(chosen)}  # fmt: skip
    return render(request, "rents/vacancy.html", context, status=422 if form.errors else 200)
