"""Erasures done again on what a return or an import brings back; a person's number is all that is remembered of them."""

from collections.abc import Callable, Sequence
from functools import partial

from django.utils import timezone

from pupitre.centres.models import Membership
from pupitre.core import dates, records
from pupitre.core.actor import Actor
from pupitre.people.models import Person
from pupitre.privacy.models import Erasure
from pupitre.privacy.services.erasing import ERASE, erase_whatever_holds

Moved = Callable[[str, int], int | None]
"""Gives the number that a row of a model has now, from the one that it had; None when it did not come."""


def remembered() -> Callable[[Moved, Actor], None]:
    """Note the erasures of the centre in scope; call what is returned in the scope of what came back."""
    return partial(_again, list(Erasure.objects.order_by("pk")))


def _again(erasures: Sequence[Erasure], moved: Moved, by: Actor) -> None:
    known = set(Erasure.objects.values_list("person_number", flat=True))
    for one in erasures:
        number = moved(Person._meta.label, one.person_number)
        if number is None or number in known:
            continue
        person = Person.objects.filter(pk=number).first()
        if person is None:  # came after what is back: an older state may still bring them
            records.save(Erasure(person_number=number, reason=one.reason), by=by, action=ERASE)
        else:
            _leave(person, by)
            erase_whatever_holds(person, by=by, reason=one.reason)


def _leave(person: Person, by: Actor) -> None:
    """End what the past gives back to somebody who had left: presence, and access, be it the last coordinator's."""
    if person.stopped_on is None:
        person.stopped_on = dates.today(timezone.now())
        records.update_all([person], ["stopped_on"], by=by, action=ERASE, told=False)
    if person.user_id:
        for membership in Membership.objects.filter(user_id=person.user_id):
            records.remove(membership, by=by, action="retirer un accès")
