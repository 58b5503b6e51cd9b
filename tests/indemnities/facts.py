"""Facts for the tests of the rules: Anne (doctor), Luc (nurse, paramedical), Zoé (replaces Anne)."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from pupitre.indemnities.rules.scheme import Attendance, Rate, Scheme, Span, Who

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
ASSOCIATE = frozenset({"associate"})
ANNE = Who(1, "Anne Petit", frozenset({"medecin_generaliste", "@medecins"}), ASSOCIATE)
LUC = Who(2, "Luc Roy", frozenset({"infirmier", "@paramedicaux"}), ASSOCIATE)
ZOE = Who(
    3, "Zoé Bonnet", frozenset({"medecin_generaliste", "@medecins"}), frozenset({"replacement"})
)


def at(
    who: Who, minutes: int, *, meeting: int = 1, evening: int = 0, kind: str = "rcp", **more: Any
) -> Attendance:
    return Attendance(
        meeting, date(2026, 3, 12), "RCP de mars", kind, who, minutes, evening, **more
    )


def flat(cents: int, **more: Any) -> Scheme:
    return Scheme(rates=(Rate(1, cents),), **more)


def half(text: str) -> Fraction:
    return Fraction(text)


def cents_of(lines: Iterable[Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        found[line.person] = found.get(line.person, 0) + line.cents
    return found
