"""Bringing a statement in: the file, what a CSV holds, what is doubtful."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from pupitre.bank.errors import DoubtError
from pupitre.bank.forms.imports import FileForm, MappingForm, packed
from pupitre.bank.models import BankStatement, CsvFormat
from pupitre.bank.queries.lines import csv_mapping
from pupitre.bank.rules.csv_mapping import CsvMapping, guess_mapping, rows_of, text_of
from pupitre.bank.rules.reading import kind_of
from pupitre.bank.rules.statement import StatementError
from pupitre.bank.services import import_statement, keep_csv
from pupitre.core import french, records
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go
from pupitre.documents.services import DocumentError
from pupitre.payments.models import BankAccount

SHOWN_ROWS = 6


@requires("money.edit")
@require_http_methods(["GET", "POST"])
def import_file(request: CentreRequest, pk: int) -> HttpResponse:
    """Choose a file; it is imported whole, or refused with one sentence."""
    account: BankAccount = owned(BankAccount, pk)
    if request.method != "POST":
        return _page(request, account, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, account, form)
    content, name = form.cleaned_data["content"], form.cleaned_data["name"]
    try:
        if kind_of(content) == "CSV" and csv_mapping(account) is None:
            return _columns(request, account, content, name)
        return _import(request, account, content, name, despite=form.cleaned_data["despite"])
    except DoubtError as doubt:
        return _page(request, account, form, doubts=doubt.doubts, content=content, name=name)
    except (StatementError, DocumentError) as refusal:
        form.add_error("file", str(refusal))
        return _page(request, account, form)


def _page(
    request: CentreRequest,
    account: BankAccount,
    form: FileForm,
    *,
    doubts: tuple[str, ...] = (),
    content: bytes = b"",
    name: str = "",
) -> HttpResponse:
    carried = packed(content) if doubts else ""
    again = FileForm(initial={"kept": carried, "name": name, "despite": True}) if carried else None
    shown = FileForm() if form.is_bound and form.is_valid() else form
    context = {
        "account": account,
        "form": shown,
        "doubts": doubts,
        "again": again,
        "mapping": csv_mapping(account),
    }
    return render(request, "bank/import.html", context, status=422 if form.is_bound else 200)


def _import(
    request: CentreRequest,
    account: BankAccount,
    content: bytes,
    name: str,
    *,
    despite: bool = False,
) -> HttpResponse:
    statement = import_statement(
        account, content=content, name=name, by=request.actor, despite=despite
    )
    if statement is None:
        messages.info(request, "Tout ce relevé était déjà importé : rien n’a changé.")
        return go(request, centre_url("bank:account", account.pk))
    messages.success(request, _told(statement))
    where = "bank:reconcile" if statement.brought else "bank:account"
    return go(request, centre_url(where, account.pk))


def _told(statement: BankStatement) -> str:
    told = [f"{french.counted(statement.brought, 'ligne nouvelle', 'lignes nouvelles')}"]
    if statement.already:
        told.append(f"{french.counted(statement.already, 'déjà connue', 'déjà connues')}, laissées")
    if statement.left_out:
        told.append(f"{statement.left_out} sans mouvement ou d’un autre compte, laissées de côté")
    unchecked = "" if statement.opening_cents is not None else " Le fichier ne dit pas ses soldes : comparez celui de la page du compte avec la banque."  # fmt: skip
    return f"Relevé importé : {' ; '.join(told)}.{unchecked}"


@requires("money.edit")
@require_POST
def columns(request: CentreRequest, pk: int) -> HttpResponse:
    """Confirm where a CSV holds what, then import it."""
    account: BankAccount = owned(BankAccount, pk)
    file_form = FileForm(request.POST)
    if not file_form.is_valid():
        return _page(request, account, file_form)
    content, name = file_form.cleaned_data["content"], file_form.cleaned_data["name"]
    try:
        form = _mapping_form(request.POST, content)
        if not form.is_valid():
            return _columns(request, account, content, name, form)
        keep_csv(account, form.cleaned_data["mapping"], by=request.actor)
        return _import(request, account, content, name)
    except DoubtError as doubt:
        return _page(request, account, file_form, doubts=doubt.doubts, content=content, name=name)
    except (StatementError, DocumentError) as refusal:
        CsvFormat.objects.filter(account=account).delete()
        form.add_error(None, str(refusal))
        return _columns(request, account, content, name, form)


def _mapping_form(data: Any, content: bytes, mapping: CsvMapping | None = None) -> MappingForm:
    """Return the form on the titles that it names itself when it comes back."""
    delimiter, header = (mapping.delimiter, mapping.header) if mapping else (";", 1)
    if data is not None:
        delimiter = data.get("delimiter") or ";"
        typed = data.get("header", "1")
        header = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    rows = rows_of(text_of(content, ""), delimiter[:1])
    cells = dict(rows).get(header) or max((row for _, row in rows), key=len, default=[])
    return MappingForm(data, cells=cells, mapping=mapping)


def _columns(
    request: CentreRequest,
    account: BankAccount,
    content: bytes,
    name: str,
    form: MappingForm | None = None,
) -> HttpResponse:
    """Show what the columns seem to be, beside the first rows."""
    told = ""
    if form is None:
        try:
            mapping: CsvMapping | None = guess_mapping(content)
        except StatementError as doubt:
            mapping, told = None, str(doubt)
        form = _mapping_form(None, content, mapping)
    delimiter = form["delimiter"].value() or ";"
    rows = rows_of(text_of(content, ""), delimiter[:1])[
        : SHOWN_ROWS + int(form["header"].value() or 0)
    ]
    context = {
        "account": account,
        "form": form,
        "told": told,
        "rows": rows,
        "kept": packed(content),
        "name": name,
    }
    return render(request, "bank/columns.html", context, status=422 if form.is_bound else 200)


@requires("money.edit")
@require_POST
def forget_columns(request: CentreRequest, pk: int) -> HttpResponse:
    """Forget how the CSV of an account is read: the next one asks again."""
    account: BankAccount = owned(BankAccount, pk)
    for kept in CsvFormat.objects.filter(account=account):
        records.remove(kept, by=request.actor, action="oublier la description du CSV")
    messages.success(request, "C'est oublié : le prochain CSV demandera ses colonnes.")
    return go(request, centre_url("bank:import", account.pk))


for _view in (import_file, columns, forget_columns):
    _view.model = BankAccount  # type: ignore[attr-defined]  # what its number is of
