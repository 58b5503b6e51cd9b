"""Entries: list, form, page, and what is done to them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.books import tables
from pupitre.books.forms.entries import EntryForm
from pupitre.books.models import Account, Entry, EntryLine, Journal, LegalEntity
from pupitre.books.queries import main_entity
from pupitre.books.services import (
    BooksError,
    change_draft,
    post,
    remove_draft,
    validate_entries,
)
from pupitre.books.services.posting import journal_coded
from pupitre.books.views.common import about, exported, place, year_at_page
from pupitre.core.access import requires
from pupitre.core.crud import PAGE_SIZE, owned
from pupitre.core.links import centre_url
from pupitre.core.tables import body, options
from pupitre.core.web import CentreRequest, asked_key, go

STATES = (("brouillon", "Brouillons"), ("validee", "Validées"))


@requires("money.view")
@require_safe
@about(LegalEntity)
def entries(request: CentreRequest, pk: int) -> HttpResponse:
    """List the entries of a year, filtered by journal, state and words; print, CSV, XLSX."""
    context = place(request, pk, "entries")
    rows = _filtered(request, year_at_page(context).entries.all())
    answer = exported(request, tables.ENTRIES, rows, "ecritures")
    if answer is not None:
        return answer
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    journals = Journal.objects.filter(entity=pk)
    choices = [(one.code, str(one)) for one in journals]
    context |= {
        "page": page,
        "columns": tables.ENTRIES,
        "body": body(tables.ENTRIES, page.object_list),
        "journal_options": options(choices, request.GET.get("journal", "")),
        "state_options": options(STATES, request.GET.get("etat", "")),
        "drafts": context["year"].entries.filter(number=None).count(),
    }
    return render(request, "books/entries.html", context)


def _filtered(request: CentreRequest, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return the entries that the query string asks for, latest first, each with its total."""
    journal, state = request.GET.get("journal", ""), request.GET.get("etat", "")
    if journal:
        rows = rows.filter(journal__code=journal)
    if state in {"brouillon", "validee"}:
        rows = rows.filter(number__isnull=state == "brouillon")
    for word in request.GET.get("q", "").replace("\0", "").split():
        rows = rows.filter(
            Q(label__icontains=word)
            | Q(piece__icontains=word)
            | Q(pk__in=EntryLine.objects.filter(auxiliary_label__icontains=word).values("entry"))
        )
    return (
        rows.select_related("journal")
        .annotate(total=Sum("lines__debit_cents"))
        .order_by("-date", "-pk")
    )


@requires("money.edit")
@require_safe
def write_main(request: CentreRequest) -> HttpResponse:
    """Go and type an entry in the main entity, or open the books first."""
    entity = main_entity()
    return go(request, centre_url("books:write", entity.pk) if entity else centre_url("books:open"))


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(LegalEntity)
def write(request: CentreRequest, pk: int) -> HttpResponse:
    """Type an entry, blank or copied from another (`?modele=`); « Valider » numbers it at once."""
    entity: LegalEntity = owned(LegalEntity, pk)
    model = Entry.objects.filter(entity=pk, pk=asked_key(request.GET.get("modele"))).first()
    form = _form(request, entity, model)
    if request.method != "POST" or request.POST.get("do") == "more":
        return _show_form(request, form)
    if form.is_valid():
        given = form.head.cleaned_data
        try:
            saved = post(
                entity=entity,
                journal=given["journal"],
                on=given["on"],
                label=given["label"],
                lines=form.drafts(),
                piece=given["piece"],
                piece_date=given["piece_date"],
                settled_by=given.get("settled_by", ""),
                key=None,
                by=request.actor,
                validate=request.POST.get("do") == "validate",
            )
        except BooksError as refusal:
            form.head.add_error(None, str(refusal))
        else:
            return _written(request, saved)
    return _show_form(request, form, status=422)


@requires("money.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@about(Entry)
def change(request: CentreRequest, pk: int) -> HttpResponse:
    """Change a draft; a validated entry is sent back to its page with what to do instead."""
    entry: Entry = owned(Entry, pk)
    form = _form(request, entry.entity, entry)
    if request.method != "POST" or request.POST.get("do") == "more":
        return _show_form(request, form, entry=entry)
    if form.is_valid():
        given = form.head.cleaned_data
        try:
            saved = change_draft(
                entry,
                lines=form.drafts(),
                by=request.actor,
                journal=journal_coded(entry.entity, given["journal"]),
                date=given["on"],
                label=given["label"],
                piece=given["piece"],
                piece_date=given["piece_date"] or given["on"],
                settled_by=given.get("settled_by", ""),
            )
            if request.POST.get("do") == "validate":
                validate_entries([saved], by=request.actor)
        except BooksError as refusal:
            form.head.add_error(None, str(refusal))
        else:
            return _written(request, Entry.objects.get(pk=pk))
    return _show_form(request, form, entry=entry, status=422)


@requires("money.edit")
@require_POST
@about(LegalEntity)
def check(request: CentreRequest, pk: int) -> HttpResponse:
    """Answer the balance of what is being typed, and the name of each line's account (htmx)."""
    form = _form(request, owned(LegalEntity, pk), None)
    debit, credit = form.sums
    return render(
        request, "books/sums.html", {"debit": debit, "credit": credit, "gap": abs(debit - credit)}
    )


def _form(request: CentreRequest, entity: LegalEntity, entry: Entry | None) -> EntryForm:
    data = request.POST if request.method == "POST" else None
    return EntryForm(entity, data=data, entry=entry, today=timezone.localdate())


def _show_form(
    request: CentreRequest, form: EntryForm, *, entry: Entry | None = None, status: int = 200
) -> HttpResponse:
    entity = form.entity
    debit, credit = form.sums
    thirds = EntryLine.objects.filter(entry__entity=entity).exclude(auxiliary_label="")
    context = {
        "entity": entity,
        "entry": entry,
        "form": form,
        "debit": debit,
        "credit": credit,
        "gap": abs(debit - credit),
        "accounts": Account.objects.filter(entity=entity, active=True),
        "thirds": thirds.order_by("auxiliary_label")
        .values_list("auxiliary_label", flat=True)
        .distinct(),
    }
    return render(request, "books/entry_form.html", context, status=status)


def _written(request: CentreRequest, entry: Entry) -> HttpResponse:
    """Go to the next entry when the person types a series, else to the entry."""
    told = (
        f"L’écriture {entry.numbered} est validée."
        if entry.validated
        else "Le brouillon est enregistré."
    )
    messages.success(request, told)
    if request.POST.get("then") == "next":
        return go(request, centre_url("books:write", entry.entity_id))
    return go(request, entry.get_absolute_url())


@requires("money.edit")
@require_POST
@about(LegalEntity)
def validate_all(request: CentreRequest, pk: int) -> HttpResponse:
    """Validate all the drafts of the year shown, in the order of their dates."""
    context: dict[str, Any] = place(request, pk, "entries")
    try:
        done = validate_entries(context["year"].entries.filter(number=None), by=request.actor)
    except BooksError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Écritures validées : {len(done)}.")
    return go(request, f"{centre_url('books:entries', pk)}?exercice={context['year'].pk}")


@requires("money.edit")
@require_POST
@about(Entry)
def remove(request: CentreRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    entry: Entry = owned(Entry, pk)
    try:
        remove_draft(entry, by=request.actor)
    except BooksError as refusal:
        messages.error(request, str(refusal))
        return go(request, entry.get_absolute_url())
    messages.success(request, "Le brouillon est supprimé.")
    return go(request, centre_url("books:entries", entry.entity_id))
