"""Reads about actions, quality and visiting professionals."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from pupitre.core.registry import Deadline
from pupitre.projects.models import Action, Offer, Quality

AHEAD = timedelta(days=45)


def actions_between(first: date, last: date) -> QuerySet[Action]:
    """Return the actions under way at some time between two days, oldest first."""
    running = Q(ends_on=None) | Q(ends_on__gte=first)
    return Action.objects.filter(running, starts_on__lte=last).order_by("starts_on", "pk")


def offers_between(first: date, last: date) -> QuerySet[Offer]:
    """Return the sessions and participations that held at some time between two days."""
    running = Q(until=None) | Q(until__gte=first)
    found = Offer.objects.filter(running, since__lte=last)
    return found.select_related("person").order_by("since", "pk")


def qualities_between(first: date, last: date) -> QuerySet[Quality]:
    """Return the quality approaches begun by the last day and not concluded before the first."""
    running = Q(concluded_on=None) | Q(concluded_on__gte=first)
    return Quality.objects.filter(running, diagnosed_on__lte=last).order_by("diagnosed_on", "pk")


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the actions that end soon or have just ended without results, and the sessions that end soon."""
    ended = Action.objects.filter(ends_on__range=(today - AHEAD * 2, today + AHEAD), results="")
    for one in ended.order_by("ends_on"):
        yield Deadline(
            due=one.ends_on or today,
            title=f"Écrire le bilan de « {one.title} »",
            reason="Personnes touchées, heures, résultats : le rapport d'activité les reprend",
            url=one.get_absolute_url(),
            act="Compléter",
            minutes=20,
        )
    ending = Offer.objects.filter(kind__in=Offer.VISITS, until__range=(today, today + AHEAD))
    for offer in ending.select_related("person").order_by("until"):
        yield Deadline(
            due=offer.until or today,
            title=f"Prolonger ou terminer les vacations de {offer.person}",
            reason="Leur date de fin approche",
            url=offer.get_absolute_url(),
            act="Ouvrir",
        )
