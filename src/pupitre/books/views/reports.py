"""Ledger, trial balance, balance sheet and result: page, print, CSV, XLSX, PDF; lettering."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.books import tables
from pupitre.books.models import Account, EntryLine, LegalEntity
from pupitre.books.papers import statements_pdf, statements_rows
from pupitre.books.queries import ledger, statements_of, trial_balance
from pupitre.books.services import BooksError, letter, unletter
from pupitre.books.views.common import about, exported, place, year_at_page
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.tables import body, options
from pupitre.core.web import CentreRequest, asked_key, go, pdf_answer


@requires("money.view")
@require_safe
@about(LegalEntity)
def ledger_page(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the ledger of one account, its lines to letter; the whole ledger as a file or on paper."""
    context = place(request, pk, "ledger")
    year = year_at_page(context)
    used = Account.objects.filter(entity=pk, lines__entry__year=year).distinct()
    account = Account.objects.filter(entity=pk, number=request.GET.get("compte", "")).first()
    third = request.GET.get("tiers", "")
    rows = ledger(year, account=account, auxiliary=third)
    name = f"grand-livre-{account.number}" if account else "grand-livre"
    answer = exported(request, tables.LEDGER, rows, name)
    if answer is not None:
        return answer
    thirds = EntryLine.objects.filter(account=account, entry__year=year).exclude(auxiliary_code="")
    pairs = (
        thirds.order_by("auxiliary_label")
        .values_list("auxiliary_code", "auxiliary_label")
        .distinct()
    )
    context |= {
        "account": account,
        "third": third,
        "lines": list(rows) if account else [],
        "account_options": options(
            [(one.number, str(one)) for one in used], account.number if account else ""
        ),
        "third_options": options(pairs if account else [], third),
        "today": timezone.localdate(),
    }
    if "imprimer" in request.GET:
        whole = rows if account is None else context["lines"]
        return _printed(request, context, "Grand livre", tables.LEDGER, whole)
    return render(request, "books/ledger.html", context)


def _printed(
    request: CentreRequest, context: dict[str, object], title: str, columns: object, rows: object
) -> HttpResponse:
    shown = {"title": title, "columns": columns, "body": body(columns, rows)}  # type: ignore[arg-type]
    return render(request, "books/print.html", {**context, **shown, "today": timezone.localdate()})


@requires("money.view")
@require_safe
@about(LegalEntity)
def balance_page(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the trial balance; `?tiers=1` tells third parties apart."""
    context = place(request, pk, "balance")
    rows = trial_balance(year_at_page(context), third_parties="tiers" in request.GET)
    answer = exported(request, tables.BALANCE, rows, "balance")
    if answer is not None:
        return answer
    if "imprimer" in request.GET:
        return _printed(request, context, "Balance des comptes", tables.BALANCE, rows)
    context |= {
        "rows": rows,
        "columns": tables.BALANCE,
        "body": body(tables.BALANCE, rows),
        "totals": tables.totals(rows),
        "third_parties": "tiers" in request.GET,
    }
    return render(request, "books/balance.html", context)


@requires("money.view")
@require_safe
@about(LegalEntity)
def statements_page(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the balance sheet and the result in simple form; PDF, CSV, XLSX."""
    context = place(request, pk, "statements")
    year = year_at_page(context)
    found = statements_of(year)
    answer = exported(request, tables.STATEMENT, statements_rows(found), "bilan-et-resultat")
    if answer is not None:
        return answer
    if request.GET.get("format") == "pdf":
        pdf = statements_pdf(year, found, centre=request.centre.name, today=timezone.localdate())
        return pdf_answer(pdf, f"bilan-{year.ends_on:%Y}.pdf")
    drafts = year.entries.filter(number=None).count()
    return render(request, "books/statements.html", {**context, "found": found, "drafts": drafts})


@requires("money.edit")
@require_POST
@about(LegalEntity)
def letter_lines(request: CentreRequest, pk: int) -> HttpResponse:
    """Letter the ticked lines of an account."""
    entity: LegalEntity = owned(LegalEntity, pk)
    keys = [asked_key(key) for key in request.POST.getlist("ligne")]
    lines = list(EntryLine.objects.filter(pk__in=keys, entry__entity=entity))
    try:
        code = letter(lines, on=timezone.localdate(), by=request.actor)
    except BooksError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Les lignes sont lettrées {code}.")
    return go(request, _back(request, pk))


@requires("money.edit")
@require_POST
@about(EntryLine)
def unletter_lines(request: CentreRequest, pk: int) -> HttpResponse:
    """Undo the lettering of a line and of those matched with it."""
    line: EntryLine = owned(EntryLine, pk)
    unletter(line, by=request.actor)
    messages.success(request, "Le lettrage est défait.")
    return go(request, f"{_back(request, line.account.entity_id)}&compte={line.account.number}")


def _back(request: CentreRequest, pk: int) -> str:
    """Return the ledger, on the account that the form names."""
    number, year = request.POST.get("compte", ""), asked_key(request.POST.get("exercice"))
    account = f"&compte={number}" if number.isalnum() else ""
    return f"{centre_url('books:ledger', pk)}?exercice={year or ''}{account}"
