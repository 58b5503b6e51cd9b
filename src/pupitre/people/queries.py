"""Who is here, as what, with how many patients: reads of one day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from django.db.models import Count, Q, QuerySet

from pupitre.core.tenancy import CentreModel
from pupitre.people.models import Group, PatientCount, Person, PersonSite, Post, Status
from pupitre.people.professions import professions
from pupitre.people.rules.chart import Branch, Seat, branches
from pupitre.people.rules.names import fold, near_name
from pupitre.people.rules.professions import Family, Profession

TEAM_KINDS = (Person.Kind.PROFESSIONAL, Person.Kind.COORDINATOR, Person.Kind.SECRETARY)


def running(day: date, prefix: str = "") -> Q:
    """What has begun and is not over that day; `until` is the last day."""
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day}))


def here(day: date) -> Q:
    """Who is here that day; who leaves on a day is no longer here that day."""
    begun = Q(joined_on__isnull=True) | Q(joined_on__lte=day)
    return begun & (Q(left_on__isnull=True) | Q(left_on__gt=day))


def team(day: date) -> QuerySet[Person]:
    """Return everybody who is here that day."""
    return Person.objects.filter(here(day))


def group_people(group: Group | None, day: date) -> QuerySet[Person]:
    """Return who belongs to a group that day; without group, the team: professionals, coordination, secretaries."""
    if group is None:
        return team(day).filter(kind__in=TEAM_KINDS)
    members = group.members.filter(running(day))
    return team(day).filter(pk__in=members.values("person_id"))


def statuses_on(day: date) -> dict[int, frozenset[str]]:
    """Return the statuses in force that day, by person's key."""
    found: dict[int, set[str]] = defaultdict(set)
    for person_id, kind in Status.objects.filter(running(day)).values_list("person_id", "kind"):
        found[person_id].add(kind)
    return {person_id: frozenset(kinds) for person_id, kinds in found.items()}


def with_status(kind: str, day: date) -> QuerySet[Person]:
    """Return who is here that day with that status."""
    holders = Status.objects.filter(running(day), kind=kind)
    return team(day).filter(pk__in=holders.values("person_id"))


def associates(day: date) -> QuerySet[Person]:
    """Return the associates here that day."""
    return with_status(Status.Kind.ASSOCIATE, day)


def profession_of(key: str) -> Profession | None:
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, Profession]:
    return {known.key: known for known in professions()}


def is_woman(person: Person) -> bool:
    """Whether the title, or the national directory, says « Mme »; « Dr » says nothing."""
    return person.civility == "Mme" or person.directory.get("civility") == "MME"


def profession_words(person: Person) -> str:
    """Return the profession as said of this person, « Infirmière »; the directory's own word where the list lacks it."""
    known = profession_of(person.profession)
    if known is None:
        return str(person.directory.get("profession_label", ""))
    return known.label_for("MME" if is_woman(person) else "")


@dataclass(frozen=True)
class PatientFacts:
    """The patients of the associate doctors present one day; `without_count` are doctors who have no count yet."""

    patients: int
    ald_under_75: int
    over_75_non_ald: int
    over_75_ald: int
    doctors: int
    without_count: tuple[Person, ...] = ()


def doctors(day: date) -> QuerySet[Person]:
    """Return the associates here that day who may be « médecin traitant »: general practitioners, and doctors with a count."""
    counted = PatientCount.objects.filter(counted_on__lte=day).values("doctor_id")
    practising = Q(profession=Family.GENERAL_PRACTITIONER) | Q(pk__in=counted)
    return associates(day).filter(practising)


def latest_counts(day: date) -> dict[int, PatientCount]:
    """Return each doctor's count in force that day, by doctor's key."""
    rows = PatientCount.objects.filter(counted_on__lte=day).order_by("counted_on")
    return {row.doctor_id: row for row in rows}


def patient_facts(day: date) -> PatientFacts:
    """Add up, for the associate doctors present that day, each one's latest count (ACI avenant 1, A2)."""
    present, counts = list(doctors(day)), latest_counts(day)
    held = [counts[doctor.pk] for doctor in present if doctor.pk in counts]
    return PatientFacts(
        patients=sum(count.patients for count in held),
        ald_under_75=sum(count.ald_under_75 for count in held),
        over_75_non_ald=sum(count.over_75_non_ald for count in held),
        over_75_ald=sum(count.over_75_ald for count in held),
        doctors=len(present),
        without_count=tuple(doctor for doctor in present if doctor.pk not in counts),
    )


PRESENCES = (
    ("", "Présents"),
    ("sans-adresse", "Sans adresse e-mail"),
    ("a-venir", "À venir"),
    ("partis", "Partis"),
    ("absents-annuaire", "Absents de l'annuaire national"),
)


def _presences(day: date) -> dict[str, Q]:
    """Return the condition of each tab of PRESENCES."""
    return {
        "": here(day),
        "sans-adresse": here(day) & Q(email=""),
        "a-venir": Q(joined_on__gt=day),
        "partis": Q(left_on__lte=day),
        "absents-annuaire": here(day) & Q(gone_on__isnull=False),
    }


def listed(presence: str, day: date) -> QuerySet[Person]:
    """Return the persons of one tab of PRESENCES."""
    conditions = _presences(day)
    return Person.objects.filter(conditions.get(presence, conditions[""]))


def with_places_and_statuses(rows: Iterable[Person], day: date) -> list[Person]:
    """Put on each person the names of their sites and the words of their statuses, in two light queries."""
    persons = list(rows)
    keys = [person.pk for person in persons]
    sites, statuses = defaultdict(list), defaultdict(list)
    places = PersonSite.objects.filter(person__in=keys).order_by("site__name")
    for key, name in places.values_list("person_id", "site__name"):
        sites[key].append(name)
    held = Status.objects.filter(running(day), person__in=keys).order_by("-since")
    for key, kind in held.values_list("person_id", "kind"):
        statuses[key].append(str(Status.Kind(kind).label))
    for person in persons:
        person.site_words = ", ".join(sites[person.pk])  # type: ignore[attr-defined]
        person.status_words = ", ".join(statuses[person.pk])  # type: ignore[attr-defined]
    return persons


def presence_counts(day: date) -> dict[str, int]:
    """Return how many persons stand under each tab of PRESENCES: read once, counted here."""
    counts = dict.fromkeys((key for key, _ in PRESENCES), 0)
    rows = Person.objects.values_list("email", "joined_on", "left_on", "gone_on")
    for email, joined_on, left_on, gone_on in rows.order_by():
        left = left_on is not None and left_on <= day
        present = not left and (joined_on is None or joined_on <= day)
        counts[""] += present
        counts["sans-adresse"] += present and not email
        counts["a-venir"] += joined_on is not None and joined_on > day
        counts["partis"] += left
        counts["absents-annuaire"] += present and gone_on is not None
    return counts


def groups_with_counts(day: date) -> QuerySet[Group]:
    """Return the groups with `present`, how many members each has that day."""
    inside = running(day, "members__") & Q(members__person__in=team(day).order_by().values("pk"))
    present = Count("members", inside)
    return Group.objects.select_related("lead").annotate(present=present).order_by("name")


def history_of(person: Person) -> list[str]:
    """Return what keeps a person from being deleted, in words: everything tied to them but their sites."""
    found = []
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model is PersonSite or not isinstance(model, type) or not issubclass(model, CentreModel):
            continue
        count = model.objects.filter(**{relation.field.name: person}).count()
        if count:
            found.append(f"{model._meta.verbose_name} ({count})")
    return sorted(set(found))


@dataclass(frozen=True)
class Held:
    """A function of the organisation chart, and those that answer to it."""

    post: Post
    below: tuple["Held", ...]


def organisation(day: date) -> tuple[Held, ...]:
    """Return the functions of that day as trees; who has left leaves the function vacant."""
    posts = list(Post.objects.select_related("person"))
    here = set(team(day).values_list("pk", flat=True))
    running_keys = set(Post.objects.filter(running(day)).values_list("pk", flat=True))
    for post in posts:
        if post.person_id not in here:
            post.person = None
    known = {post.pk: post for post in posts}
    seats = [Seat(post.pk, post.reports_to_id, post.pk in running_keys) for post in posts]

    def held(branch: Branch) -> Held:
        return Held(known[branch.key], tuple(map(held, branch.below)))

    return tuple(map(held, branches(seats)))


def likely_duplicates() -> list[tuple[Person, Person]]:
    """Return the pairs of persons of one name, or nearly, the numbered record first."""
    persons = list(Person.objects.order_by("pk"))
    starts = {person.pk: _starts(person) for person in persons}
    pairs = [
        (one, other)
        for one, other in combinations(persons, 2)
        if not (one.rpps and other.rpps)
        and starts[one.pk] & starts[other.pk]  # cheap, before the costly comparison
        and near_name((one.last_name, one.first_name), (other.last_name, other.first_name))
    ]
    return [(one, other) if one.rpps or not other.rpps else (other, one) for one, other in pairs]


def _starts(person: Person) -> set[str]:
    return {word[:3] for word in fold(f"{person.last_name} {person.first_name}").split()}
