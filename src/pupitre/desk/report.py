"""The annual report and the statistics of a year, put together from what every app contributes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.core.report import Chapter, Figure, chapters
from pupitre.desk.models import ReportText, StatisticsGrid
from pupitre.desk.rules import read_grid

FIRST_YEAR = 2017
"""The first year of the agreement of MSPs: nothing is told before."""
OPENING, CLOSING = ("introduction", "Introduction"), ("perspectives", "Perspectives")
YEARS = 3
"""Years side by side in the statistics."""


@dataclass(frozen=True)
class Part:
    """One part of the report: the coordinator's text, and the chapter of an app where there is one."""

    key: str
    title: str
    text: str
    chapter: Chapter | None = None


def parts_of(year: int, today: date) -> list[Part]:
    """Return the report in its order: introduction, the chapters, perspectives."""
    texts = dict(ReportText.objects.filter(year=year).values_list("key", "text"))
    told = [(one.key, one.title, one) for one in chapters(year, today)]
    order = [(*OPENING, None), *told, (*CLOSING, None)]
    return [Part(key, title, texts.get(key, ""), chapter) for key, title, chapter in order]


def text_of(year: int, key: str) -> ReportText:
    """Return the text kept for a chapter, or an unsaved empty one."""
    return ReportText.objects.filter(year=year, key=key).first() or ReportText(year=year, key=key)


@dataclass(frozen=True)
class Statistic:
    """A figure over some years, latest first; `label` may be that of an outside form."""

    chapter: str
    label: str
    figure: Figure
    values: tuple[float | None, ...]


def statistics(year: int, today: date) -> list[Statistic]:
    """Return every figure of every chapter, for the year and those before."""
    told = [chapters(each, today) for each in years_before(year)]
    known = [{one.code: one.value for part in parts for one in part.figures} for parts in told]
    return [
        Statistic(
            part.title, figure.label, figure, tuple(values.get(figure.code) for values in known)
        )
        for part in told[0]
        for figure in part.figures
    ]


def years_before(year: int) -> Sequence[int]:
    """The year shown and those beside it, latest first."""
    return range(year, max(FIRST_YEAR - 1, year - YEARS), -1)


def grid() -> StatisticsGrid:
    """Return the grid of the centre, or an unsaved empty one."""
    return StatisticsGrid.objects.first() or StatisticsGrid()


def in_grid_order(found: Sequence[Statistic], text: str) -> Iterator[Statistic]:
    """Put figures in the order and under the headings of an outside form; titles have no figure."""
    by_code = {one.figure.code: one for one in found}
    section = ""
    for heading in read_grid(text, by_code.keys()):
        if heading.code:
            one = by_code[heading.code]
            yield Statistic(section, heading.label, one.figure, one.values)
        else:
            section = heading.label
