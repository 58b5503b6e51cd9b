"""Pages of the rules: those in force, a file loaded and what it changes, the hours of each action."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.aci.forms.rulesets import HoursForm, RuleChoiceForm, RuleFileForm
from pupitre.aci.models import HourEstimate, RuleChoice, RuleFile
from pupitre.aci.queries.impact import impact_of
from pupitre.aci.queries.rulesets import choice_for, ruleset_in_force, ruleset_of, steps_of
from pupitre.aci.rules.exercise import FIRST_YEAR
from pupitre.aci.rulesets import DATA
from pupitre.aci.services.rulesets import RulesError, add_rule_file, choose_rules, set_hours
from pupitre.core.access import requires
from pupitre.core.crud import refuse
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.typed_yaml import DataError
from pupitre.core.web import CentreRequest, go


@requires("aci.view")
@require_http_methods(["GET", "HEAD", "POST"])
def rulesets(request: CentreRequest) -> HttpResponse:
    """Show the rules of each exercise and the files loaded; load another with the right to."""
    sent = request.method == "POST"
    if sent:
        refuse(request, "aci.edit")
    form = RuleFileForm(request.POST or None, request.FILES or None) if sent else RuleFileForm()
    refusals: list[str] = []
    if sent and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            file = add_rule_file(given.read(), name=given.name, by=request.actor)
        except DataError as error:
            refusals = str(error).split("\n")
        else:
            return go(request, file.get_absolute_url())
    context = {
        "form": form,
        "refusals": refusals,
        "files": RuleFile.objects.all(),
        "choices": RuleChoice.objects.select_related("file"),
        "years": [year_row(year) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)],
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/rulesets.html", context, status=422 if sent else 200)


def year_row(year: int) -> dict[str, Any]:
    ruleset, choice = ruleset_in_force(year), choice_for(year)
    return {
        "year": year,
        "ruleset": ruleset,
        "own": choice.file if choice else None,
        "certain": year in ruleset.exercises_certain,
    }


@requires("aci.view")
@require_safe
def ruleset(request: CentreRequest, pk: int) -> HttpResponse:
    """Show what a file would change in euros for this centre, before it is switched on."""
    file: RuleFile = get_object_or_404(RuleFile.objects.all(), pk=pk)
    found, today = ruleset_of(file), timezone.localdate()
    meant = sorted({*found.exercises_certain, *found.exercises_unknown})
    asked = request.GET.get("exercice", "")
    shown = [year for year in meant if FIRST_YEAR <= year <= today.year]
    year = int(asked) if asked.isdigit() and int(asked) in shown else (shown or [today.year])[-1]
    context = {
        "file": file,
        "ruleset": found,
        "year": year,
        "meant": meant,
        "years": [
            {"label": one, "url": f"?exercice={one}", "current": one == year} for one in shown
        ],
        "impact": impact_of(year, today, found),
        "in_force": ruleset_in_force(year) == found,
        "form": RuleChoiceForm(initial={"from_year": year}),
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/ruleset.html", context)


@requires("aci.view")
@require_safe
def source(request: CentreRequest, pk: int) -> HttpResponse:
    """Give the file as it was loaded."""
    file: RuleFile = get_object_or_404(RuleFile.objects.all(), pk=pk)
    return yaml_answer(file.text, f"bareme-{file.number}.yaml")


@requires("aci.view")
@require_safe
def model(request: CentreRequest) -> HttpResponse:
    """Give the file shipped with Pupitre, to start another from."""
    return yaml_answer(
        (DATA / "avenant1_2022.yaml").read_text(encoding="utf-8"), "bareme-avenant-1.yaml"
    )


def yaml_answer(text: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


@requires("aci.edit")
@require_POST
def choose(request: CentreRequest, pk: int) -> HttpResponse:
    """Make a loaded file hold from an exercise on."""
    file: RuleFile = get_object_or_404(RuleFile.objects.all(), pk=pk)
    return chosen(request, file, file.get_absolute_url())


@requires("aci.edit")
@require_POST
def restore(request: CentreRequest) -> HttpResponse:
    """Go back to the rules of Pupitre from an exercise on."""
    return chosen(request, None, centre_url("aci:rulesets"))


def chosen(request: CentreRequest, file: RuleFile | None, back: str) -> HttpResponse:
    form = RuleChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez l'année de l'exercice, par exemple 2026.")
        return go(request, back)
    try:
        choice = choose_rules(file, from_year=form.cleaned_data["from_year"], by=request.actor)
    except RulesError as refusal:
        messages.error(request, str(refusal))
        return go(request, back)
    messages.success(request, f"C'est appliqué, {choice}.")
    return go(request, centre_url("aci:rulesets"))


@requires("aci.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: CentreRequest) -> HttpResponse:
    """Set the hours of the useful actions as this centre knows them."""
    today = timezone.localdate()
    steps = steps_of(ruleset_in_force(today.year))
    own = {(one.indicator, one.label): one.hours for one in HourEstimate.objects.all()}
    sent = request.POST if request.method == "POST" else None
    form = HoursForm(sent, steps=steps, own=own)
    if sent is not None and form.is_valid():
        set_hours(form.hours(), by=request.actor)
        messages.success(request, "Vos heures sont enregistrées.")
        return go(request, centre_url("aci:cockpit", today.year))
    context = {"form": form, "rows": form.rows(), "year": today.year}
    return render(request, "aci/hours.html", context, status=200 if sent is None else 422)
