"""The health project of a fictitious centre: its protocols, each with its text."""

import random
from datetime import date, timedelta

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo.papers import prove
from pupitre.demo.people import Team
from pupitre.people.models import Person
from pupitre.protocols.models import Protocol
from pupitre.protocols.services import count_patients, set_authors

PROTOCOLS = (
    ("Plaies chroniques à domicile", "domicile", "team"),
    ("Surveillance des anticoagulants", "iatrogenie", "team"),
    ("Sujet âgé fragile : repérage et suivi", "domicile", "team"),
    ("Lombalgie chronique et maintien dans l'emploi", "chronique", "team"),
    ("Grossesse en situation de précarité", "grossesse", "team"),
    ("Insuffisance cardiaque : sortie d'hôpital", "decompensation", "heart_failure"),
)
SUMMARY = "L'infirmière repère et trace, le médecin ajuste, la pharmacie vérifie ; chacun sait quand appeler."


def write_protocols(team: Team, *, rng: random.Random, today: date, by: Actor) -> None:
    """Write the protocols of the team, one still in preparation, one to be reviewed soon."""
    professionals = [one for one in team.people if one.kind == Person.Kind.PROFESSIONAL]
    first, second = _two_professions(professionals)
    for place, (title, theme, kind) in enumerate(PROTOCOLS):
        approved = today - timedelta(days=700 - 110 * place)
        protocol = records.save(
            Protocol(
                title=title,
                theme=theme,
                kind=kind,
                summary=SUMMARY,
                approved_on=None if place == 4 else approved,
                review_on=today + timedelta(days=30 if place == 0 else 400),
            ),
            by=by,
        )
        set_authors(protocol, {first, second, rng.choice(professionals)}, by=by)
        if protocol.approved_on:
            prove(protocol, title, by=by, dated=approved)
    count_patients(protocol, year=today.year, patients=84, new_cases=9, diagnosed=5, by=by)


def _two_professions(professionals: list[Person]) -> tuple[Person, Person]:
    first = professionals[0]
    return first, next(one for one in professionals if one.profession != first.profession)
