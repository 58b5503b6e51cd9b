"""The PDF of an associate's yearly statement."""

from pathlib import Path

from pupitre.core import french, pdf
from pupitre.core.money import format_euros
from pupitre.payments.models import AnnualStatement
from pupitre.payments.queries.years import StatementFacts

TEMPLATE = Path(__file__).parent / "typst" / "statement.typ"


def statement_pdf(
    statement: AnnualStatement, facts: StatementFacts, *, structure: str, printed: str
) -> bytes:
    """Return the statement: sums paid and their nature, the DAS2 flag, the accountant's share of result."""
    data = {
        "title": f"Relevé annuel {statement.year}",
        "subtitle": str(statement.person),
        "structure": structure,
        "printed": printed,
        "rows": [
            [
                french.numeric_day(order.paid_on) if order.paid_on else "",
                order.label,
                order.get_nature_display(),
                str(order.payee),
                "associé" if order.associate else "tiers",
                format_euros(order.cents),
            ]
            for order in facts.orders
        ],
        "facts": facts.lines(statement),
        "warning": facts.warning,
    }
    return pdf.render(TEMPLATE, data)
