"""Reads about statements and lines."""

from django.db.models import QuerySet

from pupitre.bank.models import BankLine, BankStatement, CsvFormat
from pupitre.bank.rules.continuity import KnownLine, KnownPeriod
from pupitre.bank.rules.csv_mapping import CsvMapping
from pupitre.payments.models import BankAccount


def waiting_lines(account: BankAccount | None = None) -> QuerySet[BankLine]:
    """Return the lines to reconcile, oldest first."""
    lines = BankLine.objects.filter(how=BankLine.How.WAITING)
    return lines.filter(account=account) if account else lines


def known_lines(account: BankAccount) -> list[KnownLine]:
    """Return all the lines of an account, as the continuity rule reads them."""
    rows = BankLine.objects.filter(account=account).order_by("on", "pk")
    return [KnownLine(*row) for row in rows.values_list("key", "on", "cents", "statement__kind")]


def known_periods(account: BankAccount) -> list[KnownPeriod]:
    """Return the statements of an account, as the continuity rule reads them."""
    rows = BankStatement.objects.filter(account=account).order_by("pk")
    fields = ("first_on", "last_on", "opening_cents", "closing_cents")
    return [KnownPeriod(*row) for row in rows.values_list(*fields)]


def csv_mapping(account: BankAccount) -> CsvMapping | None:
    """Return how this account's CSV is read, None before it was told."""
    kept = CsvFormat.objects.filter(account=account).first()
    if kept is None:
        return None
    return CsvMapping(**{**kept.mapping, "titles": tuple(kept.mapping.get("titles", ()))})
