"""The page of a personal link: checks, counts, then hands over to the act that the link allows."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from pupitre.core import throttle
from pupitre.core.access import requires
from pupitre.core.actor import Actor
from pupitre.core.web import CentreRequest
from pupitre.inbox.acts import act_of
from pupitre.inbox.models import ActLink
from pupitre.inbox.tokens import link_of

SEEN_AGAIN = timedelta(minutes=1)
PER_LINK = 60
"""Requests by one personal link in five minutes."""
PER_SHARED_LINK = 600
"""A code on the wall belongs to nobody: a whole room uses it in five minutes."""
PER_NETWORK = 600
"""Many phones of one MSP share an address on the evening of a meeting."""
WRONG_PER_NETWORK = 30
"""Unknown links asked for from one network: nobody mistypes an address that often."""
PER_CENTRE = 3000
"""All links of one centre: a flood on one leaves the others their turn."""


@requires("public:signed-link")
@never_cache
def act(request: CentreRequest, token: str) -> HttpResponse:
    """Dispatch to the handler of a live link; else one calm page: 404 unknown, 410 over, 429 too often."""
    network = throttle.network_of(request)
    flood = throttle.too_many(f"links:{network}", PER_NETWORK) or throttle.too_many(
        f"links of:{request.centre.pk}", PER_CENTRE
    )
    if flood:
        return closed(request, 429)
    link = link_of(token)
    if link is None:
        often = throttle.too_many(f"wrong link:{network}", WRONG_PER_NETWORK)
        return closed(request, 429 if often else 404)
    limit = PER_LINK if link.person_id else PER_SHARED_LINK
    if throttle.too_many(f"link:{link.pk}", limit):
        return closed(request, 429)
    found = act_of(link)
    target = found.model._default_manager.filter(pk=link.object_id).first() if found else None
    if found is None or target is None or not is_live(link):
        return closed(request, 410)
    _note_use(link)
    request.actor = Actor(str(link.person or "par lien"), "link", person_id=link.person_id)
    return found.handler(request, link, target)


def is_live(link: ActLink) -> bool:
    """Tell whether a link still opens: not withdrawn, not expired, its person still here."""
    gone = link.person and link.person.left_on and link.person.left_on <= timezone.localdate()
    return link.revoked_at is None and link.expires_at > timezone.now() and not gone


def _note_use(link: ActLink) -> None:
    """Keep when a link was last used, to the minute; a reading is no act, so no audit event."""
    now = timezone.now()
    if link.last_used_at is None or now - link.last_used_at > SEEN_AGAIN:
        ActLink.objects.filter(pk=link.pk).update(last_used_at=now)


def closed(request: CentreRequest, status: int) -> HttpResponse:
    """Answer a link that does not open, with whom to ask."""
    return render(request, "inbox/closed_link.html", {"status": status}, status=status)
