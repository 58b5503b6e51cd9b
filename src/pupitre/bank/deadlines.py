"""What the bank asks for: a recent statement, and lines reconciled."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Max, Min

from pupitre.bank.queries import open_accounts, waiting_lines
from pupitre.core.french import counted, short_day
from pupitre.core.links import centre_url
from pupitre.core.registry import Deadline

OLD = timedelta(days=35)
SECONDS_PER_LINE = 10


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the accounts whose last statement is old, and those whose lines wait."""
    waiting = waiting_lines().order_by().values("account").annotate(count=Count("pk"), first=Min("on"))  # fmt: skip
    by_account = {row["account"]: row for row in waiting}
    for account in open_accounts().annotate(last=Max("statements__last_on")):
        if account.last and account.last + OLD < today:
            yield Deadline(
                due=account.last + OLD,
                title=f"Importer le relevé de « {account} »",
                reason=f"Relevé de plus de {OLD.days} jours : le dernier s’arrête au {short_day(account.last, today)}",
                url=centre_url("bank:import", account.pk),
                act="Importer",
                late=True,
            )
        if account.pk in by_account:
            row = by_account[account.pk]
            lines = counted(row["count"], "ligne", "lignes")
            yield Deadline(
                due=row["first"] + OLD,
                title=f"Rapprocher {lines} de « {account} »",
                reason=f"La plus ancienne est du {short_day(row['first'], today)}",
                url=centre_url("bank:reconcile", account.pk),
                act="Rapprocher",
                minutes=max(1, row["count"] * SECONDS_PER_LINE // 60),
            )
