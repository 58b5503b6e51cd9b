"""The data of the printed papers: a budget for the vote, a comparison, the follow-up."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pupitre.budgets.models import Plan
from pupitre.budgets.queries.plans import Sums, parts
from pupitre.budgets.rules.comparing import Comparison
from pupitre.budgets.rules.following import EXPENSE, SIDES, Total
from pupitre.budgets.tables import Row
from pupitre.centres.queries import current_centre
from pupitre.core.charts import Drawn
from pupitre.core.french import numeric_day
from pupitre.core.money import format_amount, format_euros
from pupitre.core.pdf import render

FOLDER = Path(__file__).parent / "typst"


def plan_pdf(plan: Plan, lines: Sequence[Any], whole: Sums) -> bytes:
    """A plan, heading by heading, to be voted or kept."""
    sections = [
        {
            "title": title,
            "head": ["Ligne", "Quand", "Montant"],
            "rows": [
                row
                for part in parts(lines, side)
                for row in (
                    _strong(str(part.heading), "", format_amount(part.cents)),
                    *(_plain(_told(line), line.when, format_amount(line.cents)) for line in part.lines),
                )
            ],
            "total": ["Total", "", format_amount(getattr(whole, name))],
        }
        for (side, title), name in zip(SIDES, ("expenses", "incomes"), strict=True)
    ]  # fmt: skip
    facts = [["Résultat prévu", format_euros(whole.result)]]
    if plan.voted_on:
        facts.append(["Voté le", numeric_day(plan.voted_on)])
    if plan.why:
        facts.append(["Parce que", plan.why])
    return _render(plan, facts, sections)


def _told(line: Any) -> str:
    project = f" ({line.project})" if line.project else ""
    return f"{line.label}{project}{f' – {line.note}' if line.note else ''}"


def _strong(*cells: str) -> dict[str, Any]:
    return {"strong": True, "cells": list(cells)}


def _plain(*cells: str) -> dict[str, Any]:
    return {"strong": False, "cells": list(cells)}


def comparison_pdf(
    plans: Sequence[Plan], found: Comparison, names: dict[int, str], *, every: bool
) -> bytes:
    """Scenarios or versions side by side."""
    head = ["Poste ou ligne", *(plan.title for plan in plans), "Écart"]
    sections = []
    for side, title in SIDES:
        rows = []
        for one in found.of(side):
            if one.differs or every:
                rows.append(_strong(names.get(one.heading, ""), *_cents(one.whole)))
                rows += [_plain(line.label, *_cents(line)) for line in one.lines if line.differs or every]  # fmt: skip
        whole = found.expenses if side == EXPENSE else found.incomes
        sections.append({"title": title, "head": head, "rows": rows, "total": ["Total", *_cents(whole)]})  # fmt: skip
    facts = [[plan.title, f"résultat {format_euros(cents or 0)}"] for plan, cents in zip(plans, found.result.cents, strict=True)]  # fmt: skip
    return _render(plans[0], facts, sections, title=f"{plans[0].budget} : comparaison")


def _cents(row: Any) -> list[str]:
    told = ["" if cents is None else format_amount(cents) for cents in row.cents]
    return [*told, format_amount(row.gap)]


def following_pdf(
    plan: Plan, facts: list[list[str]], sides: Sequence[tuple[str, Sequence[Row], Total]], drawn: Drawn
) -> bytes:  # fmt: skip
    """The follow-up as it stands."""
    names = ("budget", "to_date", "actual", "committed", "forecast", "gap")
    head = ["", "Budget", "À ce jour", "Réalisé", "Engagé", "Prévision", "Écart", "État"]
    sections = [
        {
            "title": title,
            "head": head,
            "rows": [
                _plain(row.name, *(format_amount(getattr(row.line, name)) for name in names), row.line.verdict[0])
                for row in rows
            ],
            "total": ["Total", *(format_amount(getattr(total, name)) for name in names), ""],
        }
        for title, rows, total in sides
    ]  # fmt: skip
    charts = [{"file": "cumul.svg", "alt": drawn.chart.description}]
    return _render(
        plan, facts, sections, title=f"Suivi du {str(plan.budget).lower()}", charts=charts,
        images={"cumul.svg": drawn.svg},
    )  # fmt: skip


def _render(
    plan: Plan,
    facts: list[list[str]],
    sections: list[dict[str, Any]],
    *,
    title: str = "",
    charts: Sequence[dict[str, str]] = (),
    images: dict[str, str | bytes] | None = None,
) -> bytes:
    data = {
        "title": title or str(plan.budget),
        "subtitle": f"{plan.budget.entity}{'' if 'comparaison' in title else f', {plan.title}'}",
        "structure": current_centre().name,
        "facts": facts,
        "sections": sections,
        "charts": list(charts),
    }
    return render(FOLDER / "budget.typ", data, images)
