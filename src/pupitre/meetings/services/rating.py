"""Rating a meeting: once each, without a name."""

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.inbox.models import ActLink
from pupitre.inbox.services import revoke
from pupitre.meetings.models import Meeting, Rating
from pupitre.people.guarded import refuse_identity

NOBODY = Actor("sans nom", "link")
"""The audit, too, must not say who gave a mark."""


@transaction.atomic
def rate_meeting(meeting: Meeting, link: ActLink, *, mark: int, comment: str) -> Rating:
    """Keeps a mark and withdraws the link that gave it, so that each votes once."""
    refuse_identity(comment)
    rating = records.save(
        Rating(meeting=meeting, mark=mark, comment=comment), by=NOBODY, action="noter la réunion"
    )
    if link.person_id:
        revoke([link], by=NOBODY)
    return rating
