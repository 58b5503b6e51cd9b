"""The register of treatments and the report of who saw what."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pupitre.core import tables
from pupitre.core.access import requires
from pupitre.core.crud import EXPORTS
from pupitre.core.web import CentreRequest, pdf_answer
from pupitre.privacy.forms import PeriodForm
from pupitre.privacy.papers import register_pdf
from pupitre.privacy.queries.access import events_between, lines, summary
from pupitre.privacy.queries.register import field_lines
from pupitre.privacy.queries.register import register as entries
from pupitre.privacy.tables import ACCESS, REGISTER
from pupitre.privacy.views.retention import tabs, today


@requires("privacy.view")
@require_safe
def register(request: CentreRequest) -> HttpResponse:
    """Show the register; `?format=csv` or `xlsx` gives it field by field."""
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(REGISTER, field_lines(), "registre-des-traitements")
    context = {"tabs": tabs("privacy:register"), "entries": entries()}
    return render(request, "privacy/register.html", context)


@requires("privacy.view")
@require_safe
def register_paper(request: CentreRequest) -> HttpResponse:
    content = register_pdf(
        entries(),
        structure=request.centre.name,
        contact=request.centre.email,
        printed=today(),
    )
    return pdf_answer(content, "registre-des-traitements.pdf")


@requires("privacy.act", fresh=True)
@require_safe
def access(request: CentreRequest) -> HttpResponse:
    """Show who did, read and took away what between two days; `?format=csv` gives all of it."""
    form = PeriodForm(request.GET, today=today())
    context: dict[str, Any] = {"tabs": tabs("privacy:access"), "form": form}
    if not form.is_valid():
        return render(request, "privacy/access.html", context, status=422)
    given = form.cleaned_data
    found = events_between(given["du"], given["au"], given["compte"])
    if export := EXPORTS.get(request.GET.get("format", "")):
        return export(ACCESS, lines(list(found)), f"acces-{given['du']}-{given['au']}")
    page = Paginator(found.order_by("-number"), 100).get_page(request.GET.get("page"))
    context |= {
        "summary": summary(found),
        "page": page,
        "columns": ACCESS,
        "body": tables.body(ACCESS, lines(list(page.object_list))),
        "du": given["du"],
        "au": given["au"],
        "query": f"du={given['du']}&au={given['au']}&compte={given['compte'] or ''}",
    }
    return render(request, "privacy/access.html", context)
