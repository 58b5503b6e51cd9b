"""The chart of a followed budget: expenses so far and to come, against the budget, added up month by month."""

from itertools import accumulate

from pupitre.budgets.rules.following import Following
from pupitre.core.charts import Chart, Drawn, Series, line_chart
from pupitre.core.french import SHORT_MONTHS
from pupitre.core.money import format_euros


def cumulated(found: Following) -> Drawn:
    """Draw the expenses of the year, with their table."""
    expenses = found.of("expense")
    ranks = range(len(found.months))
    budget = list(accumulate(sum(line.cells[rank].budget for line in expenses) for rank in ranks))
    expected = list(accumulate(sum(line.expected[rank] for line in expenses) for rank in ranks))
    labels = tuple(SHORT_MONTHS[month.month - 1] for month in found.months)
    chart = Chart(
        "Dépenses cumulées",
        f"Au dernier mois, {format_euros(expected[-1])} prévus pour un budget de {format_euros(budget[-1])}.",
        labels,
        (Series("Budget", _euros(budget)), Series("Réalisé et engagé, puis prévision", _euros(expected))),
        "k€",
    )  # fmt: skip
    rows = [
        [label, format_euros(planned), format_euros(real)]
        for label, planned, real in zip(labels, budget, expected, strict=True)
    ]
    return Drawn(chart, line_chart, ["Fin de mois", "Budget", "Réalisé, puis prévision"], rows)


def _euros(cents: list[int]) -> tuple[float, ...]:
    """A chart counts from zero: more credit notes than bills are drawn as nothing."""
    return tuple(max(0, value) / 100_000 for value in cents)
