"""Pages of the ACI: the cockpit, the declared facts, the settings of an exercise, the calendar."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.aci import services, tables
from pupitre.aci.forms import ExerciseForm, FactForm
from pupitre.aci.models import TypedFact
from pupitre.aci.queries.cockpit import cockpit as cockpit_of
from pupitre.aci.queries.declared import declared_groups, history_of
from pupitre.aci.queries.exercises import exercise_of, years_shown
from pupitre.aci.queries.rulesets import ruleset_in_force
from pupitre.aci.queries.typed import typed_facts
from pupitre.aci.queries.work import facts_held
from pupitre.aci.rules.declared import BY_NAME
from pupitre.aci.rules.exercise import FIRST_YEAR, day_counted
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned
from pupitre.core.links import centre_url
from pupitre.core.records import ConflictError
from pupitre.core.registry import registry
from pupitre.core.tables import body
from pupitre.core.web import CentreRequest, go
from pupitre.documents.models import Document
from pupitre.documents.services import DocumentError


def this_day(year: int) -> date:
    """Return today; an exercise before the ACI or not begun does not exist."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    return today


@requires("aci.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    return redirect(centre_url("aci:cockpit", timezone.localdate().year))


@requires("aci.view")
@require_safe
def cockpit(request: CentreRequest, year: int) -> HttpResponse:
    today = this_day(year)
    seen = cockpit_of(year, today)
    export = EXPORTS.get(request.GET.get("format", ""))
    if export is not None:
        return export(tables.INDICATORS, seen.rows, f"aci-{year}")
    context = {
        "seen": seen,
        "years": [
            {"label": one, "url": centre_url("aci:cockpit", one), "current": one == year}
            for one in years_shown(today)
        ],
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/cockpit.html", context)


@requires("aci.view")
@require_safe
def facts(request: CentreRequest, year: int) -> HttpResponse:
    day = day_counted(year, this_day(year))
    typed, held = typed_facts(exercise_of(year)), facts_held(day)
    context = {
        "year": year,
        "groups": declared_groups(typed, ruleset_in_force(year), held),
        "may_edit": registry.allows("aci.edit", request.role),
    }
    return render(request, "aci/facts.html", context)


@requires("aci.view")
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: CentreRequest, year: int, name: str) -> HttpResponse:
    """Show one declared fact with its proofs and history; change it with the right to."""
    this_day(year)
    declared = BY_NAME.get(name)
    if declared is None:
        raise Http404
    may_edit = registry.allows("aci.edit", request.role)
    exercise = exercise_of(year)
    typed = typed_facts(exercise).get(name)
    row = typed.row if typed else None
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (None, None)
    form = FactForm(data, files, declared=declared, fact=row)
    if sent:
        if not may_edit:
            raise PermissionDenied
        if form.is_valid() and declare(request, year, form):
            return go(request, centre_url("aci:facts", year))
        form.say_files_are_lost()
    context = {
        "year": year,
        "declared": declared,
        "typed": typed,
        "form": form,
        "may_edit": may_edit,
        "history": history_of(row, declared) if row else [],
    }
    status = 422 if sent else 200
    return render(request, "aci/fact.html", context, status=status)


def declare(request: CentreRequest, year: int, form: FactForm) -> bool:
    """Keep the fact; what is refused is said in the form, or beside it when somebody else wrote."""
    given = form.cleaned_data
    try:
        services.declare_fact(
            exercise_of(year),
            form.declared,
            value=form.value_text(),
            note=given["note"],
            covers_all=given.get("covers_all", False),
            document=given.get("document"),
            files=given.get("files_added") or (),
            expected_version=given.get("version"),
            by=request.actor,
        )
    except DocumentError as refusal:
        form.add_error("files_added", str(refusal))
        return False
    except ConflictError:
        form.add_error(
            None, "Quelqu'un a modifié ce fait entre-temps : rouvrez la page pour voir sa version."
        )
        return False
    messages.success(request, f"C'est enregistré : {form.declared.label}.")
    return True


@requires("aci.edit")
@require_POST
def withdraw(request: CentreRequest, pk: int, document: int) -> HttpResponse:
    """Take one proof away from a declared fact."""
    row: TypedFact = get_object_or_404(TypedFact.objects.select_related("exercise"), pk=pk)
    proof: Document = owned(Document, document)
    attached = proof.object_type == TypedFact._meta.label_lower and proof.object_id == row.pk
    if not attached and row.document_id != proof.pk:
        raise Http404
    try:
        services.withdraw_proof(row, proof, by=request.actor)
        messages.success(request, f"Justificatif retiré : {proof.title}.")
    except DocumentError as refusal:
        messages.error(request, str(refusal))
    return go(request, row.get_absolute_url())


@requires("aci.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: CentreRequest, year: int) -> HttpResponse:
    this_day(year)
    sent = request.POST if request.method == "POST" else None
    form = ExerciseForm(sent, instance=exercise_of(year))
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                form.store(by=request.actor, action="régler l'exercice")
            except ConflictError:
                form.add_error(
                    None, "Quelqu'un a modifié ces réglages entre-temps : rouvrez la page."
                )
            else:
                messages.success(request, f"Les réglages de l'exercice {year} sont enregistrés.")
                return go(request, centre_url("aci:cockpit", year))
    return render(request, "aci/exercise.html", {"year": year, "form": form}, status=status)


@requires("aci.view")
@require_safe
def concertation(request: CentreRequest, year: int) -> HttpResponse:
    """Show the calendar of the RCPs of the civil year: the piece that the CPAM asks for."""
    seen = cockpit_of(year, this_day(year))
    export = EXPORTS.get(request.GET.get("format", ""))
    if export is not None:
        return export(tables.CALENDAR, seen.sourced.work.rcps, f"concertation-{year}")
    may_see = registry.allows("meetings.view", request.role)
    columns = tables.CALENDAR if may_see else tables.unlinked(tables.CALENDAR)
    context = {
        "seen": seen,
        "row": seen.row_about("concertation"),
        "body": body(columns, seen.sourced.work.rcps),
        "columns": columns,
        "may_see_meetings": may_see,
    }
    return render(request, "aci/concertation.html", context)
