"""The directory of the team: list, person's page, statuses, departure, return, photo."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.centres.models import Site
from pupitre.core import dates, french, records
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.history import history
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go
from pupitre.people import tables
from pupitre.people.exchange import vcards
from pupitre.people.forms.persons import (
    DepartureForm,
    PersonForm,
    ReturnForm,
    StatusForm,
    photo_type,
    profession_choices,
)
from pupitre.people.models import Person, Status
from pupitre.people.queries import (
    PRESENCES,
    history_of,
    listed,
    presence_counts,
    profession_words,
    running,
    team,
    with_places_and_statuses,
)
from pupitre.people.services import PersonError, person_leaves, person_returns


def today() -> date:
    return dates.today(timezone.now())


def posted(request: CentreRequest) -> Any:
    """Return what was sent, even nothing, or None where the page is only read."""
    return request.POST if request.method == "POST" else None


def site_choices() -> list[tuple[str, str]]:
    return [(str(site.pk), site.name) for site in Site.objects.all()]


class PersonCrud(CrudView):
    """The persons of the MSP."""

    model = Person
    form_class = PersonForm
    columns = tables.PERSONS
    permissions = ("people.view", "people.edit")
    words = ("personne", "personnes")
    empty = "L'annuaire est vide : lisez l'annuaire national, collez votre tableau ou ajoutez une personne."
    search_fields = ("last_name", "first_name", "email", "phone", "rpps", "speciality", "skills")
    filters = (
        ("profession", "Profession", profession_choices),
        ("sites__site", "Site", site_choices),
        ("kind", "Dans la MSP", lambda: Person.Kind.choices),
    )
    template_dir = "people/persons"

    def get_queryset(self) -> QuerySet[Person]:
        if self.act != "list":
            return Person.objects.all()
        rows = listed(self.request.GET.get("presence", ""), today())
        status = self.request.GET.get("statut", "")
        if status in Status.Kind.values:
            holders = Status.objects.filter(running(today()), kind=status)
            rows = rows.filter(pk__in=holders.values("person_id"))
        return rows

    def choices(self, request: Any) -> Any:
        status = {
            "name": "statut",
            "label": "Statut",
            "choices": Status.Kind.choices,
            "value": request.GET.get("statut", ""),
        }
        return [*super().choices(request), status]

    def dress(self, rows: Iterable[Any]) -> Iterable[Person]:
        return with_places_and_statuses(rows, today())

    def list(self, request: CentreRequest) -> HttpResponse:
        shown = request.GET.get("format", "")
        if shown == "vcf":
            return vcards(self.dress(self.filtered(request)), today())
        if shown == "papier":
            persons = self.dress(self.filtered(request))
            lines = body(self.columns, persons)
            context = {"persons": persons, "columns": self.columns, "body": lines}
            return render(request, "people/persons/print.html", context)
        return super().list(request)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "list":
            context["tabs"] = _tabs(self.request.GET.get("presence", ""))
        elif template == "detail":
            context |= person_page(context["object"], self.request.role)
        elif template == "delete":
            context.setdefault("kept_by", history_of(context["object"]))
        return super().render(template, context, status=status)

    def delete_object(self, request: CentreRequest, obj: Any) -> HttpResponse:
        """Delete only a person without history: whoever did something here leaves, and stays in the past."""
        reasons = history_of(obj)
        if reasons:
            return self.render("delete", {"object": obj, "kept_by": reasons}, status=409)
        return super().delete_object(request, obj)


def _tabs(presence: str) -> list[dict[str, Any]]:
    """Return the tabs of the list; one that would show nobody is left out, unless it is open."""
    counts = presence_counts(today())
    return [
        {
            "label": label,
            "url": f"?presence={key}" if key else "?",
            "current": key == presence,
            "count": counts[key],
        }
        for key, label in PRESENCES
        if counts[key] or key in {"", presence}
    ]


def parts(point: str, obj: Any, role: str) -> list[dict[str, Any]]:
    """Return what upper rows show on a page: {title, rows} or {template}, where `permission` allows it."""
    found: list[dict[str, Any]] = []
    for source in registry.contributed(point, obj):
        found += [source] if isinstance(source, dict) else source
    return [part for part in found if registry.allows(part.get("permission", "people.view"), role)]


def person_page(person: Person, role: str) -> dict[str, Any]:
    """Return what a person's page shows besides the person; upper rows add their own parts."""
    day = today()
    return {
        "profession": profession_words(person),
        "statuses": person.statuses.select_related("replaces"),
        "status_form": StatusForm(instance=Status(person=person), initial={"since": day}),
        "memberships": person.groups.select_related("group"),
        "posts": person.posts.all(),
        "counts": person.patient_counts.order_by("-counted_on"),
        "parts": parts("person.page", person, role),
        "here": team(day).filter(pk=person.pk).exists(),
        "events": history(person),
    }


@requires("people.edit")
@require_POST
def add_status(request: CentreRequest, pk: int) -> HttpResponse:
    person = owned(Person, pk)
    form = StatusForm(request.POST, instance=Status(person=person))
    if form.is_valid():
        form.store(by=request.actor, action="donner un statut")
        return go(request, person.get_absolute_url())
    context = {"person": person, "form": form}
    return render(request, "people/persons/status.html", context, status=422)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def status(request: CentreRequest, pk: int) -> HttpResponse:
    """Change or end one status."""
    row = owned(Status, pk)
    form = StatusForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor)
        return go(request, row.person.get_absolute_url())
    context = {"person": row.person, "form": form}
    return render(request, "people/persons/status.html", context, status=_status(form))


@requires("people.edit")
@require_POST
def remove_status(request: CentreRequest, pk: int) -> HttpResponse:
    """Take away a status written by mistake; the audit keeps it."""
    row = owned(Status, pk)
    records.remove(row, by=request.actor, action="retirer un statut")
    messages.success(request, "Le statut est retiré.")
    return go(request, row.person.get_absolute_url())


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def departure(request: CentreRequest, pk: int) -> HttpResponse:
    """One act ends all that a person is here; the page says first what will stop, and what is to hand over."""
    person = owned(Person, pk)
    form = DepartureForm(
        posted(request), person=person, others=team(today()), initial={"on": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            person_leaves(person, by=request.actor, **form.cleaned_data)
        except ValueError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"Le départ {french.of(str(person))} est enregistré.")
            return go(request, person.get_absolute_url())
    context = {
        "person": person,
        "form": form,
        "statuses": person.statuses.filter(running(today())),
        "memberships": person.groups.filter(running(today())).select_related("group"),
        "leads": person.leads.all(),
        "handover": [
            row for rows in registry.contributed("person.handover", person) for row in rows
        ],
    }
    return render(request, "people/persons/departure.html", context, status=_status(form))


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def comeback(request: CentreRequest, pk: int) -> HttpResponse:
    person = owned(Person, pk)
    form = ReturnForm(posted(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            person_returns(person, on=form.cleaned_data["on"], by=request.actor)
        except PersonError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(
                request, f"{person} est de retour : redonnez statuts, groupes et accès."
            )
            return go(request, person.get_absolute_url())
    context = {"person": person, "form": form}
    return render(request, "people/persons/comeback.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@requires("people.view")
@require_safe
def photo(request: CentreRequest, pk: int) -> HttpResponse:
    person = owned(Person, pk)
    if not person.photo:
        raise Http404
    with person.photo.open("rb") as file:
        content = file.read()
    return HttpResponse(
        content, content_type=photo_type(content), headers={"X-Content-Type-Options": "nosniff"}
    )


@requires("people.view")
@require_safe
def vcard(request: CentreRequest, pk: int) -> HttpResponse:
    owned(Person, pk)
    return vcards(Person.objects.filter(pk=pk), today())
