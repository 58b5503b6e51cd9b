"""A person comes, leaves, comes back."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pupitre.centres.models import Membership, Site
from pupitre.centres.services import withdraw_access
from pupitre.core import dates, records
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.registry import registry
from pupitre.people.events import PersonLeft
from pupitre.people.models import Group, Person, PersonSite


class PersonError(ValueError):
    """An act on a person that cannot be; its text is one French sentence."""


@transaction.atomic
def add_person(*, by: Actor, last_name: str, sites: Iterable[Site] = (), **fields: Any) -> Person:
    """Create a person with the sites where they work; `fields` are those of the model."""
    person = records.save(Person(last_name=last_name, **fields), by=by)
    set_sites(person, sites, by=by)
    return person


@transaction.atomic
def set_sites(person: Person, sites: Iterable[Site], *, by: Actor) -> None:
    """Make these sites, and no others, those where the person works."""
    wanted = {site.pk: site for site in sites}
    for row in PersonSite.objects.filter(person=person).exclude(site_id__in=list(wanted)):
        records.remove(row, by=by)
    known = set(PersonSite.objects.filter(person=person).values_list("site_id", flat=True))
    new = [PersonSite(person=person, site=site) for pk, site in wanted.items() if pk not in known]
    records.save_all(new, by=by)


@transaction.atomic
def person_leaves(
    person: Person,
    *,
    on: date,
    by: Actor,
    heir: Person | None = None,
    today: date | None = None,
) -> Person:
    """End all that a person is here from `on`, the first day of absence; history stays.

    Rights stop at once, or by the daily job when the day is to come. `heir` takes over tasks and groups.
    PersonError: a departure before the arrival. LastCoordinatorError: nobody else would coordinate.
    """
    if person.joined_on and on < person.joined_on:
        raise PersonError("Le départ doit venir après l'arrivée.")
    if heir is not None and heir.pk == person.pk:
        raise PersonError("Choisissez quelqu'un d'autre pour prendre la suite.")
    _end_times(person, on, by)
    for group in Group.objects.filter(lead=person):
        group.lead = heir
        records.save(group, by=by, action="changer de référent")
    person.left_on = on
    records.save(person, by=by, action="départ")
    if on <= (today or dates.today(timezone.now())):
        stop_rights(person, by=by, heir=heir)
    return person


def _end_times(person: Person, on: date, by: Actor) -> None:
    """End statuses, groups and posts on the eve; what had not begun by then is taken away."""
    eve = on - timedelta(days=1)
    for rows in (person.statuses, person.groups, person.posts):
        for row in rows.exclude(until__lte=eve):
            if row.since and row.since > eve:
                records.remove(row, by=by, action="départ avant le début")
            else:
                row.until = eve
                records.save(row, by=by, action="départ")


@transaction.atomic
def stop_rights(person: Person, *, by: Actor, heir: Person | None = None) -> None:
    """Withdraw the account's access, and tell the rows above to stop links and invitations."""
    if person.left_on is None:
        raise PersonError("Cette personne n'est pas partie.")
    for membership in Membership.objects.filter(user_id=person.user_id or 0):
        withdraw_access(membership, by=by)
    person.stopped_on = person.left_on
    records.save(person, by=by, action="arrêter les droits")
    registry.publish(PersonLeft(person, person.left_on, by, heir))


def stop_rights_due(today: date) -> int:
    """Stop the rights of those whose day of departure has come; return how many. For the daily job."""
    due = Person.objects.filter(left_on__lte=today, stopped_on__isnull=True)
    for person in due:
        stop_rights(person, by=MACHINE)
    return len(due)


def person_returns(person: Person, *, on: date, by: Actor) -> Person:
    """Make a person who had left be here again; statuses, groups and access are given anew by hand.

    The arrival stays the first one: what was true of the first stay remains true.
    """
    if person.left_on is None:
        raise PersonError("Cette personne n'est pas partie.")
    if on < person.left_on:
        raise PersonError("Le retour doit venir après le départ.")
    person.left_on = person.stopped_on = None
    return records.save(person, by=by, action=f"retour le {dates.format_numeric(on)}")
