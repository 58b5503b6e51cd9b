"""A list is one tuple of columns: page, print, CSV and XLSX come from it."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from typing import Any, Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from pupitre.core import french
from pupitre.core.money import HARD_SPACE

Kind = Literal["text", "link", "number", "euros", "date", "time", "minutes", "tag", "yes", "phone"]
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\x00")


@dataclass(frozen=True)
class Column:
    """One column: its title, where its value comes from, how it is written, and the field it sorts on."""

    title: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: str = ""
    url: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in {"number", "euros", "minutes"}


FORMATS: dict[str, Callable[[Any], str]] = {
    "euros": french.euros,
    "number": french.number,
    "date": french.numeric_day,
    "time": french.clock,
    "minutes": french.duration,
    "phone": lambda value: str(value).replace(" ", HARD_SPACE),
    "yes": lambda value: "oui" if value else "non",
}


def written(column: Column, row: Any) -> str:
    """Return a cell's text as people read it; empty for None."""
    value = column.value(row)
    return "" if value is None else FORMATS.get(column.kind, str)(value)


def cell(column: Column, row: Any, *, folds: bool = False) -> SafeString:
    """Return a cell's HTML, escaped; written by hand, as `format_html` costs more than the query here.

    `folds`: the cell tells its column, for a telephone, where the row becomes a card.
    """
    text = escape(written(column, row))
    if text and column.url is not None:
        text = f'<a href="{escape(column.url(row))}">{text}</a>'
    if text and column.kind == "tag":
        tone = escape(column.tone(row) if column.tone else "neutral")
        text = f'<span class="ds-tag" data-color="{tone}">{text}</span>'
    kind = ' class="num"' if column.numeric else ""
    label = (
        f' data-label="{escape(column.title)}"' if folds and text and column.kind != "tag" else ""
    )
    return mark_safe(f"<td{kind}{label}>{text}</td>")  # noqa: S308  # each part is escaped above


def body(columns: Sequence[Column], rows: Iterable[Any], *, folds: bool = False) -> SafeString:
    """Return the rows of a table's body: the cheapest way measured for long lists."""
    lines = (
        "<tr>" + "".join(cell(column, row, folds=folds) for column in columns) + "</tr>"
        for row in rows
    )
    return mark_safe("".join(lines))  # noqa: S308  # made of escaped cells


def options(choices: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    """Return the options of a filter, « Tout » first; by hand too, as some lists have fifty."""
    lines = ['<option value="">Tout</option>']
    for key, label in choices:
        selected = " selected" if str(key) == chosen else ""
        lines.append(f'<option value="{escape(str(key))}"{selected}>{escape(str(label))}</option>')
    return mark_safe("".join(lines))  # noqa: S308  # each part is escaped above


def harmless(value: object) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _plain(column: Column, row: Any) -> Any:
    """Return a cell's value for a file: numbers stay numbers, texts are made harmless."""
    value = column.value(row)
    if value is None:
        return ""
    if column.kind == "euros":
        return value / 100
    if column.kind == "yes":
        return "oui" if value else "non"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float | date) else harmless(value)


def as_csv(columns: Sequence[Column], rows: Iterable[Any], name: str) -> HttpResponse:
    """Return the list as a CSV that a French spreadsheet opens by double click."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_csv_value(_plain(column, row)) for column in columns])
    return _attachment("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def _csv_value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, datetime):
        return localtime(value).strftime("%d/%m/%Y %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def as_xlsx(columns: Sequence[Column], rows: Iterable[Any], name: str) -> HttpResponse:
    """Return the list as an XLSX with real dates and numbers."""
    return as_workbook([Sheet("Feuille1", columns, rows)], name)


def as_workbook(sheets: Iterable[Sheet], name: str) -> HttpResponse:
    """Return an XLSX of several lists."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "bold": book.add_format({"bold": True}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "money": book.add_format({"num_format": "# ##0.00"}),
    }
    for one in sheets:
        _fill(book.add_worksheet(one.title[:31]), one, formats)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attachment(out.getvalue(), kind, f"{name}.xlsx")


def _fill(sheet: Any, one: Sheet, formats: dict[str, Any]) -> None:
    sheet.write_row(0, 0, [column.title for column in one.columns], formats["bold"])
    for line, row in enumerate(one.rows, start=1):
        for position, column in enumerate(one.columns):
            value = _plain(column, row)
            if isinstance(value, datetime):
                moment = localtime(value).replace(tzinfo=None)
                sheet.write_datetime(line, position, moment, formats["day"])
            elif isinstance(value, date):
                sheet.write_datetime(line, position, value, formats["day"])
            else:
                money = formats["money"] if column.kind == "euros" else None
                sheet.write(line, position, value, money)
    sheet.autofit()


def _attachment(content: str | bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
