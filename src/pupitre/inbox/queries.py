"""Reads about ideas and links."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from pupitre.core.objects import object_of
from pupitre.core.registry import registry
from pupitre.inbox.models import ActLink, Idea
from pupitre.people.models import Person


def ideas() -> QuerySet[Idea]:
    return Idea.objects.select_related("author")


def topics_waiting() -> QuerySet[Idea]:
    """Return what nobody sorted yet, the topics asked for a meeting first, then the oldest."""
    first = Case(When(kind=Idea.Kind.TOPIC, then=Value(0)), default=Value(1))
    return ideas().filter(state=Idea.State.NEW).order_by(first, "pk")


def waiting_count() -> int:
    return Idea.objects.filter(state=Idea.State.NEW).count()


def ideas_of(person: Person) -> QuerySet[Idea]:
    """Return what a person dropped, latest first."""
    return Idea.objects.filter(author=person).order_by("-pk")


def live_links() -> QuerySet[ActLink]:
    """Return the links that still open."""
    here = Q(person=None) | Q(person__left_on=None) | Q(person__left_on__gt=timezone.localdate())
    alive = ActLink.objects.filter(here, revoked_at=None, expires_at__gt=timezone.now())
    return alive.select_related("person")


def live_links_of(person: Person) -> QuerySet[ActLink]:
    return live_links().filter(person=person)


def links_shown(person: Person) -> list[dict[str, Any]]:
    """Return a person's live links with what they open, in words."""
    return [
        {"link": link, "words": act.words, "about": object_of(link.object_type, link.object_id)}
        for link in live_links_of(person)
        if (act := registry.link_acts.get(link.kind))
    ]
