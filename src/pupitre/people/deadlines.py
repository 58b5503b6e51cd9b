"""What the directory will ask for: missing addresses, an old reading, mandates that end."""

from collections.abc import Iterator
from datetime import date, timedelta

from pupitre.core.dates import add_months
from pupitre.core.links import centre_url
from pupitre.core.registry import Deadline
from pupitre.people.models import DirectoryReading, Group
from pupitre.people.queries import group_people

MANDATE_NOTICE = timedelta(days=60)
DIRECTORY_MONTHS = 6


def deadlines(today: date) -> Iterator[Deadline]:
    """Return what is due about persons and groups."""
    yield from _missing_addresses(today)
    yield from _old_directory(today)
    yield from _ending_mandates(today)


def _missing_addresses(today: date) -> Iterator[Deadline]:
    missing = list(group_people(None, today).filter(email=""))
    if missing:
        names = ", ".join(map(str, missing[:3])) + (" et d'autres" if len(missing) > 3 else "")
        yield Deadline(
            due=today,
            title=f"Adresses e-mail manquantes ({len(missing)})",
            reason=f"{names} : ni invitation ni compte rendu ne leur parvient.",
            url=centre_url("people:person-list") + "?presence=sans-adresse",
            act="Compléter",
            minutes=2 * len(missing),
        )


def _old_directory(today: date) -> Iterator[Deadline]:
    applied = DirectoryReading.objects.filter(state=DirectoryReading.State.APPLIED)
    last = applied.order_by("-read_at").values_list("read_at", flat=True).first()
    if last and add_months(last.date(), DIRECTORY_MONTHS) <= today:
        yield Deadline(
            due=add_months(last.date(), DIRECTORY_MONTHS),
            title="Relire l'annuaire national",
            reason="La dernière lecture a plus de six mois : des arrivées et des départs ont pu passer.",
            url=centre_url("people:reading-list"),
            act="Relire",
            minutes=10,
        )


def _ending_mandates(today: date) -> Iterator[Deadline]:
    soon = Group.objects.filter(ends_on__gte=today, ends_on__lte=today + MANDATE_NOTICE)
    for group in soon:
        yield Deadline(
            due=group.ends_on or today,
            title=f"Mandat du groupe « {group} »",
            reason="Le mandat s'achève : bilan, prolongation ou fin.",
            url=group.get_absolute_url(),
            act="Décider",
            minutes=15,
        )
