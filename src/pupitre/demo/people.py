"""A fictitious team: persons, statuses, groups, posts, patients."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from pupitre.centres.models import Site
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo import words
from pupitre.people.models import Group, GroupMember, PatientCount, Person, PersonSite, Post, Status

RANKS = 97
"""Numbers that a centre takes for its people: those of the next centre follow."""
DOCTORS = {"medecin_generaliste", "medecin", "chirurgien_dentiste", "pharmacien"}


@dataclass(frozen=True)
class Team:
    """The persons of a fictitious centre."""

    people: list[Person]
    groups: list[Group]

    def of(self, profession: str) -> list[Person]:
        return [person for person in self.people if person.profession == profession]


def ascii_word(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(character for character in plain.lower() if character.isalpha())


def luhn_key(digits: str) -> str:
    """Return the digit that completes a number of the Luhn family."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        doubled = int(character) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def fictitious_rpps(rank: int) -> str:
    """Return a valid number in the 999 range, which no directory gives."""
    digits = f"9990{rank:06d}"
    return digits + luhn_key(digits)


def fictitious_phone(rank: int) -> str:
    return f"01 99 {rank // 10_000 % 100:02d} {rank // 100 % 100:02d} {rank % 100:02d}"


def professions_for(size: int) -> list[str]:
    """Return the professions of a team of that size, general practitioners first."""
    shape = words.SMALL_TEAM if size <= 12 else words.TEAM
    one = [profession for profession, count in shape for _ in range(count)]
    return sorted((one * (size // len(one) + 1))[:size], key=[name for name, _ in shape].index)


def make_team(size: int, *, rng: random.Random, today: date, by: Actor, first_rank: int) -> Team:
    """Create the persons of a centre, with what a real directory would hold."""
    sites = list(Site.objects.order_by("pk"))
    people = [
        _person(profession, rank, rng, today)
        for rank, profession in enumerate(professions_for(size), start=first_rank)
    ]
    people += [
        _office(Person.Kind.COORDINATOR, "Nadia", "Ferrand"),
        _office(Person.Kind.SECRETARY, rng.choice(words.WOMEN), "Caradec"),
    ]
    records.save_all(people, by=by)
    records.save_all(
        [
            PersonSite(person=person, site=sites[place % len(sites)])
            for place, person in enumerate(people)
        ],
        by=by,
    )
    professionals = [person for person in people if person.kind == Person.Kind.PROFESSIONAL]
    _statuses(professionals, rng, by)
    _posts(people, by)
    _patients(professionals, rng, today, by)
    return Team(people, _groups(professionals, today, by))


def _person(profession: str, rank: int, rng: random.Random, today: date) -> Person:
    woman = rng.random() < 0.65
    first = rng.choice(words.WOMEN if woman else words.MEN)
    last = words.LAST_NAMES[rank % len(words.LAST_NAMES)]
    title = "Dr" if profession in DOCTORS else ("Mme" if woman else "M.")
    return Person(
        civility=title,
        first_name=first,
        last_name=last,
        profession=profession,
        speciality="Médecine générale" if profession == "medecin_generaliste" else "",
        rpps=fictitious_rpps(rank),
        email=f"{ascii_word(first)}.{ascii_word(last)}@exemple.invalid",
        phone=fictitious_phone(rank),
        joined_on=today - timedelta(days=rng.randrange(400, 3000)),
    )


def _office(kind: str, first: str, last: str) -> Person:
    return Person(
        kind=kind,
        civility="Mme",
        first_name=first,
        last_name=last,
        email=f"{ascii_word(first)}.{ascii_word(last)}@exemple.invalid",
    )


def _statuses(professionals: list[Person], rng: random.Random, by: Actor) -> None:
    rows = [
        Status(person=person, kind=Status.Kind.SIGNATORY, since=person.joined_on or date.min)
        for person in professionals
    ]
    rows += [
        Status(person=person, kind=Status.Kind.ASSOCIATE, since=person.joined_on or date.min)
        for person in professionals
        if rng.random() < 0.8 or person.profession == "medecin_generaliste"
    ]
    records.save_all(rows, by=by)


def _posts(people: list[Person], by: Actor) -> None:
    leader = records.save(Post(person=people[0], title="Gérance"), by=by)
    desk = next(person for person in people if person.kind == Person.Kind.COORDINATOR)
    coordination = records.save(Post(person=desk, title="Coordination", reports_to=leader), by=by)
    reception = next(person for person in people if person.kind == Person.Kind.SECRETARY)
    records.save_all(
        [
            Post(person=reception, title="Secrétariat", reports_to=coordination),
            Post(person=people[3], title="Référente qualité", reports_to=coordination),
            Post(
                person=people[4], title="Référent du système d'information", reports_to=coordination
            ),
        ],
        by=by,
    )


def _patients(professionals: list[Person], rng: random.Random, today: date, by: Actor) -> None:
    counts = []
    for doctor in professionals:
        if doctor.profession == "medecin_generaliste":
            total = rng.randrange(900, 1450)
            counts.append(
                PatientCount(
                    doctor=doctor, counted_on=date(today.year - 1, 12, 31), patients=total,
                    ald_under_75=total // 13, over_75_non_ald=total // 20, over_75_ald=total // 26,
                )
            )  # fmt: skip
    records.save_all(counts, by=by)


def _groups(professionals: list[Person], today: date, by: Actor) -> list[Group]:
    subjects = (
        ("Plaies et cicatrisation", "Écrire et faire vivre le protocole « plaies chroniques »."),
        ("Prévention", "Ateliers diabète, nutrition et sport-santé."),
        ("Locaux", "Salle de réunion, signalétique, second site."),
    )
    groups = []
    for place, (name, mandate) in enumerate(subjects):
        group = Group(
            name=name,
            mandate=mandate,
            lead=professionals[place + 1],
            starts_on=today - timedelta(days=300),
            ends_on=today + timedelta(days=60 + 90 * place),
        )
        groups.append(records.save(group, by=by))
        chosen = professionals[place + 1 :: 3][:6]
        records.save_all(
            [GroupMember(group=group, person=person, since=group.starts_on) for person in chosen],
            by=by,
        )
    return groups
