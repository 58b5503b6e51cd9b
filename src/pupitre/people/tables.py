"""Lists of persons and groups."""

from django.db.models import Model

from pupitre.core.tables import Column
from pupitre.people.models import Group, Person
from pupitre.people.queries import profession_words


def status_words(person: Person) -> str | None:
    """Return the statuses of the day where the list put them, else None: the person's page has its own."""
    return getattr(person, "status_words", None)


def site_words(person: Person) -> str:
    """Return the sites where the list put them, else ask."""
    words: str | None = getattr(person, "site_words", None)
    if words is None:
        words = ", ".join(person.sites.values_list("site__name", flat=True))
    return words


def _page(obj: Model) -> str:
    return str(obj.get_absolute_url())  # type: ignore[attr-defined]


PERSONS = (
    Column("Nom", lambda person: person.last_name, url=_page, sort="last_name"),
    Column("Prénom", lambda person: person.first_name, sort="first_name"),
    Column("Profession", profession_words, sort="profession"),
    Column("Sites", site_words),
    Column("Statuts", status_words),
    Column(
        "E-mail",
        lambda person: person.email,
        url=lambda person: f"mailto:{person.email}",
        sort="email",
    ),
    Column("Téléphone", lambda person: person.phone, "phone"),
)


def members_counted(group: Group) -> int | None:
    """Return the members of the day where `groups_with_counts` counted them, else None."""
    return getattr(group, "present", None)


GROUPS = (
    Column("Groupe", str, url=_page, sort="name"),
    Column("Sorte", lambda group: group.get_kind_display(), sort="kind"),
    Column("Référent·e", lambda group: str(group.lead or "")),
    Column("Membres", members_counted, "number"),
    Column("Fin du mandat", lambda group: group.ends_on, "date", sort="ends_on"),
)
