"""Screens of series: the list, the form with its dates, the page, and the acts on one date."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.dates import add_months
from pupitre.core.forms import CentreForm
from pupitre.core.tables import Column
from pupitre.core.tenancy import CentreModel
from pupitre.core.web import CentreRequest, go
from pupitre.meetings.forms.series import CancelForm, EndForm, OccurrenceForm, SeriesForm
from pupitre.meetings.models import MeetingTemplate, Series
from pupitre.meetings.queries.series import (
    centre_calendar,
    horizon,
    pattern_of,
    plan_of,
    series_list,
    series_page,
    untouched,
)
from pupitre.meetings.rules.rhythm import in_words
from pupitre.meetings.services import series as services


def rhythm_words(series: Series) -> str:
    return in_words(pattern_of(series))


class SeriesCrud(CrudView):
    """The series of the centre."""

    model = Series
    form_class = SeriesForm
    permissions = ("meetings.view", "meetings.edit")
    words = ("série de réunions", "séries de réunions")
    template_dir = "meetings/series"
    roles = ("list", "create", "detail", "update")
    search_fields = ("name",)
    empty = "Aucune série : dites « le premier mardi à 12 h 30, sauf août », et l’année est posée."
    columns = (
        Column("Série", str, url=lambda series: series.get_absolute_url(), sort="name"),
        Column("Rythme", rhythm_words),
        Column("Prochaine", lambda series: series.next_start, "date", sort="next_start"),
        Column("À venir", lambda series: series.coming_count, "number"),
        Column("Invités", lambda series: series.template.group or "toute l’équipe"),
        Column("Jusqu’au", lambda series: series.until, "date", sort="until"),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return series_list(timezone.now()).prefetch_related("changes")

    def form(self, request: CentreRequest, obj: CentreModel) -> CentreForm[Any]:
        data = request.POST if request.method == "POST" else None
        today = timezone.localdate()
        initial = {
            "starts_on": today,
            "until": end_of_year(today),
            "skip_months": [8],
            **request.GET.dict(),
        }
        return SeriesForm(data, instance=obj, initial={} if obj.pk else initial)

    def save_object(self, request: CentreRequest, obj: CentreModel) -> HttpResponse:
        form = self.form(request, obj)
        if not form.is_valid():
            return self.show_form(request, form, status=422)
        if "voir" in request.POST:
            return self.show_form(request, form)
        made = form.save_with_meetings(by=request.actor, now=timezone.now())  # type: ignore[attr-defined]
        words = french.counted(len(made), "réunion posée", "réunions posées")
        messages.success(request, f"{words} dans l’agenda de chacun.")
        return go(request, form.instance.get_absolute_url())

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context |= _page(context["object"])
        elif template == "form":
            context |= preview(context["form"])
            context["models_exist"] = MeetingTemplate.objects.exists()
        return super().render(template, context, status=status)


def end_of_year(today: date) -> date:
    """The end of the school year that is at least four months away."""
    june = today.replace(month=6, day=30)
    return june if add_months(today, 4) <= june else june.replace(year=june.year + 1)


def preview(form: CentreForm[Any]) -> dict[str, Any]:
    """The dates of the series as it is being typed; nothing while it cannot be read."""
    if not form.is_bound or not form.is_valid():
        return {"plan": None}
    series, today = form.instance, timezone.localdate()
    until = horizon(series, today)
    kept = untouched(series, timezone.now()) if series.pk else []
    coming = (
        series.meetings.filter(starts_at__gt=timezone.now(), state="planned") if series.pk else []
    )
    return {
        "plan": plan_of(series, today, until),
        "rhythm": rhythm_words(series),
        "known_until": known_until(series, until),
        "staying": [meeting for meeting in coming if meeting not in kept],
    }


def known_until(series: Series, until: date) -> date | None:
    """The last day whose school holidays are published, when the series leans on them and goes further."""
    school = centre_calendar().school
    if not series.skip_breaks or school is None or until <= school.known_until:
        return None
    return school.known_until


def _page(series: Series) -> dict[str, Any]:
    now = timezone.now()
    page = series_page(series, now)
    return {
        "page": page,
        "rhythm": rhythm_words(series),
        "known_until": known_until(series, page.horizon),
        "end_form": EndForm(initial={"until": page.horizon}),
        "further": end_of_year(page.horizon + timedelta(days=1)),
    }


@requires("meetings.edit")
@require_POST
def series_preview(request: CentreRequest, pk: int = 0) -> HttpResponse:
    """The dates beside the form, drawn again at each change."""
    series = owned(Series, pk) if pk else Series()
    return render(
        request, "meetings/series/dates.html", preview(SeriesForm(request.POST, instance=series))
    )


@requires("meetings.edit")
def move(request: CentreRequest, pk: int) -> HttpResponse:
    """Hold one date on another day."""
    series, original = owned(Series, pk), _original(request)
    initial = {"at": series.at, "to": request.GET.get("to", original)}
    form = OccurrenceForm(request.POST or None, initial=initial)
    facts: dict[str, Any] = {"original": original, "by": request.actor, "now": timezone.now()}
    if form.is_valid() and _done(
        request, form, lambda: services.move_occurrence(series, **facts, **form.cleaned_data)
    ):
        return go(request, series.get_absolute_url())
    return _occurrence_page(request, series, form, original, "Déplacer cette date")


@requires("meetings.edit")
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Do not hold one date."""
    series, original = owned(Series, pk), _original(request)
    form = CancelForm(request.POST or None)
    facts: dict[str, Any] = {"original": original, "by": request.actor, "now": timezone.now()}
    if form.is_valid() and _done(
        request, form, lambda: services.cancel_occurrence(series, **facts, **form.cleaned_data)
    ):
        return go(request, series.get_absolute_url())
    return _occurrence_page(request, series, form, original, "Annuler cette date")


def _original(request: CentreRequest) -> date:
    """The date of the rhythm that the page is about, in its address or its form."""
    written = request.POST.get("original") or request.GET.get("original", "")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None


def _done(request: CentreRequest, form: Form, act: Any) -> bool:
    try:
        act()
    except ValueError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "C’est fait ; les autres dates ne bougent pas.")
    return True


def _occurrence_page(
    request: CentreRequest, series: Series, form: Form, original: date, title: str
) -> HttpResponse:
    context = {"series": series, "form": form, "title": title, "original": original}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/series/occurrence.html", context, status=status)


@requires("meetings.edit")
@require_POST
def extend(request: CentreRequest, pk: int) -> HttpResponse:
    """Make the meetings of a series further."""
    series, form = owned(Series, pk), EndForm(request.POST)
    if not form.is_valid():
        return _series_page(request, series, form)
    until = form.cleaned_data["until"]
    made = services.extend_series(series, until=until, by=request.actor, now=timezone.now())
    words = french.counted(len(made), "réunion posée", "réunions posées")
    messages.success(request, f"{words} jusqu’au {french.long_day(until)}.")
    return go(request, series.get_absolute_url())


@requires("meetings.edit")
@require_POST
def end(request: CentreRequest, pk: int) -> HttpResponse:
    """Hold nothing after a day."""
    series, form = owned(Series, pk), EndForm(request.POST)
    if not form.is_valid():
        return _series_page(request, series, form)
    until = form.cleaned_data["until"]
    services.end_series(series, on=until, by=request.actor, now=timezone.now())
    messages.success(request, f"La série s’arrête le {french.long_day(until)}.")
    return go(request, series.get_absolute_url())


def _series_page(request: CentreRequest, series: Series, form: EndForm) -> HttpResponse:
    context = {"object": series, "may_change": True, **_page(series), "end_form": form}
    return render(request, "meetings/series/detail.html", context, status=422)


@requires("meetings.view")
@require_safe
def series_sheet(request: CentreRequest, pk: int) -> HttpResponse:
    """The dates of the series on paper, for the wall."""
    series = owned(Series, pk)
    return render(request, "meetings/series/print.html", {"object": series, **_page(series)})
