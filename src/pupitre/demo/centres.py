"""Fictitious centres, with the accounts that run them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, InstitutionContact, Membership, Room, Site
from pupitre.centres.roles import Role
from pupitre.centres.services import NewCentre, give_usual_hours, open_centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.demo import words
from pupitre.demo.people import RANKS, Team, luhn_key, make_team

PASSWORD = "pupitre-demo"  # noqa: S105  # of fictitious accounts, on this machine only


class NotDemoError(RuntimeError):
    """Fictitious data were asked for outside a demonstration."""

    def __str__(self) -> str:
        return "les données fictives demandent PUPITRE_DEMO=1."


@dataclass(frozen=True)
class Size:
    """How large a fictitious centre is."""

    people: int
    sites: int


DEMO_SIZES = (Size(22, 2), Size(8, 1), Size(54, 4))


def account(email: str, first_name: str, last_name: str) -> User:
    """Return a fictitious account, made once."""
    existing = User.objects.filter(email=email).first()
    return existing or User.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name
    )


def actor_of(user: User) -> Actor:
    return Actor(str(user), "cli", user_id=user.pk, role=Role.COORDINATOR)


def fictitious_finess(postcode: str, rank: int) -> str:
    """Return a number with a right key, in a range that no establishment has."""
    digits = f"{postcode[:2]}9{rank:05d}"
    return digits + luhn_key(digits)


@transaction.atomic
def make_centre(
    rank: int, size: Size, *, coordinator: User, rng: random.Random, today: date
) -> tuple[Centre, Team]:
    """Open a fictitious centre with its sites, hours, rooms, team and accounts."""
    if not settings.DEMO:
        raise NotDemoError
    name, postcode, town = words.CENTRE_NAMES[rank % len(words.CENTRE_NAMES)]
    suffix = "" if rank < len(words.CENTRE_NAMES) else f" {rank + 1}"
    new = NewCentre(name + suffix, postcode, town, finess=fictitious_finess(postcode, rank))
    centre = open_centre(new, coordinator=coordinator)
    Centre.objects.filter(pk=centre.pk).update(
        unscheduled_care=True, created_on=today - timedelta(days=800)
    )
    with centre_scope(centre):
        by = actor_of(coordinator)
        _places(size, by)
        team = make_team(size.people, rng=rng, today=today, by=by, first_rank=rank * RANKS)
        _accounts(centre, team, by)
    return centre, team


def _places(size: Size, by: Actor) -> None:
    first = Site.objects.get()
    first.name = words.SITE_NAMES[0]
    records.save(first, by=by)
    for name in words.SITE_NAMES[1 : size.sites]:
        records.save(Site(name=name, postcode=first.postcode, town=first.town), by=by)
    for place, site in enumerate(Site.objects.order_by("pk")):
        give_usual_hours(site, by=by)
        records.save(
            Room(
                site=site,
                name=words.ROOM_NAMES[place % len(words.ROOM_NAMES)],
                seats=14 + 4 * place,
            ),
            by=by,
        )
    contacts = [
        InstitutionContact(
            institution="cpam",
            name="Sylvie Marchais",
            function="Déléguée de l'Assurance Maladie",
            phone="01 99 00 10 10",
        ),
        InstitutionContact(
            institution="ars",
            name="Éric Lannoy",
            function="Chargé de mission premier recours",
            email="eric.lannoy@exemple.invalid",
        ),
    ]
    records.save_all(contacts, by=by)


def _accounts(centre: Centre, team: Team, by: Actor) -> None:
    """Give one account per role; the coordinator, manager and professional are persons of the team."""
    people = {
        Role.MANAGER: team.people[0],
        Role.PROFESSIONAL: team.people[2],
        Role.SECRETARY: next(person for person in team.people if person.kind == "secretary"),
    }
    desk = next(person for person in team.people if person.kind == "coordinator")
    desk.user_id = by.user_id
    if by.user_id and User.objects.get(pk=by.user_id).first_name != desk.first_name:
        owner = User.objects.get(pk=by.user_id)
        desk.first_name, desk.last_name, desk.email = owner.first_name, owner.last_name, owner.email
    records.save(desk, by=by)
    for role, person in people.items():
        user = account(f"{role}@{centre.slug}.invalid", person.first_name, person.last_name)
        person.user = user
        records.save(person, by=by)
        records.save(Membership(user=user, role=role), by=by)
    user = account(f"comptable@{centre.slug}.invalid", "Odile", "Bréhier")
    records.save(Membership(user=user, role=Role.ACCOUNTANT), by=by)


def logins() -> list[dict[str, str]]:
    """Return every account of every fictitious centre."""
    found = []
    for centre in Centre.objects.filter(demo=True).order_by("pk"):
        with centre_scope(centre):
            for member in Membership.objects.select_related("user").order_by("role"):
                found.append(
                    {
                        "user": member.user.email,
                        "password": PASSWORD,
                        "centre": centre.slug,
                        "role": member.role,
                    }
                )
    return found
