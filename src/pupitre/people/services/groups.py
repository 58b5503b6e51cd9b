"""Who enters and leaves a group."""

from datetime import date

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.people.models import Group, GroupMember, Person
from pupitre.people.services.persons import PersonError


def enter_group(group: Group, person: Person, *, since: date | None, by: Actor) -> GroupMember:
    """Make a person a member from a day; who had left the group is a member again."""
    row = GroupMember.objects.filter(group=group, person=person).first()
    if row is None:
        row = GroupMember(group=group, person=person, since=since)
    elif row.until is not None:
        row.until = None
    else:
        return row
    return records.save(row, by=by, action="entrer dans le groupe")


def leave_group(member: GroupMember, *, on: date, by: Actor) -> GroupMember:
    """End a membership; `on` is its last day."""
    if member.since and on < member.since:
        raise PersonError("La fin doit venir après l'entrée dans le groupe.")
    member.until = on
    return records.save(member, by=by, action="quitter le groupe")
