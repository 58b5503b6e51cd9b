"""How long each kind of data is kept, what is due, and what keeps it all the same."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core import dates, jobs
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, go
from pupitre.privacy import tables
from pupitre.privacy.declarations import rules
from pupitre.privacy.forms import DurationForm, HoldForm
from pupitre.privacy.models import LegalHold, PurgeReport, RetentionChoice
from pupitre.privacy.queries.purging import due, durations
from pupitre.privacy.rules import duration_words
from pupitre.privacy.services import purging
from pupitre.privacy.services.erasing import PrivacyError
from pupitre.privacy.services.holds import lift_hold

TABS = (
    ("Registre", "privacy:register"),
    ("Conservation", "privacy:retention"),
    ("Gels", "privacy:legalhold-list"),
    ("Effacements", "privacy:erasures"),
    ("Qui a vu quoi", "privacy:access"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": centre_url(name), "current": name == current}
        for label, name in TABS
    ]


def today() -> date:
    return dates.today(timezone.now())


@requires("privacy.view")
@require_safe
def retention(request: CentreRequest) -> HttpResponse:
    """Show every rule with its duration, and what a purge would take today."""
    chosen = {one.rule: one for one in RetentionChoice.objects.all()}
    months = durations()
    context = {
        "tabs": tabs("privacy:retention"),
        "rules": [
            {
                "key": key,
                "rule": rule,
                "kept": duration_words(months[key], rule),
                "choice": chosen.get(key),
            }
            for key, rule in rules().items()
        ],
        "due": [
            line for line in purging.report_lines(due(today())) if line["count"] or line["held"]
        ],
        "automatic": purging.is_automatic(),
        "reports": PurgeReport.objects.filter(done=True)[:12],
    }
    return render(request, "privacy/retention.html", context)


@requires("privacy.act", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def duration(request: CentreRequest, rule: str) -> HttpResponse:
    """Choose another duration for one rule."""
    known = rules().get(rule)
    if known is None or known.months is None:
        raise Http404
    choice = RetentionChoice.objects.filter(rule=rule).first()
    initial = {"months": durations()[rule], "because": choice.because if choice else ""}
    form = DurationForm(
        request.POST if request.method == "POST" else None, rule=known, initial=initial
    )
    if form.is_valid():
        try:
            purging.choose_duration(rule=rule, by=request.actor, **form.cleaned_data)
        except PrivacyError as refusal:
            form.add_error("months", str(refusal))
        else:
            messages.success(request, "La durée est changée.")
            return go(request, centre_url("privacy:retention"))
    context = {"form": form, "rule": known}
    return render(request, "privacy/duration.html", context, status=422 if form.errors else 200)


@requires("privacy.act", fresh=True)
@require_POST
def purge(request: CentreRequest) -> HttpResponse:
    """Purge now, as a job whose result is the report."""
    job = jobs.enqueue(
        "pupitre.privacy.jobs.purge_now",
        title="Purger ce qui est échu",
        payload={"by": request.actor.label},
        centre_id=request.centre.pk,
        user_id=request.user.pk,
    )
    return go(request, centre_url("core:job", job.pk))


@requires("privacy.act", fresh=True)
@require_POST
def automatic(request: CentreRequest) -> HttpResponse:
    """Let the purge run every week by itself, or ask first."""
    purging.set_automatic(automatic=request.POST.get("automatic") == "1", by=request.actor)
    messages.success(request, "C'est enregistré.")
    return go(request, centre_url("privacy:retention"))


@requires("privacy.view")
@require_safe
def report(request: CentreRequest, pk: int) -> HttpResponse:
    """Show what a purge took, or would take."""
    return render(request, "privacy/report.html", {"report": owned(PurgeReport, pk)})


class HoldCrud(CrudView):
    """The holds, lifted ones too; a hold is never changed, only lifted."""

    model = LegalHold
    form_class = HoldForm
    columns = tables.HOLDS
    permissions = ("privacy.view", "privacy.act")
    words = ("gel", "gels")
    empty = "Rien n'est gelé : les durées de conservation s'appliquent partout."
    template_dir = "privacy/holds"
    roles = ("list", "create")

    def get_queryset(self) -> QuerySet[LegalHold]:
        return LegalHold.objects.select_related("person", "document")

    def form(self, request: CentreRequest, obj: CentreModel) -> Any:
        if isinstance(obj, LegalHold):
            obj.placed_by = request.actor.label
        return super().form(request, obj)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "list":
            context |= {
                "tabs": tabs("privacy:legalhold-list"),
                "running": self.get_queryset().filter(lifted_on__isnull=True),
            }
        return super().render(template, context, status=status)


@requires("privacy.act", fresh=True)
@require_POST
def lift(request: CentreRequest, pk: int) -> HttpResponse:
    lift_hold(owned(LegalHold, pk), on=today(), by=request.actor)
    messages.success(request, "Le gel est levé.")
    return go(request, centre_url("privacy:legalhold-list"))
