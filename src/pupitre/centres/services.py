"""Writes about centres: creation, members, hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from pupitre.accounts.events import LoggedIn
from pupitre.accounts.models import User
from pupitre.accounts.services import end_sessions, invite_user
from pupitre.centres.models import Centre, Membership, OpeningHours, Site
from pupitre.centres.queries import centres_of, others_who_answer
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.calendar_data import place_of
from pupitre.core.links import centre_url
from pupitre.core.tenancy import centre_scope, user_scope
from pupitre.core.traces import LOGGED_IN, trace


class LastCoordinatorError(ValueError):
    """The centre would be left without anybody to run it."""

    def __str__(self) -> str:
        return "Il faut au moins une personne qui coordonne : donnez d'abord ce rôle à quelqu'un d'autre."


@dataclass(frozen=True)
class NewCentre:
    """What it takes to open a centre."""

    name: str
    postcode: str = ""
    town: str = ""
    legal_form: str = Centre.LegalForm.SISA
    finess: str = ""


def free_slug(name: str) -> str:
    """Return a short address that no centre has."""
    base = slugify(name)[:50] or "msp"
    taken = set(Centre.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )


@transaction.atomic
def open_centre(new: NewCentre, *, coordinator: User) -> Centre:
    """Create a centre with its first site and its coordinator; its postcode tells its calendars."""
    place = place_of(new.postcode)
    centre = Centre(
        slug=free_slug(new.name),
        demo=settings.DEMO,
        school_zone=place.zone,
        territory=place.territory,
        **vars(new),
    )
    centre.full_clean()
    centre.save()
    actor = Actor(str(coordinator), "web", user_id=coordinator.pk, role=Role.COORDINATOR)
    with centre_scope(centre, user_id=coordinator.pk):
        records.save(
            Membership(user=coordinator, role=Role.COORDINATOR), by=actor, action="ouvrir la MSP"
        )
        site = Site(name="Site principal", postcode=new.postcode, town=new.town, finess=new.finess)
        records.save(site, by=actor)
    return centre


@transaction.atomic
def open_another(new: NewCentre, *, coordinator: User) -> Centre:
    """Open one more centre; return the one of that name and place when the form is sent twice."""
    User.objects.select_for_update().get(pk=coordinator.pk)
    theirs = [access.centre for access in centres_of(coordinator.pk)]
    asked = (new.name, new.postcode)
    same = next((one for one in theirs if (one.name, one.postcode) == asked), None)
    return same or open_centre(new, coordinator=coordinator)


@transaction.atomic
def give_access(
    *, email: str, first_name: str, last_name: str, role: str, by: Actor
) -> tuple[Membership, bool]:
    """Give an address a role in the centre in scope; return the membership and whether the account is new."""
    user, new = invite_user(email=email, first_name=first_name, last_name=last_name)
    membership = Membership.objects.filter(user=user).first() or Membership(user=user)
    if membership.pk and membership.role == Role.COORDINATOR != role:
        _keep_a_coordinator(membership)
    membership.role = role
    records.save(membership, by=by, action="donner un accès")
    return membership, new


@transaction.atomic
def withdraw_access(membership: Membership, *, by: Actor) -> None:
    """Take an account's role away, at once: its sessions end and its next request is refused."""
    if membership.role == Role.COORDINATOR:
        _keep_a_coordinator(membership)
    records.remove(membership, by=by, action="retirer un accès")
    end_sessions(user_id=membership.user_id)


@transaction.atomic
def raise_reading_alarm(membership: Membership, *, count: int) -> None:
    """Note that an account read in bulk, tell who answers for the centre, and freeze it where they chose so."""
    found = records.locked(membership)
    found.alarm_at = timezone.now()
    if Centre.objects.get(pk=found.centre_id).bulk_reading == Centre.BulkReading.FREEZE:
        found.frozen_at = found.alarm_at
    records.save(found, by=MACHINE, action="signaler une lecture en masse")
    told = [one.user.email for one in others_who_answer(found)] or [found.user.email]
    body = (
        f"Bonjour,\n\nLe compte de {found.user} a ouvert {count} fiches en dix minutes"
        f"{', il est gelé' if found.frozen_at else ''}.\nSi c'était un travail prévu, dites-le ; sinon, gelez ou retirez "
        f"cet accès : {settings.BASE_URL}{centre_url('centres:access')}\n"
    )
    send_mail("Pupitre : beaucoup de fiches ouvertes", body, settings.DEFAULT_FROM_EMAIL, told)


@transaction.atomic
def freeze_access(membership: Membership, *, by: Actor) -> None:
    """Refuse everything to one account here until somebody releases it; its role stays."""
    found = records.locked(membership)
    if not others_who_answer(found).exists():
        raise LastCoordinatorError
    if found.frozen_at is None:
        found.alarm_at = found.frozen_at = timezone.now()
        records.save(found, by=by, action="geler un accès")


@transaction.atomic
def release_access(membership: Membership, *, by: Actor) -> None:
    """Answer an alarm: the account works again as before."""
    found = records.locked(membership)
    found.alarm_at = found.frozen_at = None
    records.save(found, by=by, action="libérer un accès")


@transaction.atomic
def change_centre(
    centre: Centre, *, by: Actor, seen: Callable[[Centre], bool] = lambda _: True
) -> None:
    """Save the centre's identity, and note what changed in its audit.

    `seen` tells whether the form showed what is stored; raises ConflictError when it did not.
    """
    stored = Centre.objects.select_for_update().get(pk=centre.pk)
    if not seen(stored):
        raise records.ConflictError(centre, stored)
    before: dict[str, Any] = dict(Centre.objects.filter(pk=centre.pk).values().get())
    centre.full_clean()
    centre.save()
    after: dict[str, Any] = dict(Centre.objects.filter(pk=centre.pk).values().get())
    changed = {name: value for name, value in after.items() if before[name] != value}
    mine = Membership.objects.filter(user_id=by.user_id or 0).first()
    if changed and mine is not None:
        records.note("modifier la MSP", mine, by=by, **changed)


@transaction.atomic
def give_usual_hours(site: Site, *, by: Actor) -> None:
    """Give a site without hours those of ACI avenant 1, A1-01: weekdays 8 h – 20 h, Saturday morning."""
    if site.hours.exists():
        return
    days = [(day, time(8), time(20)) for day in range(5)] + [(5, time(8), time(12))]
    records.save_all(
        [
            OpeningHours(site=site, weekday=day, opens=opens, closes=closes)
            for day, opens, closes in days
        ],
        by=by,
    )


def when_logged_in(event: LoggedIn) -> None:
    """Tell each centre of an account that it opened a session; listens to the login."""
    user = event.user
    with user_scope(user.pk):
        for access in centres_of(user.pk):
            by = Actor(str(user), "web", user_id=user.pk, role=access.role)
            with centre_scope(access.centre):
                trace(LOGGED_IN, by=by, object_type="accounts.user", label=event.device)


def _keep_a_coordinator(leaving: Membership) -> None:
    if not Membership.objects.filter(role=Role.COORDINATOR).exclude(pk=leaving.pk).exists():
        raise LastCoordinatorError
