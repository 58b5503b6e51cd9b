"""Making fictitious centres, one after the other."""

import random
from collections.abc import Callable
from datetime import date

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.demo.aci import declare
from pupitre.demo.aci_money import past_exercises, sign_contract
from pupitre.demo.bank import live_bank
from pupitre.demo.books import keep_books
from pupitre.demo.budgets import budget_years
from pupitre.demo.bulk.copies import copy_centres
from pupitre.demo.bulk.template import read_template
from pupitre.demo.centres import DEMO_SIZES, Size, account, actor_of, make_centre
from pupitre.demo.coordination import employ
from pupitre.demo.health import live_health_project
from pupitre.demo.indemnities import indemnify
from pupitre.demo.invoices import receive_invoices
from pupitre.demo.payments import owe
from pupitre.demo.rents import let_rooms
from pupitre.demo.words import CENTRE_NAMES
from pupitre.demo.year import make_year
from pupitre.meetings.services.templates import add_starters

BY_SERVICES = 50
Say = Callable[[str], None]


def make_demo(*, today: date, say: Say) -> None:
    """Make the three centres of the demonstration; one coordinator runs the first two."""
    coordinators = [
        account("nadia.ferrand@exemple.invalid", "Nadia", "Ferrand"),
        account("nadia.ferrand@exemple.invalid", "Nadia", "Ferrand"),
        account("yves.kermarrec@exemple.invalid", "Yves", "Kermarrec"),
    ]
    for rank, (size, coordinator) in enumerate(zip(DEMO_SIZES, coordinators, strict=True)):
        make_one(rank, size, years=1, coordinator=coordinator, seed=1, today=today, say=say)


def make_many(count: int, *, people: int, years: int, seed: int, today: date, say: Say) -> None:
    """Make `count` centres of one size, each with its coordinator; the same seed gives the same data.

    Beyond fifty, the services make one for each name of a centre, and the others are copied from these.
    """
    first = Centre.objects.count()
    made = count if count <= BY_SERVICES else len(CENTRE_NAMES)
    templates = []
    for rank in range(first, first + made):
        coordinator = account(
            f"coordination{rank + 1}@exemple.invalid", "Coordination", str(rank + 1)
        )
        size = Size(people, 1 + people // 16)
        centre = make_one(
            rank, size, years=years, coordinator=coordinator, seed=seed, today=today, say=say
        )
        if made < count:
            templates.append(read_template(centre, rank, people))
    if templates:
        copy_centres(templates, range(first + made, first + count), say=say)


def make_one(
    rank: int, size: Size, *, years: int, coordinator: User, seed: int, today: date, say: Say
) -> Centre:
    rng = random.Random(f"{seed}/{rank}")  # noqa: S311  # fictitious data, the same at each run
    centre, team = make_centre(rank, size, coordinator=coordinator, rng=rng, today=today)
    with centre_scope(centre):
        by = actor_of(coordinator)
        add_starters(by=by)
        meetings = make_year(team, years=years, rng=rng, today=today, by=by)
        employ(rng=rng, today=today, by=by)
        keep_books(centre.name, rng=random.Random(f"{seed}/books/{rank}"), today=today, by=by)  # noqa: S311
        live_health_project(team, rng=rng, today=today, by=by)
        sign_contract(today=today, by=by)
        declare(today=today, by=by)
        past_exercises(today=today, by=by)
        let_rooms(team, today=today, by=by)
        live_bank(today=today, by=by)
        receive_invoices(today=today, by=by)
        indemnify(team, name=centre.name, today=today, by=by)
        owe(team, today=today, by=by)
        budget_years(today=today, by=by)
    say(f"{centre.name} : {size.people} personnes, {meetings} réunions")
    return centre
