"""The first page of the books, of an entity, and their opening."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.books.forms.settings import OpenForm, TransferForm
from pupitre.books.models import EntryQuestion, LegalEntity
from pupitre.books.queries import main_entity
from pupitre.books.queries.home import purposes_of, summary_of
from pupitre.books.services import BooksError, open_books, transfer_between
from pupitre.books.views.common import about, place, year_at_page
from pupitre.core.access import requires
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Show the main entity, or the one act that opens the books."""
    entity = main_entity()
    if entity is None:
        return render(request, "books/start.html", {})
    return go(request, entity.get_absolute_url())


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: CentreRequest) -> HttpResponse:
    """Open the books of an entity: chart, year and journals come with it."""
    form = OpenForm(
        request.POST or None,
        today=timezone.localdate(),
        first=main_entity() is None,
        name=request.centre.name,
    )
    if request.method == "POST" and form.is_valid():
        try:
            entity = open_books(**form.cleaned_data, by=request.actor)
        except BooksError as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            messages.success(
                request, "La comptabilité est ouverte : saisissez vos soldes de départ."
            )
            return go(request, entity.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "books/open.html", {"form": form}, status=status)


@requires("money.view")
@require_safe
@about(LegalEntity)
def entity(request: CentreRequest, pk: int) -> HttpResponse:
    """Show an entity: its figures, what waits, the doubts to lift with the accountant."""
    context = place(request, pk, "entity")
    today, year = timezone.localdate(), year_at_page(context)
    context |= {
        "summary": summary_of(context["entity"], year, today),
        "doubts": [one for one in purposes_of(context["entity"], today) if one.open],
        "questions": EntryQuestion.objects.filter(entry__entity=pk).order_by("answer", "-asked_at")[
            :10
        ],
        "latest": year.entries.select_related("journal").order_by("-pk")[:8],
    }
    return render(request, "books/entity.html", context)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: CentreRequest) -> HttpResponse:
    """Write a transfer between two entities in the books of both."""
    form = TransferForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            left, _right = transfer_between(cents=given.pop("amount"), **given, by=request.actor)
        except BooksError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le virement est écrit dans les deux comptabilités.")
            return go(request, left.get_absolute_url())
    context = {"form": form, "back": centre_url("books:home")}
    return render(request, "books/transfer.html", context, status=422 if form.is_bound else 200)
