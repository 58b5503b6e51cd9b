"""Money in integer cents: reading, writing, sharing without losing one."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_PLAIN = re.compile(r"([+-]?)(\d+)(?:[.,](\d{1,2}))?")
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:[ .]\d{3})+)(?:,(\d{1,2}))?")


Key = TypeVar("Key", int, str, tuple[int, ...], tuple[str, ...])
Weight = int | Decimal | Fraction


class MoneyError(ValueError):
    """An amount that cannot be read or shared; its text is a French sentence for the user."""


def parse_cents(text: str) -> int:
    """Cents of a French amount: « 1 234,56 € », « 1234.5 », « -12,00 », « 1.234,56 ».

    Raises MoneyError when the text is no amount or has more than two decimals.
    """
    tidy = _SPACES.sub(" ", text).replace("−", "-").replace("€", "").strip()
    tidy = re.sub(r"^([+-]) ", r"\1", tidy)
    found = _GROUPED.fullmatch(tidy) or _PLAIN.fullmatch(tidy)
    if not found:
        raise MoneyError(f"« {text.strip()} » n’est pas un montant : écrivez par exemple 1 234,50.")
    sign, whole, decimals = found.groups()
    cents = int(re.sub(r"[ .]", "", whole)) * 100 + int((decimals or "").ljust(2, "0"))
    return -cents if sign == "-" else cents


def format_amount(cents: int) -> str:
    """« 1 234,50 » with narrow no-break spaces; for columns whose title says euros."""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", NARROW_SPACE)
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02}"


def format_euros(cents: int) -> str:
    """« 1 234,50 € », never broken at the end of a line."""
    return f"{format_amount(cents)}{HARD_SPACE}€"


def round_half_up(value: Fraction | Decimal) -> int:
    """Nearest whole number, halves away from zero (the accountant's rounding)."""
    exact = Fraction(value)
    rounded = (abs(exact.numerator) * 2 + exact.denominator) // (exact.denominator * 2)
    return -rounded if exact < 0 else rounded


def pro_rata(cents: int, share: Fraction) -> int:
    """That share of an amount, rounded half up to the cent."""
    return round_half_up(cents * share)


def split(total_cents: int, weights: Mapping[Key, Weight]) -> dict[Key, int]:
    """Shares an amount by weight, largest remainder first, lowest key first among equals.

    The shares always add up to the total and do not depend on the order of `weights`.
    Raises MoneyError when a weight is negative or when there is nobody to share between.
    """
    exact = {key: Fraction(weights[key]) for key in sorted(weights)}
    if any(weight < 0 for weight in exact.values()):
        raise MoneyError("Une part ne peut pas être négative.")
    whole = sum(exact.values(), Fraction(0))
    if not whole:
        if total_cents:
            raise MoneyError("Aucune part n’est indiquée : la somme ne peut pas être répartie.")
        return dict.fromkeys(exact, 0)
    ideal = {key: abs(total_cents) * weight / whole for key, weight in exact.items()}
    shares = {key: int(value) for key, value in ideal.items()}
    missing = abs(total_cents) - sum(shares.values())
    by_remainder = sorted(ideal, key=lambda key: shares[key] - ideal[key])  # stable: then by key
    for key in by_remainder[:missing]:
        shares[key] += 1
    sign = -1 if total_cents < 0 else 1
    return {key: sign * share for key, share in shares.items()}
