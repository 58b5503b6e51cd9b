"""The page of one entry: lines, vouchers, validation, reversal, what lines are for, questions."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.books.forms.entries import QuestionForm, ReverseForm
from pupitre.books.models import AnalyticProject, Entry, EntryLine, EntryQuestion, Heading
from pupitre.books.services import (
    BooksError,
    answer,
    ask,
    reverse,
    set_analysis,
    validate_entries,
)
from pupitre.books.views.common import about
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.history import history
from pupitre.core.links import centre_url
from pupitre.core.objects import object_of, page_of
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go


@requires("money.view")
@require_safe
@about(Entry)
def entry(request: CentreRequest, pk: int) -> HttpResponse:
    """Show an entry."""
    return _page(request, pk, QuestionForm(), ReverseForm(initial={"on": timezone.localdate()}))


def _page(
    request: CentreRequest,
    pk: int,
    question: forms.Form,
    reversal: forms.Form,
    *,
    status: int = 200,
) -> HttpResponse:
    related = ("journal", "entity", "year", "reverses__journal", "twin__entity", "twin__journal")
    found = get_object_or_404(Entry.objects.select_related(*related), pk=pk)
    lines = list(found.lines.select_related("account", "heading", "project", "person"))
    context = {
        "entry": found,
        "lines": lines,
        "total": sum(line.debit_cents for line in lines),
        "reversals": found.reversals.select_related("journal"),
        "questions": found.questions.all(),
        "question_form": question,
        "reverse_form": reversal,
        "again_url": f"{centre_url('books:write', found.entity_id)}?modele={found.pk}",
        "origin_url": page_of(object_of(found.origin_type, found.origin_id)),
        "headings": Heading.objects.filter(active=True),
        "projects": AnalyticProject.objects.filter(active=True),
        "history": history(found),
        "may_edit": registry.allows("money.edit", request.role),
        "may_ask": registry.allows("books.ask", request.role),
    }
    return render(request, "books/entry.html", context, status=status)


@requires("money.edit")
@require_POST
@about(Entry)
def validate(request: CentreRequest, pk: int) -> HttpResponse:
    """Validate one draft."""
    found: Entry = owned(Entry, pk)
    try:
        validate_entries([found], by=request.actor)
    except BooksError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"L’écriture {Entry.objects.get(pk=pk).numbered} est validée.")
    return go(request, found.get_absolute_url())


@requires("money.edit")
@require_POST
@about(Entry)
def reverse_entry(request: CentreRequest, pk: int) -> HttpResponse:
    """Reverse a validated entry."""
    found: Entry = owned(Entry, pk)
    form = ReverseForm(request.POST)
    if form.is_valid():
        try:
            opposite = reverse(found, **form.cleaned_data, by=request.actor)
        except BooksError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{opposite.numbered} contre-passe {found.numbered}.")
            return go(request, opposite.get_absolute_url())
    return _page(request, pk, QuestionForm(), form, status=422)


@requires("books.ask")
@require_POST
@about(Entry)
def ask_about(request: CentreRequest, pk: int) -> HttpResponse:
    """Ask something about an entry."""
    found: Entry = owned(Entry, pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        ask(found, text=form.cleaned_data["text"], by=request.actor)
        messages.success(request, "La question est posée : elle reste sur l’écriture.")
        return go(request, found.get_absolute_url())
    return _page(request, pk, form, ReverseForm(initial={"on": timezone.localdate()}), status=422)


@requires("books.ask")
@require_POST
@about(EntryQuestion)
def answer_question(request: CentreRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    question: EntryQuestion = owned(EntryQuestion, pk)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez la réponse avant de l’envoyer.")
        return _page(request, question.entry_id, QuestionForm(), ReverseForm(), status=422)
    try:
        answer(question, text=form.cleaned_data["text"], by=request.actor)
    except BooksError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La réponse est enregistrée.")
    return go(request, question.get_absolute_url())


@requires("money.edit")
@require_POST
@about(EntryLine)
def analyse(request: CentreRequest, pk: int) -> HttpResponse:
    """Say which heading and project a line is for."""
    line: EntryLine = get_object_or_404(EntryLine.objects.select_related("entry"), pk=pk)
    line.version = asked_key(request.POST.get("version")) or line.version
    heading = Heading.objects.filter(pk=asked_key(request.POST.get("heading"))).first()
    project = AnalyticProject.objects.filter(pk=asked_key(request.POST.get("project"))).first()
    set_analysis(line, heading=heading, project=project, by=request.actor)
    messages.success(request, "Le poste de la ligne est changé.")
    return go(request, line.entry.get_absolute_url())
