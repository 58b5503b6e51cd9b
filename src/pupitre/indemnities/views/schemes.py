"""Schemes: their list, their page with prices and parts, the vote, the next version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from pupitre.core.access import requires
from pupitre.core.crud import CrudView
from pupitre.core.forms import CentreForm
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, go
from pupitre.indemnities import tables
from pupitre.indemnities.forms.schemes import (
    PotForm,
    RateForm,
    SchemeForm,
    VersionForm,
    VoteForm,
    WeightForm,
)
from pupitre.indemnities.models import Pot, Rate, Scheme, Weight
from pupitre.indemnities.presets import preset, presets
from pupitre.indemnities.queries.facts import target_words
from pupitre.indemnities.queries.schemes import schemes
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.indemnities.services.schemes import new_version, remove_part, vote_scheme
from pupitre.meetings.models import Meeting
from pupitre.people.models import Status


class SchemeCrud(CrudView):
    """The schemes of the centre, every version."""

    model = Scheme
    form_class = SchemeForm
    permissions = ("money.view", "money.edit")
    words = ("barème", "barèmes")
    columns = tables.SCHEMES
    empty = "Aucun barème : partez d'un exemple, changez les montants, faites voter."
    search_fields = ("name",)
    roles = ("list", "create", "detail", "update")
    template_dir = "indemnities/scheme"

    def get_queryset(self) -> QuerySet[Scheme]:
        return schemes()

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context = scheme_page(self.request, context["object"]) | context
        if template == "form":
            context = {"presets": presets()} | context
        return super().render(template, context, status=status)


def scheme_page(request: CentreRequest, scheme: Scheme) -> dict[str, Any]:
    """What the page of a scheme shows; its forms only to who may change it, before the vote."""
    open_now = registry.allows("money.edit", request.role) and not scheme.voted
    rates = list(scheme.rates.all())
    for rate in rates:
        rate.target_words = target_words(rate.target)  # type: ignore[attr-defined]
    return {
        "open": open_now,
        "rates": rates,
        "pots": scheme.pots.all(),
        "weights": scheme.weights.select_related("person"),
        "model": preset(scheme.preset),
        "statuses": [Status.Kind(one).label for one in scheme.statuses if one in Status.Kind],
        "kinds": [Meeting.Kind(one).label for one in scheme.kinds if one in Meeting.Kind],
        "rate_form": RateForm(instance=Rate(scheme=scheme), prefix="tarif"),
        "pot_form": PotForm(instance=Pot(scheme=scheme), prefix="part"),
        "weight_form": WeightForm(instance=Weight(scheme=scheme), prefix="coefficient"),
        "vote_form": VoteForm(),
        "version_form": VersionForm(),
        "later": scheme.later.order_by("-number").first(),
    }


def _again(request: CentreRequest, scheme: Scheme, **forms: Any) -> HttpResponse:
    """The page of a scheme with a form to correct."""
    view = SchemeCrud(act="detail", request=request)
    return view.render("detail", {"object": scheme, **forms}, status=422)


def _adding(
    request: CentreRequest, pk: int, name: str, make: Callable[[Scheme], CentreForm[Any]]
) -> HttpResponse:
    scheme = get_object_or_404(schemes(), pk=pk)
    form = make(scheme)
    try:
        if form.is_valid():
            form.store(by=request.actor)
            return go(request, scheme.get_absolute_url())
    except IndemnityError as refusal:
        return _again(request, scheme, refusal=str(refusal))
    return _again(request, scheme, **{name: form})


@requires("money.edit")
@require_POST
def add_rate(request: CentreRequest, pk: int) -> HttpResponse:
    """Add a price to a scheme."""

    def make(scheme: Scheme) -> RateForm:
        return RateForm(request.POST, instance=Rate(scheme=scheme), prefix="tarif")

    return _adding(request, pk, "rate_form", make)


@requires("money.edit")
@require_POST
def add_pot(request: CentreRequest, pk: int) -> HttpResponse:
    """Add a part of the sum to a scheme."""

    def make(scheme: Scheme) -> PotForm:
        return PotForm(request.POST, instance=Pot(scheme=scheme), prefix="part")

    return _adding(request, pk, "pot_form", make)


@requires("money.edit")
@require_POST
def add_weight(request: CentreRequest, pk: int) -> HttpResponse:
    """Add a coefficient, a contribution or a monthly sum to a scheme."""

    def make(scheme: Scheme) -> WeightForm:
        return WeightForm(request.POST, instance=Weight(scheme=scheme), prefix="coefficient")

    return _adding(request, pk, "weight_form", make)


@requires("money.edit")
@require_POST
def vote(request: CentreRequest, pk: int) -> HttpResponse:
    """Tie a scheme to the decision or the meeting that voted it."""
    scheme = get_object_or_404(schemes(), pk=pk)
    form = VoteForm(request.POST)
    try:
        if form.is_valid():
            vote_scheme(scheme, **form.cleaned_data, by=request.actor)
            messages.success(request, "Le barème est lié à son vote : il ne change plus.")
            return go(request, scheme.get_absolute_url())
    except IndemnityError as refusal:
        return _again(request, scheme, refusal=str(refusal))
    return _again(request, scheme, vote_form=form)


@requires("money.edit")
@require_POST
def next_version(request: CentreRequest, pk: int) -> HttpResponse:
    """Copy a scheme into its next version."""
    scheme = get_object_or_404(schemes(), pk=pk)
    form = VersionForm(request.POST)
    try:
        if form.is_valid():
            copy = new_version(scheme, since=form.cleaned_data["since"], by=request.actor)
            return go(request, copy.get_absolute_url())
    except IndemnityError as refusal:
        return _again(request, scheme, refusal=str(refusal))
    return _again(request, scheme, version_form=form)


class PartCrud(CrudView):
    """A row of a scheme, changed or taken off on its own page."""

    permissions = ("money.edit", "money.edit")
    roles = ("update", "delete")
    template_dir = "indemnities/part"

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.all()
        return rows.select_related("scheme")

    def after_save(self, obj: Any) -> str:
        return str(obj.scheme.get_absolute_url())

    def save_object(self, request: CentreRequest, obj: CentreModel) -> HttpResponse:
        try:
            return super().save_object(request, obj)
        except IndemnityError as refusal:
            messages.error(request, str(refusal))
            return go(request, self.after_save(obj))

    def delete_object(self, request: CentreRequest, obj: Any) -> HttpResponse:
        try:
            remove_part(obj, by=request.actor)
        except IndemnityError as refusal:
            messages.error(request, str(refusal))
        return go(request, self.after_save(obj))


class RateCrud(PartCrud):
    """A price."""

    model = Rate
    form_class = RateForm
    words = ("tarif", "tarifs")


class PotCrud(PartCrud):
    """A part of the sum."""

    model = Pot
    form_class = PotForm
    words = ("part à partager", "parts à partager")


class WeightCrud(PartCrud):
    """A coefficient, a contribution or a monthly sum."""

    model = Weight
    form_class = WeightForm
    words = ("coefficient ou forfait", "coefficients et forfaits")
