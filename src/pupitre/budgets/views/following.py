"""The follow-up of a budget: by heading, project or funder, month by month, and what is behind each figure."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pupitre.books.views.common import about
from pupitre.budgets import tables
from pupitre.budgets.charts import cumulated
from pupitre.budgets.forms import FollowForm
from pupitre.budgets.models import Budget
from pupitre.budgets.papers import following_pdf
from pupitre.budgets.queries.following import BY, FollowUp
from pupitre.budgets.queries.plans import lines_of, plans_of, reference
from pupitre.budgets.rules.following import EXPENSE, INCOME, SIDES, Line
from pupitre.budgets.views.common import place
from pupitre.core.access import requires
from pupitre.core.crud import PAGE_SIZE, owned
from pupitre.core.french import SHORT_MONTHS
from pupitre.core.links import centre_url
from pupitre.core.money import format_euros
from pupitre.core.tables import Sheet, as_csv, as_workbook, body
from pupitre.core.web import CentreRequest, asked_key, pdf_answer

WHAT = {
    "prevision": "réalisé, puis prévision",
    "budget": "budget",
    "realise": "réalisé",
    "ecart": "écart : réalisé moins budget",
}


class Page:
    """What the three pages share: the budget, the form, the follow-up, the rows of each side."""

    def __init__(self, request: CentreRequest, pk: int) -> None:
        self.budget: Budget = owned(Budget, pk)
        plans = plans_of(self.budget)
        standing = reference(plans)
        if standing is None:
            raise Http404
        self.form = FollowForm(request.GET, plans=plans, standing=standing)
        chosen, self.asked = self.form.asked()
        standing = next((plan for plan in plans if plan.pk == chosen), standing)
        self.up = FollowUp(standing, self.asked, timezone.localdate())
        kept = {key: value for key in ("version", "par", "projet", "financeur") if (value := request.GET.get(key))}  # fmt: skip
        self.keep = f"?{urlencode(kept)}" if kept else ""
        self.kept = kept

    def rows(self, direction: str) -> list[tables.Row]:
        """Return the lines of one side, in the order of their names' list, those without one last."""
        names = self.up.names
        order = {key: rank for rank, key in enumerate(names)}
        lines = sorted(self.up.found.of(direction), key=lambda line: order.get(line.key, 0))
        return [
            tables.Row(names.get(line.key, ""), line, self._url(line))
            for line in lines
            if any((line.budget, line.actual, line.committed, line.known))
        ]

    def _url(self, line: Line) -> str:
        asked = {"sens": line.direction, "cle": line.key, **self.kept}
        return f"{centre_url('budgets:behind', self.budget.pk)}?{urlencode(asked)}"

    @property
    def first(self) -> str:
        return BY[self.asked.by]

    def context(self, request: CentreRequest, here: str) -> dict[str, Any]:
        shared = {
            "form": self.form,
            "up": self.up,
            "plan": self.up.plan,
            "found": self.up.found,
            "first": self.first,
            "today": self.up.today,
        }
        return place(request, self.budget, here, self.keep) | shared


@requires("money.view")
@require_safe
@about(Budget)
def follow(request: CentreRequest, pk: int) -> HttpResponse:
    """Show budget, actual, committed, forecast and gap, with what is over; as a file or on paper where asked."""
    page = Page(request, pk)
    found, rows = page.up.found, {side: page.rows(side) for side, _ in SIDES}
    name, asked = f"suivi-{page.budget.year}", request.GET.get("format", "")
    if asked == "csv":
        return as_csv(tables.followed_sheet(page.first), rows[EXPENSE] + rows[INCOME], name)
    if asked == "xlsx":
        return _workbook(page, rows, name)
    drawn = cumulated(found)
    if asked == "pdf":
        sides = [
            ("Dépenses", rows[EXPENSE], found.expenses),
            ("Recettes", rows[INCOME], found.incomes),
        ]
        return pdf_answer(following_pdf(page.up.plan, _facts(page), sides, drawn), f"{name}.pdf")
    columns = tables.followed(page.first)
    context = page.context(request, "follow") | {
        "columns": columns,
        "sides": [
            (title, body(columns, rows[side]), found.expenses if side == EXPENSE else found.incomes)
            for side, title in SIDES
        ],
        "result": {key: found.result(key) for key in ("budget", "actual", "forecast")},
        "overruns": [row for row in rows[EXPENSE] if row.line.gap < 0],
        "drawn": drawn,
        "svg": mark_safe(drawn.svg),  # noqa: S308  # made by core.charts
    }
    template = "budgets/follow_print.html" if asked == "print" else "budgets/follow.html"
    return render(request, template, context)


def _facts(page: Page) -> list[list[str]]:
    found = page.up.found
    return [
        ["Suivi sur", page.up.plan.title],
        ["Résultat prévu en fin d’exercice", f"{format_euros(found.result('forecast'))} (budget : {format_euros(found.result('budget'))})"],
        ["Par", page.first.lower()],
    ]  # fmt: skip


def _workbook(page: Page, rows: dict[str, list[tables.Row]], name: str) -> HttpResponse:
    every = rows[EXPENSE] + rows[INCOME]
    sheets = [Sheet("Suivi", tables.followed_sheet(page.first), every)]
    columns = tables.monthly(page.first, _months(page))
    for key, words in WHAT.items():
        sheets.append(Sheet(words.split(" :")[0].capitalize(), columns, _monthly(every, key)))
    return as_workbook(sheets, name)


def _months(page: Page) -> list[str]:
    return [SHORT_MONTHS[month.month - 1] for month in page.up.found.months]


def _monthly(rows: list[tables.Row], what: str) -> list[tables.MonthRow]:
    return [tables.MonthRow(row.name, _cents(row.line, what)) for row in rows]


def _cents(line: Line, what: str) -> tuple[int, ...]:
    if what == "prevision":
        return line.expected
    values = {
        "budget": lambda cell: cell.budget,
        "realise": lambda cell: cell.actual,
        "ecart": lambda cell: cell.actual - cell.budget,
    }
    return tuple(values[what](cell) for cell in line.cells)


@requires("money.view")
@require_safe
@about(Budget)
def months(request: CentreRequest, pk: int) -> HttpResponse:
    """Show the year month by month: what came then what is expected, the budget, or the gap."""
    page = Page(request, pk)
    what = request.GET.get("quoi", "")
    what = what if what in WHAT else "prevision"
    sides = [(title, _monthly(page.rows(side), what)) for side, title in SIDES]
    totals = [_total(f"Total des {title.lower()}", rows, len(page.up.period.months)) for title, rows in sides]  # fmt: skip
    if request.GET.get("format") == "csv":
        every = [
            row for (_, rows), total in zip(sides, totals, strict=True) for row in (*rows, total)
        ]
        return as_csv(tables.monthly(page.first, _months(page)), every, f"mois-{page.budget.year}")
    costs, incomes = (total.cents for total in totals)
    balance = tuple(income - cost for cost, income in zip(costs, incomes, strict=True))
    context = page.context(request, "months") | {
        "what": what,
        "choices": list(WHAT.items()),
        "months": list(zip(_months(page), page.up.found.months, strict=True)),
        "sides": [(title, rows, total) for (title, rows), total in zip(sides, totals, strict=True)],
        "balance": tables.MonthRow("Recettes moins dépenses", balance),
    }
    paper = request.GET.get("format") == "print"
    return render(request, "budgets/months_print.html" if paper else "budgets/months.html", context)


def _total(name: str, rows: list[tables.MonthRow], count: int) -> tables.MonthRow:
    return tables.MonthRow(name, tuple(sum(row.cents[rank] for row in rows) for rank in range(count)))  # fmt: skip


@requires("money.view")
@require_safe
@about(Budget)
def behind(request: CentreRequest, pk: int) -> HttpResponse:
    """Show what is behind one line: how its forecast is made, the budget's lines, entries, invoices, contracts."""
    page = Page(request, pk)
    direction, key = request.GET.get("sens", ""), asked_key(request.GET.get("cle"))
    row = next((one for one in page.rows(direction) if one.line.key == key), None)
    if row is None:
        raise Http404
    up = page.up
    entries = Paginator(up.behind(direction, key), PAGE_SIZE).get_page(request.GET.get("page"))
    context = page.context(request, "follow") | {
        "row": row,
        "months": list(zip(_months(page), row.line.cells, row.line.expected, strict=True)),
        "planned": [line for line in lines_of(up.plan) if _is_behind(page, direction, key, line)],
        "entries": entries,
        "committed": [item for item in up.committed if (item.flow.direction, up.key(item.flow)) == (direction, key)],
        "known": [item for item in up.known if (item.flow.direction, up.key(item.flow)) == (direction, key)],
    }  # fmt: skip
    return render(request, "budgets/behind.html", context)


def _is_behind(page: Page, direction: str, key: int, line: Any) -> bool:
    project = line.project_id or 0
    keys = {"poste": line.heading_id, "projet": project, "financeur": page.up.funders.get(project, 0)}  # fmt: skip
    asked = page.asked
    if asked.project and project != asked.project:
        return False
    if asked.funder and keys["financeur"] != asked.funder:
        return False
    return bool(line.heading.direction == direction and keys[asked.by] == key)
