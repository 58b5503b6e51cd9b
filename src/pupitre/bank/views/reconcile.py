"""The reconciliation: one line at a time, by keyboard or not."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pupitre.bank.errors import BankError
from pupitre.bank.forms.lines import PartsFormSet, parts_of
from pupitre.bank.matching import Candidate
from pupitre.bank.models import BankLine
from pupitre.bank.queries import Desk, waiting_lines
from pupitre.bank.queries.accounts import unpointed_lines
from pupitre.bank.services import accept, match_lines, post_line, undo
from pupitre.bank.services.accepting import choose
from pupitre.books.errors import BooksError
from pupitre.books.models import EntryLine
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, asked_key, go
from pupitre.payments.errors import PaymentError
from pupitre.payments.models import BankAccount

AROUND = 12
MOST_PARTS = 12
REFUSALS = (BankError, BooksError, PaymentError)
KEYS_OFF = "bank_keys_off"
KEYS = {"before": "k ArrowUp", "after": "j ArrowDown", "undo": "u", "split": "v"}


@requires("money.view")
@require_safe
def reconcile(request: CentreRequest, pk: int) -> HttpResponse:
    """The line to reconcile, what it may be, and those that wait behind it."""
    account: BankAccount = owned(BankAccount, pk)
    if "clavier" in request.GET:
        request.session[KEYS_OFF] = request.GET["clavier"] == "non"
    line = _asked_line(request, account)
    return _show(request, account, line)


def _asked_line(request: CentreRequest, account: BankAccount) -> BankLine | None:
    lines = BankLine.objects.filter(account=account).select_related("account__entity", "entry")
    asked = lines.filter(pk=asked_key(request.GET.get("ligne"))).first()
    found: BankLine | None = asked or lines.filter(how="").first()
    return found


def _show(
    request: CentreRequest,
    account: BankAccount,
    line: BankLine | None,
    *,
    parts: PartsFormSet | None = None,
    refusal: str = "",
) -> HttpResponse:
    desk = Desk(account, timezone.localdate())
    waiting = list(waiting_lines(account).select_related("account"))
    place = next((n for n, one in enumerate(waiting) if line and one.pk == line.pk), 0)
    start = max(0, min(place - 2, len(waiting) - AROUND))
    may_change = registry.allows("money.edit", request.role)
    keys = may_change and not request.session.get(KEYS_OFF)
    context: dict[str, Any] = {
        "account": account,
        "line": line,
        "count": len(waiting),
        "place": place + 1,
        "around": [(one, desk.best(one)) for one in waiting[start : start + AROUND]],
        "before": waiting[place - 1] if place > 0 else None,
        "after": waiting[place + 1] if place + 1 < len(waiting) else None,
        "last": _last_settled(account),
        "keys": KEYS if keys else {},
        "may_change": may_change,
        "refusal": refusal,
    }
    if line is not None and line.waits and may_change:
        count = min(MOST_PARTS, max(1, asked_key(request.GET.get("parts"))))
        context |= {
            "candidates": list(_keyed(desk.candidates(line), keys)),
            "parts": parts or parts_of(line, None, count=count, keys=keys),
            "count_of_parts": count,
            "unpointed": list(unpointed_lines(account)[:50]),
        }
    status = 422 if refusal or parts is not None else 200
    return render(request, "bank/reconcile.html", context, status=status)


def _keyed(candidates: list[Candidate], keys: bool) -> Iterator[tuple[Candidate, str]]:
    """Yield each candidate with the keys that accept it: its digit, and Enter for the first."""
    for place, one in enumerate(candidates, start=1):
        yield one, f"{place}{' Enter' if place == 1 else ''}" if keys else ""


def _last_settled(account: BankAccount) -> BankLine | None:
    settled = BankLine.objects.filter(account=account, settled_at__isnull=False)
    return settled.order_by("-settled_at", "-pk").first()


def _next(request: CentreRequest, line: BankLine) -> HttpResponse:
    """Go to the next line that waits, in the order of the page."""
    rest = waiting_lines(line.account)
    later = rest.filter(on__gte=line.on).exclude(pk=line.pk)
    after = next((one for one in later if (one.on, one.statement_id, one.position) > (line.on, line.statement_id, line.position)), None)  # fmt: skip
    address = centre_url("bank:reconcile", line.account_id)
    return go(request, f"{address}?ligne={after.pk}" if after else address)


def _line(pk: int) -> BankLine:
    line: BankLine = owned(BankLine, pk)
    return line


def _do(request: CentreRequest, line: BankLine, act: Callable[[], object]) -> HttpResponse:
    """Do what settles a line, then show the next one; a refusal is said beside the line."""
    if not line.waits:  # the key was pressed twice, or somebody else was quicker
        messages.info(request, f"« {line.label} » était déjà rapprochée.")
        return _next(request, line)
    try:
        act()
    except REFUSALS as refusal:
        return _show(request, line.account, line, refusal=str(refusal))
    return _next(request, line)


@requires("money.edit")
@require_POST
def accept_line(request: CentreRequest, pk: int) -> HttpResponse:
    """Accept one of the proposals."""
    line, token = _line(pk), request.POST.get("token", "")[:100]
    return _do(request, line, lambda: accept(line, token, by=request.actor))


@requires("money.edit")
@require_POST
def write_line(request: CentreRequest, pk: int) -> HttpResponse:
    """Write a line on the account or accounts that were typed."""
    line = _line(pk)
    parts = parts_of(line, request.POST)
    if not parts.is_valid():
        return _show(request, line.account, line, parts=parts)
    told = parts.parts

    def act() -> None:
        if len(told) == 1:
            choose(line, told[0], by=request.actor)
        else:
            post_line(line, told, by=request.actor)

    return _do(request, line, act)


@requires("money.edit")
@require_POST
def point_line(request: CentreRequest, pk: int) -> HttpResponse:
    """Point a line with the entries that were ticked."""
    line = _line(pk)
    wanted = [asked_key(key) for key in request.POST.getlist("entry_line")]
    chosen = list(EntryLine.objects.filter(pk__in=wanted).select_related("entry"))
    return _do(request, line, lambda: match_lines(line, chosen, by=request.actor))


@requires("money.edit")
@require_POST
def undo_line(request: CentreRequest, pk: int) -> HttpResponse:
    """Put a line back among those to reconcile."""
    line = _line(pk)
    try:
        undo(line, on=timezone.localdate(), by=request.actor)
    except REFUSALS as refusal:
        return _show(request, line.account, line, refusal=str(refusal))
    messages.success(request, f"C'est défait : « {line.label} » est à rapprocher.")
    return go(request, line.get_absolute_url())


reconcile.model = BankAccount  # type: ignore[attr-defined]  # what its number is of
for _view in (accept_line, write_line, point_line, undo_line):
    _view.model = BankLine  # type: ignore[attr-defined]
