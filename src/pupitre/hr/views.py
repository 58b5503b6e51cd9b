"""The coordination of one centre: engagement, time, timesheet, cost."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, CrudView, owned
from pupitre.core.dates import MONTHS, add_months, month_start
from pupitre.core.forms import CentreForm
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, go
from pupitre.documents.proved import Proof, ProvedCrud
from pupitre.hr import queries, tables
from pupitre.hr.forms import EngagementForm, InvoiceForm, PlacementForm, TimeForm
from pupitre.hr.models import Engagement, Placement, TimeEntry
from pupitre.hr.services import attach_invoice
from pupitre.people.models import Person

QUICK = (15, 30, 60, 120)


def asked_month(request: HttpRequest, today: date) -> date:
    """Return the first day of `?mois=2026-11`, or of the present month when it is absent or unreadable."""
    try:
        return date.fromisoformat(f"{request.GET.get('mois', '')}-01")
    except ValueError:
        return month_start(today)


def month_words(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def may_log(request: CentreRequest, engagement: Engagement) -> bool:
    """Tell whether this is the coordinator's own engagement; one without account is any coordinator's."""
    mine = engagement.person.user_id in {None, request.user.pk}
    return mine and registry.allows("hr.log", request.role)


def shown(request: CentreRequest) -> Engagement | None:
    """Return the engagement chosen by `?cadre=3`, else the one that the page is about."""
    chosen = request.GET.get("cadre", "")
    if chosen.isdecimal():
        engagement: Engagement = owned(Engagement, int(chosen))
        return engagement
    return queries.engagement_shown(request.user.pk, timezone.localdate())


@requires("hr.view")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: CentreRequest) -> HttpResponse:
    """Show agreed, worked and cost, with the lines of a month; a coordinator logs her time here."""
    engagement = shown(request)
    if engagement is None:
        if request.method == "POST":
            raise Http404
        return render(request, "hr/start.html", {})
    entry = TimeEntry(engagement=engagement)
    if request.method != "POST":
        last = engagement.entries.order_by("-id").first()
        initial = {"block": last.block if last else TimeEntry.Block.TEAMWORK}
        return page(request, engagement, TimeForm(instance=entry, initial=initial))
    if not may_log(request, engagement):
        raise PermissionDenied
    form = TimeForm(request.POST, instance=entry)
    if not form.is_valid():
        return page(request, engagement, form, status=422)
    saved = form.store(by=request.actor, action="noter")
    messages.success(request, "C'est noté.")
    return go(request, saved.get_absolute_url())


def page(
    request: CentreRequest, engagement: Engagement, form: TimeForm, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    month = asked_month(request, today)
    this_month = queries.month_period(engagement, month)
    context = {
        "engagement": engagement,
        "others": Engagement.objects.select_related("person").exclude(pk=engagement.pk),
        "form": form,
        "quick": QUICK,
        "may_log": may_log(request, engagement),
        "month": this_month,
        "month_words": month_words(month),
        "around": [
            {"label": month_words(each), "url": f"?mois={each:%Y-%m}&cadre={engagement.pk}"}
            for each in (add_months(month, -1), add_months(month, 1))
            if each <= today
        ],
        "year": queries.period(engagement, date(today.year, 1, 1), today),
        "cost": queries.year_cost(today.year, today),
        "blocks": queries.by_block(engagement, this_month.first, this_month.last),
        "entries": queries.entries_between(engagement, this_month.first, this_month.last),
    }
    return render(request, "hr/home.html", context, status=status)


@requires("hr.view")
@require_safe
def sheet(request: CentreRequest, pk: int) -> HttpResponse:
    """Give the timesheet of a month, to sign on paper or as a spreadsheet."""
    engagement = owned(Engagement, pk)
    month = asked_month(request, timezone.localdate())
    over = queries.month_period(engagement, month)
    entries = queries.entries_between(engagement, over.first, over.last).order_by("day", "id")
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(tables.TIMES, entries, f"temps-coordination-{month:%Y-%m}")
    context = {
        "engagement": engagement,
        "month": over,
        "month_words": month_words(month),
        "blocks": queries.by_block(engagement, over.first, over.last),
        "entries": entries,
    }
    return render(request, "hr/sheet.html", context)


@requires("hr.edit")
@require_POST
def invoice(request: CentreRequest, pk: int) -> HttpResponse:
    """Attach an invoice to a provider's engagement."""
    engagement = owned(Engagement, pk)
    form = InvoiceForm(request.POST, request.FILES)
    if not form.is_valid():
        view = EngagementCrud(act="detail", request=request)
        return view.render("detail", {"object": engagement, "invoice": form}, status=422)
    attach_invoice(engagement, form.cleaned_data["file"], by=request.actor)
    messages.success(request, "La facture est jointe.")
    return go(request, engagement.get_absolute_url())


class EngagementCrud(CrudView):
    """The engagements of the centre, past ones too."""

    model = Engagement
    form_class = EngagementForm
    permissions = ("hr.view", "hr.edit")
    words = ("cadre d'exercice", "cadres d'exercice")
    columns = tables.ENGAGEMENTS
    empty = "Personne ne coordonne encore cette MSP ici."
    template_dir = "hr/engagement"

    def get_queryset(self) -> QuerySet[Engagement]:
        return Engagement.objects.select_related("person")

    def form(self, request: CentreRequest, obj: CentreModel) -> CentreForm[Any]:
        form = super().form(request, obj)
        if not obj.pk:
            known = Person.objects.filter(user_id=request.user.pk).first()
            form.initial.setdefault("person", known)
        return form

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return super().render(template, {"invoice": InvoiceForm()} | context, status=status)


class TimeEntryCrud(CrudView):
    """All the lines of time; the coordinator corrects and deletes her own."""

    model = TimeEntry
    form_class = TimeForm
    permissions = ("hr.view", "hr.log")
    words = ("temps noté", "temps notés")
    columns = tables.TIMES
    empty = "Aucun temps noté pour l'instant."
    search_fields = ("words",)
    filters = (("block", "Pour quoi", lambda: TimeEntry.Block.choices),)
    roles = ("list", "update", "delete")

    def get_queryset(self) -> QuerySet[TimeEntry]:
        rows = TimeEntry.objects.select_related("engagement__person")
        if self.act == "list":
            return rows
        owners = Person.objects.filter(user__isnull=False).exclude(user_id=self.request.user.pk)
        return rows.exclude(engagement__person__in=owners)

    def after_save(self, obj: TimeEntry) -> str:
        return obj.get_absolute_url()


class PlacementCrud(ProvedCrud):
    """The trainees that the centre hosts or hosted."""

    model = Placement
    form_class = PlacementForm
    permissions = ("hr.placements", "hr.host")
    words = ("stage", "stages")
    columns = tables.PLACEMENTS
    empty = "Aucun stagiaire pour l'instant."
    search_fields = ("person__last_name", "person__first_name", "school")
    worth = ("trainees",)
    proofs = (Proof("Convention ou attestation de stage"),)

    def get_queryset(self) -> QuerySet[Placement]:
        return Placement.objects.select_related("person", "tutor")
