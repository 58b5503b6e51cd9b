"""Writes about personal links."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.links import centre_url
from pupitre.inbox.models import ActLink
from pupitre.inbox.queries import live_links
from pupitre.inbox.tokens import token_of
from pupitre.people.events import PersonLeft
from pupitre.people.models import Person


@transaction.atomic
def make_link(
    *, kind: str, about: Model, by: Actor, person: Person | None = None, days: int = 60
) -> ActLink:
    """Return the live link of this act, object and person, made if there is none; valid `days` more days.

    A reminder gives the very address of the first mail; one that would expire sooner is prolonged.
    """
    until = timezone.now() + timedelta(days=days)
    same = live_links().filter(
        kind=kind, object_type=about._meta.label_lower, object_id=about.pk, person=person
    )
    link = same.first()
    if link is None:
        link = ActLink(
            kind=kind,
            object_type=about._meta.label_lower,
            object_id=about.pk,
            person=person,
            salt=secrets.token_hex(16),
            expires_at=until,
        )
        return records.save(link, by=by, action="donner le lien")
    if until - link.expires_at > timedelta(days=1):
        link.expires_at = until
        records.save(link, by=by, action="prolonger le lien")
    return link


def link_url(link: ActLink) -> str:
    """Return the absolute address of a link."""
    return settings.BASE_URL + centre_url("act-link", token_of(link))


@transaction.atomic
def revoke_links(*, by: Actor, about: Model | None = None, person: Person | None = None) -> int:
    """Withdraw the live links about an object, or of a person, or of both; return how many."""
    if about is None and person is None:
        message = "revoke_links needs an object or a person."
        raise TypeError(message)
    links = live_links() if person is None else ActLink.objects.filter(revoked_at=None)
    if about is not None:
        links = links.filter(object_type=about._meta.label_lower, object_id=about.pk)
    if person is not None:
        links = links.filter(person=person)
    return revoke(list(links), by=by)


def revoke(links: list[ActLink], *, by: Actor) -> int:
    now = timezone.now()
    for link in links:
        link.revoked_at = now
    records.update_all(links, ["revoked_at"], by=by, action="retirer le lien")
    return len(links)


def when_person_leaves(event: PersonLeft) -> None:
    """Withdraw the links of somebody who leaves; listens to the departure."""
    revoke_links(person=event.person, by=event.by)


@contextmanager
def withdrawn_links_stay() -> Iterator[None]:
    """Keep withdrawn what is withdrawn today while the centre returns to a state where it was not."""
    open_now = set(ActLink.objects.filter(revoked_at=None).values_list("pk", flat=True))
    yield
    # No event of their own: the return of the centre is noted in its journal.
    back = ActLink.objects.filter(revoked_at=None).exclude(pk__in=open_now)
    back.update(revoked_at=timezone.now())
