"""What follows from other apps: the sessions of somebody who leaves end."""

from datetime import timedelta

from pupitre.core import records
from pupitre.people.events import PersonLeft
from pupitre.projects.models import Offer


def end_with_departure(event: PersonLeft) -> None:
    """End the sessions and participations of somebody who leaves, on the eve of the first day of absence."""
    eve = event.on - timedelta(days=1)
    for offer in Offer.objects.filter(person=event.person, since__lte=eve):
        if offer.until is None or offer.until > eve:
            offer.until = eve
            records.save(offer, by=event.by, action="terminer")
