"""Pasted tables, patients' counts and merging."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pupitre.core import dates, french
from pupitre.core.access import requires
from pupitre.core.crud import refuse
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go
from pupitre.people.forms.imports import CountForm, DayForm, MergeForm, SheetForm
from pupitre.people.forms.persons import profession_choices
from pupitre.people.models import PatientCount, Person
from pupitre.people.queries import doctors, latest_counts, likely_duplicates, patient_facts
from pupitre.people.rules.counts import Count, parse_counts
from pupitre.people.rules.names import near_name
from pupitre.people.services import PersonError, merge_persons
from pupitre.people.services.merge import differing
from pupitre.people.services.patients import count_patients
from pupitre.people.services.sheet import apply_sheet, plan_sheet
from pupitre.people.views.persons import posted, today


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def paste(request: CentreRequest) -> HttpResponse:
    """Paste, check line by line, then apply whole or not at all."""
    form = SheetForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/paste.html", context, status=422 if form.is_bound else 200)
    text = form.cleaned_data["text"]
    plan = plan_sheet(text, today())
    if "apply" in request.POST and not plan.errors:
        touched = apply_sheet(plan, by=request.actor, today=today())
        messages.success(request, f"C'est enregistré pour {touched} personnes.")
        return go(request, centre_url("people:person-list"))
    context |= {"plan": plan, "text": text, "form": SheetForm(initial={"text": text})}
    return render(request, "people/paste.html", context, status=422 if plan.errors else 200)


@requires("people.view")
@require_http_methods(["GET", "POST"])
def patients(request: CentreRequest) -> HttpResponse:
    """Every doctor's count of one day on one form."""
    if request.method == "POST":
        refuse(request, "people.edit")
    day_form = DayForm(posted(request), initial={"on": today()})
    day = today()
    if day_form.is_bound and day_form.is_valid():
        day = day_form.cleaned_data["on"]
    counts = latest_counts(day)
    forms = [
        CountForm(posted(request), doctor=doctor, initial=_initial(counts.get(doctor.pk)))
        for doctor in doctors(day)
    ]
    if request.method == "POST" and day_form.is_valid():
        wanted = _wanted(day_form, forms)
        if wanted is not None:
            changed = count_patients(wanted, on=day, by=request.actor)
            messages.success(
                request,
                f"Patientèle du {dates.format_numeric(day)} : {changed} comptes enregistrés.",
            )
            return go(request, centre_url("people:patients"))
    context = {
        "day_form": day_form,
        "rows": [(form, counts.get(form.doctor.pk)) for form in forms],
        "facts": patient_facts(today()),
        "may_change": registry.allows("people.edit", request.role),
    }
    return render(
        request, "people/patients.html", context, status=422 if request.method == "POST" else 200
    )


def _initial(count: PatientCount | None) -> dict[str, int]:
    names = ("patients", "ald_under_75", "over_75_non_ald", "over_75_ald")
    return {name: getattr(count, name) for name in names} if count else {}


def _wanted(day_form: DayForm, forms: list[CountForm]) -> dict[Person, Count] | None:
    """Return the counts to keep, from the pasted table if there is one; None where something is to correct."""
    text = day_form.cleaned_data["text"].strip()
    if not text:
        valid = [form.is_valid() for form in forms]
        return {form.doctor: form.count for form in forms if form.count} if all(valid) else None
    present = {str(form.doctor.pk): form.doctor for form in forms}
    names = {
        key: f"{doctor.last_name} {doctor.first_name} {doctor.rpps}"
        for key, doctor in present.items()
    }
    found, errors = parse_counts(text, names)
    for error in errors:
        day_form.add_error("text", str(error))
    return None if errors else {present[key]: count for key, count in found.items()}


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def merge(request: CentreRequest) -> HttpResponse:
    """Choose two records, then field by field what to keep; it cannot be undone."""
    form = MergeForm(posted(request) or request.GET or None)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "pairs": likely_duplicates()}
        return render(
            request, "people/merge_choose.html", context, status=422 if form.is_bound else 200
        )
    kept, gone = form.cleaned_data["kept"], form.cleaned_data["gone"]
    pairs = differing(kept, gone)
    near = near_name((kept.last_name, kept.first_name), (gone.last_name, gone.first_name))
    unsure = request.method == "POST" and not near and "sure" not in request.POST
    if request.method == "POST" and not unsure:
        take = {
            field.name: theirs
            for field, _, theirs in pairs
            if request.POST.get(f"field-{field.name}") == "gone"
        }
        try:
            merge_persons(kept, gone, take=take, by=request.actor)
        except PersonError as refusal:
            form.add_error("gone", str(refusal))
        else:
            messages.success(
                request, f"Les deux fiches {french.of(str(kept))} n'en font plus qu'une."
            )
            return go(request, kept.get_absolute_url())
    rows = [
        {"field": field, "kept": _words(field, mine), "gone": _words(field, theirs),
         "take_gone": not mine and bool(theirs)}
        for field, mine, theirs in pairs
    ]  # fmt: skip
    context = {"kept": kept, "gone": gone, "rows": rows, "near": near, "unsure": unsure}
    return render(request, "people/merge.html", context, status=422 if unsure else 200)


def _words(field: Any, value: Any) -> str:
    if hasattr(value, "strftime"):
        return dates.format_numeric(value)
    words = dict(profession_choices() if field.name == "profession" else field.flatchoices)
    return str(words.get(value, value) or "")
