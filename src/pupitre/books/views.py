"""Screens of the books."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from pupitre.books.models import Entry
from pupitre.books.queries import entities
from pupitre.core.access import requires
from pupitre.core.web import CentreRequest


@requires("money.view")
def home(request: CentreRequest) -> HttpResponse:
    """Show the entities of the MSP."""
    return render(request, "books/home.html", {"entities": entities()})


@requires("money.view")
def entry(request: CentreRequest, pk: int) -> HttpResponse:
    """Show an entry and its lines."""
    found = get_object_or_404(Entry.objects.select_related("journal", "entity", "year"), pk=pk)
    lines = found.lines.select_related("account", "heading", "project", "person")
    return render(request, "books/entry.html", {"entry": found, "lines": lines})


entry.model = Entry  # type: ignore[attr-defined]
