"""Reads about protocols: which hold on a day, which are to be reviewed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from pupitre.centres.reference import load_themes
from pupitre.core.registry import Deadline
from pupitre.protocols.models import Author, Protocol
from pupitre.protocols.reference import load_nationals
from pupitre.protocols.rules import holds

AHEAD = timedelta(days=60)


def with_authors() -> QuerySet[Protocol]:
    """Return the protocols with what their rules read, in two queries whatever their number."""
    authors = Prefetch("authors", Author.objects.select_related("person"))
    return Protocol.objects.prefetch_related(authors)


def protocols_on(day: date) -> Sequence[Protocol]:
    """Return the protocols that count on that day, with their authors and their yearly numbers."""
    rows = with_authors().prefetch_related("tallies").order_by("title")
    return [row for row in rows if holds(row.paper, day)]


def theme_of(protocol: Protocol) -> str:
    """Return what a protocol is about, in the words of the official lists; empty off them."""
    if protocol.national:
        return load_nationals().labels.get(protocol.national, "")
    return load_themes().labels.get(protocol.theme, "")


def deadlines(today: date) -> Iterator[Deadline]:
    """Yield the protocols to review within two months, or late."""
    due = Protocol.objects.filter(archived_on=None, review_on__lte=today + AHEAD)
    for one in due.order_by("review_on"):
        yield Deadline(
            due=one.review_on or today,
            title=f"Revoir le protocole « {one.title} »",
            reason=f"Version {one.edition} : la date de révision fixée par l'équipe arrive",
            url=one.get_absolute_url(),
            act="Revoir",
            minutes=60,
        )
