"""Reads about entries and balances."""

from datetime import date

from django.db.models import Model, QuerySet, Sum
from django.utils import timezone

from pupitre.books.models import Account, Entry, EntryLine, FiscalYear, Journal, LegalEntity

RESULT_CLASSES = ("6", "7", "8")


def entries_from(obj: Model) -> QuerySet[Entry]:
    """Return the entries born in an object, in their order of writing."""
    born = Entry.objects.filter(origin_type=obj._meta.label_lower, origin_id=obj.pk)
    return born.select_related("journal", "entity").order_by("pk")


def balance_of(
    account: Account,
    *,
    on: date | None = None,
    auxiliary: str | None = None,
    validated_only: bool = False,
) -> int:
    """Return debit minus credit of an account at the end of a day (today) in cents, drafts included.

    Classes 6 to 8 count from the start of the fiscal year; the others from the last opening entry, which
    carries what came before.
    """
    day = on or timezone.localdate()
    lines = EntryLine.objects.filter(account=account, entry__date__lte=day)
    start = counted_since(account.entity, account.number, day)
    if start is not None:
        lines = lines.filter(entry__date__gte=start)
    if auxiliary is not None:
        lines = lines.filter(auxiliary_code=auxiliary)
    if validated_only:
        lines = lines.filter(entry__number__isnull=False)
    sums = lines.aggregate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    return (sums["debit"] or 0) - (sums["credit"] or 0)


def counted_since(entity: LegalEntity, number: str, day: date) -> date | None:
    """Return the day from which the lines of an account add up to its balance; None for all of them."""
    years = FiscalYear.objects.filter(entity=entity, starts_on__lte=day)
    if not number.startswith(RESULT_CLASSES):
        opening = Entry.objects.filter(entity=entity, journal__kind=Journal.Kind.OPENING)
        years = years.filter(pk__in=opening.values("year"))
    return years.order_by("-starts_on").values_list("starts_on", flat=True).first()


def open_lines(account: Account, *, auxiliary: str | None = None) -> QuerySet[EntryLine]:
    """Return the lines of an account that no lettering has matched yet, oldest first.

    Those of a closed year are left out: its opening entry carries them, one by one.
    """
    lines = EntryLine.objects.filter(account=account, lettering="", entry__year__closed_at=None)
    if auxiliary is not None:
        lines = lines.filter(auxiliary_code=auxiliary)
    return lines.select_related("entry__journal").order_by("entry__date", "entry_id", "position")
