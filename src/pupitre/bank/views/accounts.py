"""Accounts: what the bank says, what the books say, and the paper that goes from one to the other."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pupitre.bank.forms.lines import RuleForm
from pupitre.bank.models import BankLine, BankRule, BankStatement
from pupitre.bank.paper import reconciliation_pdf
from pupitre.bank.queries import AccountState, account_state, open_accounts
from pupitre.bank.tables import LINE_COLUMNS, RULE_COLUMNS
from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, pdf_answer
from pupitre.payments.models import BankAccount


@requires("money.view")
@require_safe
def home(request: CentreRequest) -> HttpResponse:
    """Every account, with what waits in it."""
    today = timezone.localdate()
    states = [account_state(account, today) for account in open_accounts()]
    context = {"states": states, "may_change": registry.allows("money.edit", request.role)}
    return render(request, "bank/home.html", context)


def _account(pk: int) -> BankAccount:
    account: BankAccount = owned(BankAccount, pk)
    return account


@requires("money.view")
@require_safe
def account(request: CentreRequest, pk: int) -> HttpResponse:
    """One account: bank against books, statements imported, lines that wait."""
    found = _account(pk)
    state = account_state(found, timezone.localdate())
    statements = BankStatement.objects.filter(account=found).select_related("document")
    context = {
        "account": found,
        "state": state,
        "facts": facts_of(state),
        "statements": statements,
        "may_change": registry.allows("money.edit", request.role),
    }
    return render(request, "bank/account.html", context)


def facts_of(state: AccountState) -> list[dict[str, object]]:
    """Return the figures of an account's state, as the kit draws them."""
    at_bank = "inconnu" if state.at_bank is None else french.euros(state.at_bank)
    return [
        {"label": "Solde à la banque", "value": at_bank},
        {"label": "Solde dans la comptabilité", "value": french.euros(state.in_books)},
        {"label": "Lignes à rapprocher", "value": len(state.waiting)},
        {"label": "Écritures que la banque n’a pas vues", "value": len(state.unpointed)},
        {
            "label": "Écart à expliquer",
            "value": "—" if state.gap is None else french.euros(state.gap),
        },
    ]


def _asked_day(request: CentreRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("au", ""))
    except ValueError:
        return timezone.localdate()


@requires("money.view")
@require_safe
def state(request: CentreRequest, pk: int) -> HttpResponse:
    """The reconciliation of a day, on screen or as a PDF."""
    found = account_state(_account(pk), _asked_day(request))
    if request.GET.get("format") == "pdf":
        name = f"rapprochement-{found.on:%Y-%m-%d}.pdf"
        return pdf_answer(reconciliation_pdf(found, request.centre.name), name)
    return render(request, "bank/state.html", {"state": found, "account": found.account})


for _view in (account, state):
    _view.model = BankAccount  # type: ignore[attr-defined]  # what its number is of


class LineCrud(CrudView):
    """All the lines, filtered and exported."""

    model = BankLine
    columns = LINE_COLUMNS
    permissions = ("money.view", "money.edit")
    words = ("ligne de relevé", "lignes de relevé")
    empty = "Aucune ligne : importez un relevé depuis la page d’un compte."
    search_fields = ("label", "detail", "counterparty", "reference")
    roles = ("list",)
    filters = (
        ("how", "État", lambda: [("posted", "écrite"), ("matched", "pointée")]),
        ("account", "Compte", lambda: [(str(one.pk), str(one)) for one in open_accounts()]),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return BankLine.objects.select_related("account", "entry__journal").order_by("-on", "-pk")


class RuleCrud(CrudView):
    """The rules learned, to correct or remove."""

    model = BankRule
    form_class = RuleForm
    columns = RULE_COLUMNS
    permissions = ("money.view", "money.edit")
    words = ("règle", "règles de rapprochement")
    empty = "Aucune règle encore : chaque ligne que vous rapprochez en apprend une."
    search_fields = ("words",)

    def get_queryset(self) -> QuerySet[Any]:
        return BankRule.objects.select_related("ledger_account", "heading", "person", "project")
