"""Writes about lines: written in the books, pointed with them, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from pupitre.bank.errors import BankError
from pupitre.bank.events import LineUndone
from pupitre.bank.models import BankLine, Pointing
from pupitre.bank.queries.accounts import unpointed_lines
from pupitre.books.models import Account, AnalyticProject, Entry, EntryLine, Heading
from pupitre.books.services import LineDraft, post, remove_draft, reverse, unletter
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.money import format_euros
from pupitre.core.registry import registry
from pupitre.people.models import Person

How = BankLine.How


@dataclass(frozen=True)
class Part:
    """A part of a line: the account that takes it, its cents (same sign as the line), and what it is for."""

    account: Account
    cents: int
    heading: Heading | None = None
    person: Person | None = None
    project: AnalyticProject | None = None
    label: str = ""
    auxiliary: tuple[str, str] | None = None

    def draft(self) -> LineDraft:
        """Return the counterpart of the bank's own line: money in is a credit here."""
        return LineDraft(
            self.account,
            debit=max(-self.cents, 0),
            credit=max(self.cents, 0),
            label=self.label,
            auxiliary=self.auxiliary,
            heading=self.heading,
            person=self.person,
            project=self.project,
        )


def waiting(line: BankLine) -> BankLine:
    """Read a line again, locked; raise BankError when it was reconciled meanwhile."""
    found = records.locked(line)
    if not found.waits:
        raise BankError(f"« {line.label} » est déjà rapprochée : défaites d’abord ce rapprochement.")  # fmt: skip
    return found


@transaction.atomic
def post_line(line: BankLine, parts: Sequence[Part], *, by: Actor, label: str = "") -> Entry:
    """Write a line in the books, on one or several accounts, and point it. Raise BankError or BooksError."""
    line = waiting(line)
    total = sum(part.cents for part in parts)
    if total != line.cents:
        raise BankError(
            f"Les parts font {format_euros(total)}, la ligne {format_euros(line.cents)} : il reste "
            f"{format_euros(line.cents - total)} à répartir."
        )
    account = line.account
    bank = LineDraft(account.ledger_account, debit=max(line.cents, 0), credit=max(-line.cents, 0))
    entry = post(
        entity=account.entity,
        journal=account.journal_code,
        on=line.on,
        label=label or line.label,
        lines=[bank, *(part.draft() for part in parts if part.cents)],
        piece=line.reference or f"REL{line.statement_id}-{line.position}",
        origin=line,
        key=f"bank.line/{line.pk}/{line.undone}",
        by=by,
    )
    _point(line, [(entry.lines.get(position=1), line.cents)], by=by)
    _settle(line, How.POSTED, entry, by=by)
    return entry


@transaction.atomic
def match_lines(line: BankLine, chosen: Sequence[EntryLine], *, by: Actor) -> None:
    """Point a line with lines of the bank's account in the books: several that add up to it, or a part of one.

    Raises BankError when the sums differ or when one is already pointed.
    """
    line = waiting(line)
    left = unpointed_lines(line.account).filter(pk__in=[one.pk for one in chosen])
    found = {one.pk: one.remaining for one in left}  # type: ignore[attr-defined]  # annotated
    if len(found) != len(chosen) or not chosen:
        raise BankError("Une de ces écritures est déjà pointée : rechargez la page.")
    total = sum(found.values())
    part_of_one = len(chosen) == 1 and 0 < line.cents * (1 if total > 0 else -1) <= abs(total)
    if total != line.cents and not part_of_one:
        raise BankError(
            f"Les écritures cochées font {format_euros(total)}, la ligne {format_euros(line.cents)} : "
            "cochez celles qui font la somme."
        )
    amounts = [(one, found[one.pk] if total == line.cents else line.cents) for one in chosen]
    _point(line, amounts, by=by)
    _settle(line, How.MATCHED, chosen[0].entry, by=by)


@transaction.atomic
def settle_with(line: BankLine, entry: Entry, *, by: Actor) -> None:
    """Point a line with the line of the bank's account of an entry that another app has just written for it."""
    line = waiting(line)
    left = unpointed_lines(line.account).filter(entry=entry)
    own = [one for one in left if one.remaining == line.cents]  # type: ignore[attr-defined]
    if not own:
        raise BankError(f"L’écriture « {entry.label} » ne porte pas cette somme en banque.")
    _point(line, [(own[0], line.cents)], by=by)
    _settle(line, How.POSTED, entry, by=by)


def _point(line: BankLine, amounts: Sequence[tuple[EntryLine, int]], *, by: Actor) -> None:
    pointings = [Pointing(line=line, entry_line=one, cents=cents) for one, cents in amounts]
    records.save_all(pointings, by=by, action="pointer")


def _settle(line: BankLine, how: str, entry: Entry, *, by: Actor) -> None:
    line.how, line.entry = how, entry
    line.settled_at, line.settled_by = timezone.now(), by.label[:200]
    records.save(line, by=by, action="rapprocher")


@transaction.atomic
def undo(line: BankLine, *, on: date, by: Actor) -> BankLine:
    """Put a line back among those to reconcile: its own entry is removed, or reversed when it is validated.

    An entry that was only pointed stays as it is. `on` is today, for the reversal of a closed year's entry.
    """
    line = records.locked(line)
    if line.waits or line.entry is None:
        raise BankError("Cette ligne n’est pas rapprochée : il n’y a rien à défaire.")
    entry, posted = line.entry, line.how == How.POSTED
    for pointing in line.pointings.all():
        records.remove(pointing, by=by)
    line.how, line.entry, line.settled_at, line.settled_by = How.WAITING, None, None, ""
    line.undone += 1
    records.save(line, by=by, action="défaire le rapprochement")
    if posted:
        registry.publish(LineUndone(line, entry, by))
        _take_back(entry, on, by)
    return line


def _take_back(entry: Entry, on: date, by: Actor) -> None:
    for one in entry.lines.select_related("account"):
        unletter(one, by=by)
    if entry.validated:
        day = on if entry.year.closed else entry.date
        reverse(entry, on=day, why="rapprochement bancaire défait", by=by)
    else:
        remove_draft(entry, by=by)
