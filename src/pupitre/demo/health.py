"""The health project of a fictitious centre: protocols, actions, quality, visitors, trainees, agreements."""

import random
from datetime import date, timedelta
from decimal import Decimal

from pupitre.contracts.models import Agreement, Signature, Software
from pupitre.contracts.queries import INVOICE, LABEL
from pupitre.contracts.services import sign
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo.papers import prove
from pupitre.demo.people import Team
from pupitre.hr.models import Placement
from pupitre.hr.services import host
from pupitre.people.models import Person
from pupitre.people.services.persons import add_person
from pupitre.projects.models import Action, Offer, Quality
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
CHARTER = (
    "Nous accueillons toute demande de soins non programmés aux heures d'ouverture.\n\n"
    "Nous nous parlons : réunions pluriprofessionnelles, dossier partagé, protocoles communs.\n\n"
    "Nous informons nos patients de nos horaires et de ce que chacun fait."
)
TRAINEES = (("Lou", "Tanguy", "infirmier"), ("Sacha", "Le Bihan", "masseur_kinesitherapeute"))


def live_health_project(team: Team, *, rng: random.Random, today: date, by: Actor) -> None:
    """Make what the team does beyond its meetings; one trainee's agreement is still missing."""
    professionals = [one for one in team.people if one.kind == Person.Kind.PROFESSIONAL]
    _protocols(professionals, rng=rng, today=today, by=by)
    _actions(professionals, today=today, by=by)
    _offers(professionals, today=today, by=by)
    _agreements(professionals, today=today, by=by)
    _software(len(professionals), today=today, by=by)
    _trainees(professionals[0], today=today, by=by)


def _protocols(team: list[Person], *, rng: random.Random, today: date, by: Actor) -> None:
    """Write protocols, one still in preparation, one to be reviewed soon."""
    first = team[0]
    second = next(one for one in team if one.profession != first.profession)
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
        set_authors(protocol, {first, second, rng.choice(team)}, by=by)
        if protocol.approved_on:
            prove(protocol, title, by=by, dated=approved)
    count_patients(protocol, year=today.year, patients=84, new_cases=9, diagnosed=5, by=by)


def _actions(team: list[Person], *, today: date, by: Actor) -> None:
    """Vaccinate for three years, survey the patients each year; each year has its proofs."""
    start = date(today.year, 1, 15)
    common = {"lead": team[0], "ends_on": date(today.year, 12, 15)}
    mission = Action(
        kind="mission", theme="vaccination", title="Vacciner les plus de 65 ans", reached=312,
        hours=96, budget_cents=180_000, partners="CPTS, pharmacies",
        starts_on=date(today.year - 2, 1, 15), **common,
    )  # fmt: skip
    records.save(mission, by=by)
    records.save(
        Action(title="Atelier sport-santé", starts_on=start, reached=24, hours=40, **common), by=by
    )
    for year in range(today.year - 2, today.year + 1):
        day = date(year, 3, 15)
        survey = Action(
            kind="users", level=1, title=f"Enquête de satisfaction {year}", starts_on=day,
            ends_on=date(year, 6, 30), survey_on=day, reached=140, lead=team[0],
            results="Neuf patients sur dix sont satisfaits ; l'attente au téléphone est à mieux régler.",
        )  # fmt: skip
        records.save(survey, by=by)
        prove(survey, f"Bilan de l'enquête {year}", by=by, dated=day)
        prove(mission, f"Bilan de la vaccination {year}", by=by, dated=day)
    records.save(
        Quality(
            title="Accès aux soins non programmés",
            referent=team[0],
            objective="Un rendez-vous dans les 24 heures pour neuf demandes sur dix.",
            diagnosed_on=start,
        ),
        by=by,
    )


def _offers(team: list[Person], *, today: date, by: Actor) -> None:
    """Put half of the doctors in the SAS, and a visiting cardiologist twice a month."""
    since = date(today.year - 1, 9, 1)
    doctors = [one for one in team if one.profession == "medecin_generaliste"]
    for doctor in doctors[: (len(doctors) + 1) // 2]:
        records.save(Offer(kind="sas", person=doctor, since=since), by=by)
    visitor = add_person(
        by=by, kind=Person.Kind.OTHER, civility="Dr", first_name="Irène", last_name="Quéméner",
        profession="medecin", speciality="Cardiologie",
    )  # fmt: skip
    half_days, slots = Decimal("0.5"), "1er et 3e mardis matin"
    records.save(
        Offer(kind="sessions", person=visitor, since=since, half_days=half_days, slots=slots), by=by
    )


def _agreements(team: list[Person], *, today: date, by: Actor) -> None:
    adopted = date(today.year - 3, 11, 20)
    common = {"adopted_on": adopted, "review_on": today + timedelta(days=200)}
    charter = Agreement(
        kind="charter", title="Charte d'engagement vis-à-vis des patients", text=CHARTER,
        displayed_on=adopted, sent_on=adopted, **common,
    )  # fmt: skip
    plan = Agreement(kind="crisis_plan", title="Plan de préparation aux crises", **common)
    for agreement in (charter, plan):
        records.save(agreement, by=by)
        prove(agreement, agreement.title, by=by, dated=adopted)
    for person in team[:-2]:
        sign(charter, person, on=adopted, via=Signature.Via.PAPER, edition="1", by=by)


def _software(users: int, *, today: date, by: Actor) -> None:
    bought = date(today.year - 3, 2, 1)
    software = Software(
        name="Logiciel partagé (démonstration)", publisher="Éditeur fictif", users=users,
        level=Software.Level.STANDARD, labelled_on=bought, acquired_on=bought,
    )  # fmt: skip
    records.save(software, by=by)
    prove(software, "Label e-santé, niveau standard", by=by, purpose=LABEL, dated=bought)
    invoiced = date(today.year, 1, 10)
    prove(software, f"Facture {today.year}", by=by, purpose=INVOICE, dated=invoiced)


def _trainees(tutor: Person, *, today: date, by: Actor) -> None:
    for place, (first, last, profession) in enumerate(TRAINEES):
        since = date(today.year, 2 + 2 * place, 1)
        placement = Placement(
            tutor=tutor, school="Université (démonstration)", since=since,
            until=since + timedelta(days=55),
        )  # fmt: skip
        named = {"first_name": first, "last_name": last, "profession": profession}
        host(placement, named=named, by=by)
        if place == 0:
            prove(placement, "Convention de stage", by=by, dated=since)
