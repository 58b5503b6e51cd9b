"""A year of payments: the DAS2 preparation table, and each associate's statement."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books.models import LegalEntity
from pupitre.books.queries import entities, main_entity
from pupitre.core import french
from pupitre.core import tables as core_tables
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS, owned, refuse
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, asked_key, go, pdf_answer
from pupitre.payments import tables
from pupitre.payments.forms import StatementForm
from pupitre.payments.models import AnnualStatement
from pupitre.payments.queries.years import paid_in_year, statement_facts, statement_lines
from pupitre.payments.rules.das2 import UnknownYearError
from pupitre.payments.rulesets import das2_threshold
from pupitre.payments.services.asking import send_statement
from pupitre.payments.services.statements import statement_for
from pupitre.payments.statement import statement_pdf
from pupitre.payments.views.tabs import rights, tabs
from pupitre.people.models import Person


@requires("money.view")
@require_safe
def last_year(request: CentreRequest) -> HttpResponse:
    """Go to the year that is prepared now: the past one until June, then the present one."""
    today = timezone.localdate()
    return redirect(centre_url("payments:year", today.year - (today.month < 7)))


def _entity(request: CentreRequest) -> LegalEntity | None:
    """Return the entity asked for by `?structure=`, else the main one: each declares for itself."""
    asked = asked_key(request.GET.get("structure"))
    return entities().filter(pk=asked).first() if asked else main_entity()


@requires("money.view")
@require_safe
def year(request: CentreRequest, year: int) -> HttpResponse:
    """Show the preparation table of the DAS2, on screen, for print, or as a file."""
    entity = _entity(request)
    try:
        threshold, lines = das2_threshold(year), paid_in_year(year, entity)
    except UnknownYearError as unknown:
        raise Http404(str(unknown)) from None
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(tables.YEAR, lines, f"preparation-DAS2-{year}")
    context = {
        **rights(request.role),
        "tabs": tabs("year-last"),
        "year": year,
        "entity": entity,
        "entities": entities(),
        "threshold": threshold,
        "columns": tables.YEAR,
        "body": core_tables.body(tables.YEAR, lines),
        "total": sum(line.cents for line in lines),
        "third_party": sum(line.sums.third_party for line in lines),
        "associate": sum(line.sums.associate for line in lines),
        "counts": {
            answer: sum(line.verdict.answer == answer for line in lines)
            for answer in tables.ANSWERS
        },
        "statements": statement_lines(year),
        "around": [one for one in (year - 1, year + 1) if 2016 <= one <= timezone.localdate().year],
    }
    page = "payments/year_print.html" if "imprimer" in request.GET else "payments/year.html"
    return render(request, page, context)


@requires("money.edit")
@require_POST
def open_statement(request: CentreRequest, year: int) -> HttpResponse:
    """Open the statement of an associate for a year."""
    person = owned(Person, asked_key(request.POST.get("person")))
    return go(request, statement_for(person, year, by=request.actor).get_absolute_url())


@requires("money.view")
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: CentreRequest, pk: int) -> HttpResponse:
    """Show an associate's year; the accountant's share of result is typed here."""
    shown = owned(AnnualStatement, pk)
    form = StatementForm(request.POST or None, instance=shown)
    if request.method == "POST":
        refuse(request, "money.edit")
        if form.is_valid():
            form.store(by=request.actor)
            messages.success(request, "C’est enregistré.")
            return go(request, shown.get_absolute_url())
    facts = statement_facts(shown.person, shown.year)
    context = {
        **rights(request.role),
        "statement": shown,
        "facts": facts,
        "lines": facts.lines(shown),
        "form": form,
    }
    return render(request, "payments/statement.html", context, status=422 if form.errors else 200)


@requires("money.view")
@require_safe
def statement_file(request: CentreRequest, pk: int) -> HttpResponse:
    return statement_answer(request, owned(AnnualStatement, pk))


def statement_answer(request: CentreRequest, shown: AnnualStatement) -> HttpResponse:
    """Answer with the PDF of a statement."""
    today: date = timezone.localdate()
    content = statement_pdf(
        shown,
        statement_facts(shown.person, shown.year),
        structure=request.centre.name,
        printed=f"Établi le {french.long_day(today)}",
    )
    return pdf_answer(content, f"releve-{shown.year}.pdf")


@requires("money.edit")
@require_POST
def send(request: CentreRequest, pk: int) -> HttpResponse:
    """Mail an associate the link to their statement."""
    message: Any = send_statement(owned(AnnualStatement, pk), by=request.actor)
    messages.success(request, "Le lien est écrit : vérifiez son envoi dans les messages.")
    return go(request, message.get_absolute_url())


for view in (statement, statement_file, send):
    view.model = AnnualStatement  # type: ignore[attr-defined]  # what its number is of
