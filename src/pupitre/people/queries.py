"""Who is here, as what, with how many patients: reads of one day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pupitre.people.models import Group, PatientCount, Person, Status
from pupitre.people.professions import professions
from pupitre.people.rules.professions import Family, Profession

TEAM_KINDS = (Person.Kind.PROFESSIONAL, Person.Kind.COORDINATOR, Person.Kind.SECRETARY)


def running(day: date, prefix: str = "") -> Q:
    """What has begun and is not over that day; `until` is the last day."""
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day}))


def team(day: date) -> QuerySet[Person]:
    """Return everybody who is here that day; who leaves on a day is no longer here that day."""
    begun = Q(joined_on__isnull=True) | Q(joined_on__lte=day)
    return Person.objects.filter(begun & (Q(left_on__isnull=True) | Q(left_on__gt=day)))


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
    return next((known for known in professions() if known.key == key), None)


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
