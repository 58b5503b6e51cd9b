"""Reads about payments; the rows above use these names."""

from pupitre.payments.queries.ibans import current_iban
from pupitre.payments.queries.orders import obstacles, orders_about, orders_to_pay
from pupitre.payments.queries.years import YearLine, paid_in_year

__all__ = [
    "YearLine",
    "current_iban",
    "obstacles",
    "orders_about",
    "orders_to_pay",
    "paid_in_year",
]
