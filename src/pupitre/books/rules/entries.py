"""What an entry must be before it is written or validated. Amounts in cents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.money import format_euros


@dataclass(frozen=True)
class Side:
    """The amounts of one line."""

    debit: int
    credit: int


def entry_fault(sides: Sequence[Side]) -> str:
    """Return the French sentence that refuses an entry's amounts, empty when they are right."""
    if len(sides) < 2:
        return "Une écriture a au moins deux lignes."
    for place, side in enumerate(sides, start=1):
        if side.debit < 0 or side.credit < 0:
            return (
                f"Ligne {place} : un montant ne peut pas être négatif, changez plutôt de colonne."
            )
        if bool(side.debit) == bool(side.credit):
            return f"Ligne {place} : écrivez un montant au débit ou au crédit, pas les deux."
    return balance_fault(sides)


def balance_fault(sides: Sequence[Side]) -> str:
    debit, credit = sum(side.debit for side in sides), sum(side.credit for side in sides)
    if debit == credit:
        return ""
    return (
        f"L’écriture n’est pas équilibrée : {format_euros(debit)} au débit, {format_euros(credit)} "
        f"au crédit, écart de {format_euros(abs(debit - credit))}."
    )


def date_fault(day: date, starts_on: date, ends_on: date) -> str:
    if starts_on <= day <= ends_on:
        return ""
    return (
        f"Le {day:%d/%m/%Y} n’est pas dans l’exercice ({starts_on:%d/%m/%Y} – {ends_on:%d/%m/%Y})."
    )


def lettering_code(rank: int) -> str:
    """Return the code of the rank-th lettering of an account: A … Z, AA, AB …; rank from 0."""
    code, left = "", rank + 1
    while left:
        left, letter = divmod(left - 1, 26)
        code = chr(ord("A") + letter) + code
    return code


def lettering_rank(code: str) -> int:
    """Return the rank of a code written by `lettering_code`."""
    rank = 0
    for letter in code:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank - 1
