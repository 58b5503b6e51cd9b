"""The statistics as tables: page, CSV and XLSX."""

from collections.abc import Callable, Sequence

from pupitre.core.tables import Column
from pupitre.desk.report import Statistic


def columns(years: Sequence[int]) -> tuple[Column, ...]:
    """One line a figure, one column a year."""
    return (
        Column("Rubrique", lambda one: one.chapter),
        Column("Chiffre", lambda one: one.label),
        Column("Code", lambda one: one.figure.code),
        Column("Unité", lambda one: one.figure.unit),
        *(Column(str(year), _value(rank), "number") for rank, year in enumerate(years)),
    )


def _value(rank: int) -> Callable[[Statistic], float | None]:
    def value(one: Statistic) -> float | None:
        return one.values[rank]

    return value


DICTIONARY: tuple[Column, ...] = (
    Column("Code", lambda one: one.figure.code),
    Column("Chiffre", lambda one: one.figure.label),
    Column("Unité", lambda one: one.figure.unit),
    Column("Définition", lambda one: one.figure.definition),
    Column("Chapitre d’origine", lambda one: one.chapter),
)
