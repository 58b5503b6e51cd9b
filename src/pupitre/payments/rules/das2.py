"""The yearly declaration of fees paid (DAS2): what goes in, and what the accountant must decide.

Source: CGI art. 240 and 240 A; thresholds dated in `data/das2.yaml`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

DECLARED = ("fees", "commissions", "royalties", "other")


class UnknownYearError(ValueError):
    """No threshold is known for that year; the text is a French sentence."""


@dataclass(frozen=True)
class Threshold:
    """Above how many cents, tax included, a payee's year is declared; and by when."""

    cents: int
    due: date
    late_due: date
    source: str


@dataclass(frozen=True)
class Paid:
    """One payment made in the year: to whom (a key), as an associate or not, for what, in cents."""

    payee: int
    associate: bool
    nature: str
    cents: int


@dataclass(frozen=True)
class YearOfPayee:
    """What one payee received in a year, associates and third parties apart."""

    payee: int
    third_party: int = 0
    associate: int = 0
    by_nature: Mapping[str, int] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        return self.third_party + self.associate


@dataclass(frozen=True)
class Verdict:
    """What to do with a payee's year: `declare`, `ask` the accountant, or `leave`; and why."""

    answer: str
    because: str


def threshold_of(data: Iterable[Mapping[str, Any]], year: int) -> Threshold:
    """Return the threshold of the sums paid in `year`; UnknownYearError before the first known."""
    known = [entry for entry in data if entry["since"] <= year]
    if not known:
        raise UnknownYearError(f"Le seuil de la DAS2 n’est pas connu pour {year}.")
    entry = max(known, key=lambda one: int(one["since"]))
    return Threshold(
        cents=entry["cents"],
        due=date(year + 1, *entry["due"]),
        late_due=date(year + 1, *entry["late_due"]),
        source=entry["source"],
    )


def years_of_payees(payments: Iterable[Paid]) -> dict[int, YearOfPayee]:
    """Add up a year's payments by payee; every cent lands in one of the two columns."""
    found: dict[int, YearOfPayee] = {}
    for paid in payments:
        so_far = found.get(paid.payee, YearOfPayee(paid.payee))
        natures = dict(so_far.by_nature)
        natures[paid.nature] = natures.get(paid.nature, 0) + paid.cents
        found[paid.payee] = YearOfPayee(
            paid.payee,
            so_far.third_party + (0 if paid.associate else paid.cents),
            so_far.associate + (paid.cents if paid.associate else 0),
            natures,
        )
    return found


def verdict(year: YearOfPayee, kind: str, threshold: Threshold) -> Verdict:
    """Say whether a payee's year is declared; `kind` is what the sums are, empty when nobody said."""
    if kind == "none":
        return Verdict("leave", "Ce ne sont pas des honoraires (achats, loyers, salaires).")
    if year.cents <= threshold.cents:
        return Verdict("leave", "Le total de l’année ne dépasse pas le seuil.")
    if kind not in DECLARED:
        return Verdict("ask", "Indiquez sur sa fiche ce que sont les sommes versées.")
    if year.third_party > threshold.cents:
        return Verdict("declare", "Les sommes versées comme tiers dépassent le seuil.")
    return Verdict(
        "ask",
        "Versé à un associé : honoraires ou part de résultat ? L’expert-comptable tranche.",
    )
