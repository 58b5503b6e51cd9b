"""Reads about payees' accounts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from pupitre.payments.models import Payee, PayeeIban

State = PayeeIban.State


def current_iban(payee: Payee, on: date) -> PayeeIban | None:
    """Return the account that served a payee that day: confirmed by then, not replaced yet."""
    held = PayeeIban.objects.filter(payee=payee, since__lte=on)
    return held.filter(Q(until=None) | Q(until__gt=on)).order_by("-since", "-pk").first()


def confirmed_ibans(payees: Iterable[int]) -> dict[int, PayeeIban]:
    """Return the account in use of each payee, by the payee's key, in one query."""
    found = PayeeIban.objects.filter(payee__in=set(payees), state=State.CONFIRMED)
    return {iban.payee_id: iban for iban in found}


def waiting_proposals() -> QuerySet[PayeeIban]:
    """Return the accounts that wait for a second person, oldest first."""
    waiting = PayeeIban.objects.filter(state=State.PROPOSED)
    return waiting.select_related("payee__person").order_by("pk")


def account_words(payees: Iterable[int]) -> dict[int, str]:
    """Return, by payee's key, their account masked and what waits, in one query."""
    states = (State.CONFIRMED, State.PROPOSED)
    words: dict[int, str] = {}
    for iban in PayeeIban.objects.filter(payee__in=set(payees), state__in=states).order_by("pk"):
        told = iban.masked if iban.state == State.CONFIRMED else f"{iban.masked} à confirmer"
        words[iban.payee_id] = ", ".join(filter(None, [words.get(iban.payee_id, ""), told]))
    return words
