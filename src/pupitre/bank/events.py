"""What the bank tells the rows above."""

from dataclasses import dataclass

from pupitre.bank.models import BankLine
from pupitre.books.models import Entry
from pupitre.core.actor import Actor


@dataclass(frozen=True)
class LineUndone:
    """A line is to reconcile again: `entry`, written for it, is about to be removed or reversed."""

    line: BankLine
    entry: Entry
    by: Actor
