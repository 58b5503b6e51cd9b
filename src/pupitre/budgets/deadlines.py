"""What budgets bring to the home page: a year that began, or is about to, without a voted budget."""

from collections.abc import Iterator
from datetime import date, timedelta

from pupitre.budgets.queries.plans import standings
from pupitre.core.french import numeric_day
from pupitre.core.registry import Deadline

AHEAD = timedelta(days=60)


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the budgets being prepared whose year begins within two months, or runs."""
    for one in standings():
        if one.plan.rank or one.budget.ends_on < today or one.budget.starts_on > today + AHEAD:
            continue
        begun = one.budget.starts_on <= today
        since = numeric_day(one.budget.starts_on)
        yield Deadline(
            due=one.budget.starts_on,
            title=f"Faire voter le {str(one.budget).lower()} de {one.budget.entity}",
            reason=f"L’exercice a commencé le {since} sans budget voté" if begun else f"L’exercice commence le {since}",
            url=one.budget.get_absolute_url(),
            act="Ouvrir",
            minutes=30,
            late=begun,
        )  # fmt: skip
