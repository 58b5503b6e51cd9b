"""Reads about entities, charts and years."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from pupitre.books.errors import BooksError
from pupitre.books.models import Account, AccountPurpose, FiscalYear, LegalEntity
from pupitre.books.rules.chart import PURPOSES


def entities() -> QuerySet[LegalEntity]:
    """Return the legal entities, the main one first."""
    return LegalEntity.objects.all()


def main_entity() -> LegalEntity | None:
    """Return the entity that receives the ACI, or the only ones' first; None before the books are opened."""
    return entities().first()


def account_for(entity: LegalEntity, purpose: str, *, on: date | None = None) -> Account:
    """Return the account that serves a purpose on a day (today), the first ever chosen before its date.

    Raises BooksError when none is chosen.
    """
    day = on or timezone.localdate()
    settings = AccountPurpose.objects.filter(entity=entity, purpose=purpose)
    ordered = list(settings.select_related("account").order_by("since"))
    in_force = [setting for setting in ordered if setting.since <= day] or ordered[:1]
    chosen = in_force[-1] if in_force else None
    if chosen is None:
        words = PURPOSES.get(purpose, purpose)
        raise BooksError(
            f"Aucun compte de {entity} n’est choisi pour « {words} » : choisissez-le dans Comptabilité, "
            "Plan de comptes."
        )
    account: Account = chosen.account
    return account


def account_numbered(entity: LegalEntity, number: str) -> Account:
    """Return an account by its number, with or without its trailing zeros; raise BooksError when absent."""
    typed = number.strip().upper()
    accounts = Account.objects.filter(entity=entity)
    found = accounts.filter(number=typed).first()
    if found is None and typed:
        alike = [one for one in accounts.filter(number__startswith=typed) if _padded(one, typed)]
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        raise BooksError(
            f"Le compte {typed or '(vide)'} n’existe pas dans le plan de {entity} : ajoutez-le ou corrigez le numéro."
        )
    return found


def _padded(account: Account, typed: str) -> bool:
    return not account.number.removeprefix(typed).strip("0")


def year_at(entity: LegalEntity, day: date) -> FiscalYear:
    """Return the open fiscal year that holds a day; raise BooksError when none does or it is closed."""
    years = FiscalYear.objects.filter(entity=entity, starts_on__lte=day, ends_on__gte=day)
    year = years.first()
    if year is None:
        raise BooksError(
            f"Aucun exercice de {entity} ne contient le {day:%d/%m/%Y} : ouvrez-le dans Comptabilité, Exercices."
        )
    if year.closed:
        raise BooksError(
            f"L’exercice {year} de {entity} est clôturé : datez l’écriture dans l’exercice ouvert."
        )
    return year
