"""Settings of an entity: identity, years, accounts of each purpose; charts, journals, headings, projects."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books import tables
from pupitre.books.charts import load_charts
from pupitre.books.forms import settings as forms
from pupitre.books.models import (
    Account,
    AnalyticProject,
    FiscalYear,
    Funder,
    Heading,
    Journal,
    LegalEntity,
)
from pupitre.books.queries.home import drafts_of, purposes_of
from pupitre.books.rules.chart import PURPOSES
from pupitre.books.services import (
    BooksError,
    choose_account,
    close_year,
    import_chart,
    make_main,
    open_year,
)
from pupitre.books.views.common import about, place
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.french import counted
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go


@requires("money.view")
@require_safe
@about(LegalEntity)
def settings(request: CentreRequest, pk: int) -> HttpResponse:
    """Show years, purposes, journals and the way to the chart."""
    return _page(request, pk, forms.YearForm())


def _page(
    request: CentreRequest, pk: int, year_form: forms.YearForm, *, status: int = 200
) -> HttpResponse:
    context = place(request, pk, "settings")
    context |= {
        "purposes": purposes_of(context["entity"], timezone.localdate()),
        "journals": Journal.objects.filter(entity=pk),
        "year_form": year_form,
        "source": load_charts().source,
    }
    return render(request, "books/settings.html", context, status=status)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(LegalEntity)
def identity(request: CentreRequest, pk: int) -> HttpResponse:
    """Change the name, SIREN or basis of an entity."""
    entity: LegalEntity = owned(LegalEntity, pk)
    form = forms.EntityForm(request.POST or None, instance=entity)
    if request.method == "POST" and form.is_valid():
        form.store(by=request.actor)
        if "main" in request.POST:
            make_main(LegalEntity.objects.get(pk=pk), by=request.actor)
        messages.success(request, "C’est enregistré.")
        return go(request, centre_url("books:settings", pk))
    return _form_page(request, form, f"Modifier {entity}", centre_url("books:settings", pk))


def _form_page(
    request: CentreRequest, form: Any, title: str, back: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, "books/form.html", context, status=422 if form.is_bound else 200)


@requires("money.edit")
@require_POST
@about(LegalEntity)
def year_open(request: CentreRequest, pk: int) -> HttpResponse:
    """Open another fiscal year."""
    entity: LegalEntity = owned(LegalEntity, pk)
    form = forms.YearForm(request.POST)
    if form.is_valid():
        try:
            year = open_year(entity, **form.cleaned_data, by=request.actor)
        except BooksError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"L’exercice {year} est ouvert.")
            return go(request, centre_url("books:settings", pk))
    return _page(request, pk, form, status=422)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(FiscalYear)
def year_close(request: CentreRequest, pk: int) -> HttpResponse:
    """Say what closing a year does, then do it."""
    year: FiscalYear = owned(FiscalYear, pk)
    back = centre_url("books:settings", year.entity_id)
    refused = ""
    if request.method == "POST":
        try:
            close_year(year, by=request.actor)
        except BooksError as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, f"L’exercice {year} est clôturé, ses soldes sont repris dans le suivant."
            )
            return go(request, back)
    context = {"year": year, "drafts": drafts_of(year), "refused": refused, "back": back}
    return render(request, "books/close.html", context, status=422 if refused else 200)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(LegalEntity)
def purpose(request: CentreRequest, pk: int, purpose: str) -> HttpResponse:
    """Choose the account of a purpose from a date on, or note that the accountant confirmed it."""
    entity: LegalEntity = owned(LegalEntity, pk)
    if purpose not in PURPOSES:
        raise Http404
    chosen = next(one for one in purposes_of(entity, timezone.localdate()) if one.key == purpose)
    held = chosen.setting
    initial = (
        {"account": held.account_id, "since": held.since, "confirmed_on": held.confirmed_on}
        if held
        else {}
    )
    form = forms.PurposeForm(request.POST or None, entity=entity, initial=initial)
    back = centre_url("books:settings", pk)
    if request.method == "POST" and form.is_valid():
        choose_account(entity, purpose=purpose, **form.cleaned_data, by=request.actor)
        messages.success(request, f"Le compte de « {chosen.words} » est choisi.")
        return go(request, back)
    return _form_page(request, form, chosen.words, back, warning=chosen.doubt)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(LegalEntity)
def chart_import(request: CentreRequest, pk: int) -> HttpResponse:
    """Open the accounts of a file that the entity lacks: all of them, or none when a line is wrong."""
    entity: LegalEntity = owned(LegalEntity, pk)
    form = forms.ChartFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        opened, differ = import_chart(entity, form.cleaned_data["file"], by=request.actor)
        known = len(form.cleaned_data["file"]) - len(opened)
        said = f"{counted(len(opened), 'compte ajouté', 'comptes ajoutés')}, {counted(known, 'déjà là', 'déjà là')}."
        if differ:
            numbers = ", ".join(account.number for account in differ[:8])
            said += f" L’intitulé du fichier est autre, le vôtre est gardé : {numbers}{'…' if len(differ) > 8 else ''}."
        messages.success(request, said)
        return go(request, f"{centre_url('books:account-list')}?entity={pk}")
    back = centre_url("books:settings", pk)
    return _form_page(request, form, f"Importer un plan de comptes, {entity}", back, act="Importer")


class BooksCrud(CrudView):
    """What the lists of the books share."""

    permissions = ("money.view", "money.edit")


class AccountCrud(BooksCrud):
    """The charts of accounts."""

    model = Account
    form_class = forms.AccountForm
    columns = tables.ACCOUNTS
    words = ("compte", "comptes")
    search_fields = ("number", "label")
    filters = (
        (
            "entity",
            "Structure",
            lambda: [(str(one.pk), one.name) for one in LegalEntity.objects.all()],
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Account.objects.select_related("heading", "entity")


class JournalCrud(BooksCrud):
    """The journals."""

    model = Journal
    form_class = forms.JournalForm
    columns = tables.JOURNALS
    words = ("journal", "journaux")

    def get_queryset(self) -> QuerySet[Any]:
        return Journal.objects.select_related("entity")


class HeadingCrud(BooksCrud):
    """The headings of the budget."""

    model = Heading
    form_class = forms.HeadingForm
    columns = tables.HEADINGS
    words = ("poste", "postes")
    empty = "Aucun poste : ils viennent avec l’ouverture de la comptabilité."


class ProjectCrud(BooksCrud):
    """The projects whose money is followed."""

    model = AnalyticProject
    form_class = forms.ProjectForm
    columns = tables.PROJECTS
    words = ("projet suivi", "projets suivis")
    empty = "Aucun projet suivi : ajoutez-en un par subvention ou action à justifier à part."

    def get_queryset(self) -> QuerySet[Any]:
        return AnalyticProject.objects.select_related("funder")


class FunderCrud(BooksCrud):
    """The funders."""

    model = Funder
    form_class = forms.FunderForm
    columns = tables.FUNDERS
    words = ("financeur", "financeurs")
    empty = "Aucun financeur : ajoutez l’ARS, une commune, une fondation."
