"""What the annual report tells of decisions: taken, done, late."""

from collections import Counter
from datetime import date

from pupitre.core.charts import Chart, Drawn, Series, bar_chart
from pupitre.core.french import SHORT_MONTHS
from pupitre.core.report import Chapter, Figure, last_day
from pupitre.tasks.models import Task
from pupitre.tasks.queries import overdue


def decisions_chapter(year: int, today: date) -> Chapter:
    """Decisions taken in the year, and decisions closed in it whenever they were taken."""
    decisions = Task.objects.filter(kind=Task.Kind.DECISION)
    taken = decisions.filter(decided_on__year=year)
    closed = decisions.filter(closed_on__year=year)
    day = last_day(year, today)
    figures = (
        Figure("decisions_prises", "Décisions prises", taken.count(), "Décidées dans l’année."),
        Figure(
            "decisions_realisees", "Décisions réalisées",
            closed.filter(state=Task.State.DONE).count(),
            "Réalisées dans l’année, quelle que soit l’année de la décision.",
        ),
        Figure(
            "decisions_abandonnees", "Décisions abandonnées",
            closed.filter(state=Task.State.DROPPED).count(), "Abandonnées dans l’année.",
        ),
        Figure(
            "decisions_en_retard", "Décisions en retard", taken.filter(overdue(day)).count(),
            "Prises dans l’année, encore à réaliser, échéance passée au dernier jour de l’année.",
        ),
    )  # fmt: skip
    days = {
        "Prises": taken.values_list("decided_on", flat=True),
        "Closes": closed.values_list("closed_on", flat=True),
    }
    by_month = {name: Counter(one.month for one in found if one) for name, found in days.items()}
    return Chapter("decisions", "Les décisions", 40, figures, (_drawn(by_month),))


def _drawn(by_month: dict[str, Counter[int]]) -> Drawn:
    months = range(1, 13)
    series = tuple(
        Series(name, tuple(counted[month] for month in months))
        for name, counted in by_month.items()
    )
    chart = Chart(
        "Décisions mois par mois", "Décisions prises et closes chaque mois.", SHORT_MONTHS, series
    )
    rows = [
        [name, *(str(counted[month]) for counted in by_month.values())]
        for month, name in zip(months, SHORT_MONTHS, strict=True)
    ]
    return Drawn(chart, bar_chart, ["Mois", *by_month], rows)
