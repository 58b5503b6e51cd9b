"""Reads about accounts: what the bank says, what the books say, and the way from one to the other."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from pupitre.bank.models import BankLine, BankStatement, Pointing
from pupitre.bank.queries.lines import known_lines, known_periods, waiting_lines
from pupitre.bank.rules.continuity import balance_at
from pupitre.books.models import EntryLine
from pupitre.books.queries import balance_of
from pupitre.books.queries.entries import counted_since
from pupitre.core.french import counted
from pupitre.payments.models import BankAccount


@dataclass(frozen=True)
class AccountState:
    """An account on a day, in cents; the bank's balance is None before a statement tells one."""

    account: BankAccount
    on: date
    at_bank: int | None
    in_books: int
    waiting: list[BankLine]
    unpointed: list[EntryLine]
    last_on: date | None

    @property
    def waiting_cents(self) -> int:
        return sum(line.cents for line in self.waiting)

    @property
    def waiting_words(self) -> str:
        return counted(len(self.waiting), "ligne", "lignes")

    @property
    def unpointed_cents(self) -> int:
        return sum(line.remaining for line in self.unpointed)  # type: ignore[attr-defined]

    @property
    def expected(self) -> int:
        """What the bank should say: the books, with what they lack, without what the bank has not seen."""
        return self.in_books + self.waiting_cents - self.unpointed_cents

    @property
    def gap(self) -> int | None:
        return None if self.at_bank is None else self.at_bank - self.expected


def open_accounts() -> QuerySet[BankAccount]:
    """Return the accounts that are not closed, with their entity."""
    accounts = BankAccount.objects.filter(closed_on=None)
    return accounts.select_related("entity", "ledger_account").order_by("entity__name", "label")


def account_state(account: BankAccount, on: date) -> AccountState:
    """Return the reconciliation of an account on a day: bank, books, and each line between the two."""
    statements = BankStatement.objects.filter(account=account)
    return AccountState(
        account=account,
        on=on,
        at_bank=balance_at(on, known_lines(account), known_periods(account)),
        in_books=balance_of(account.ledger_account, on=on),
        waiting=list(waiting_lines(account).filter(on__lte=on)),
        unpointed=list(unpointed_lines(account, on)),
        last_on=statements.order_by("-last_on").values_list("last_on", flat=True).first(),
    )


def unpointed_lines(account: BankAccount, on: date | None = None) -> QuerySet[EntryLine]:
    """Return the lines of the account's ledger that no bank line explains whole; `remaining` cents are left of each.

    Opening entries stand for lines that were pointed before, and are left out.
    """
    ledger = account.ledger_account
    pointed = (
        Pointing.objects.filter(entry_line=OuterRef("pk"))
        .order_by()
        .values("entry_line")
        .annotate(total=Sum("cents"))
        .values("total")
    )
    lines = EntryLine.objects.filter(account=ledger).exclude(entry__journal__kind="opening")
    pointed_there = Pointing.objects.filter(entry_line__entry=OuterRef("entry__reverses"))
    lines = lines.exclude(entry__reversals__isnull=False)  # a mistake and its reversal cancel out
    lines = lines.exclude(~Exists(pointed_there), entry__reverses__isnull=False)
    if on is not None:
        lines = lines.filter(entry__date__lte=on)
        since = counted_since(account.entity, ledger.number, on)
        lines = lines.filter(entry__date__gte=since) if since else lines
    done = Coalesce(Subquery(pointed), 0, output_field=BigIntegerField())
    amount = F("debit_cents") - F("credit_cents")
    lines = lines.annotate(remaining=amount - done).exclude(remaining=0)
    return lines.select_related("entry__journal").order_by("entry__date", "entry_id", "position")
