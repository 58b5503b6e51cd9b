"""Asking people without an account what they think of a scenario, each by a personal link."""

from collections.abc import Sequence

from django.db import transaction

from pupitre.budgets.errors import BudgetError
from pupitre.budgets.models import Plan
from pupitre.budgets.services.plans import open_plan
from pupitre.core.actor import Actor
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.people.models import Person

LINK = "budgets.say"
DAYS = 45
BODY = """Bonjour {prenom},

Le %(budget)s de %(entity)s se prépare. Lisez-le, écrivez une remarque ou proposez un autre montant, sans mot de passe :
{lien}

Ce lien est personnel : ne le transmettez pas.
"""


@transaction.atomic
def invite(plan: Plan, people: Sequence[Person], *, by: Actor) -> Message:
    """Write to people the link by which each reads an open scenario and says something of its lines."""
    fresh = open_plan(plan)
    if not people:
        raise BudgetError("Choisissez au moins une personne.")
    budget = fresh.budget
    return write_message(
        subject=f"Votre avis sur le {str(budget).lower()}",
        body=BODY % {"budget": str(budget).lower(), "entity": budget.entity},
        recipients=[_recipient(one, fresh, by) for one in people],
        kind=LINK,
        about=fresh,
        by=by,
    )


def _recipient(person: Person, plan: Plan, by: Actor) -> Recipient:
    link = make_link(kind=LINK, about=plan, person=person, days=DAYS, by=by)
    fields = {"prenom": person.first_name or person.last_name, "lien": link_url(link)}
    return Recipient(str(person), person.email, person, fields)
