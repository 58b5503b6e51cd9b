"""What the annual report tells of the team and of the patients: counts only."""

from collections import Counter
from datetime import date

from pupitre.centres.models import Site
from pupitre.core.charts import Chart, Drawn, Series, row_chart
from pupitre.core.report import Chapter, Figure, last_day
from pupitre.people.models import Person
from pupitre.people.queries import associates, group_people, patient_facts, profession_of, team


def team_chapter(year: int, today: date) -> Chapter:
    """The structure on the last day of the year, and who came and left in it."""
    day = last_day(year, today)
    people = list(group_people(None, day))
    by_profession = Counter(_profession(person) for person in people)
    open_sites = [
        site for site in Site.objects.all() if site.closed_on is None or site.closed_on > day
    ]
    figures = (
        Figure("sites", "Sites", len(open_sites), "Sites ouverts au dernier jour de l’année."),
        Figure(
            "equipe", "Équipe", len(people),
            "Professionnels, coordination et secrétariat présents au dernier jour de l’année.",
        ),
        Figure(
            "associes", "Associés", associates(day).count(),
            "Personnes qui ont ce jour-là le statut d’associé.",
        ),
        Figure(
            "professions", "Professions de santé",
            len({person.profession for person in people if person.profession}),
            "Professions différentes dans l’équipe ce jour-là.",
        ),
        Figure("arrivees", "Arrivées", _moved("joined_on", year), "Arrivées dans l’année."),
        Figure("departs", "Départs", _moved("left_on", year), "Départs dans l’année."),
        Figure(
            "stagiaires_presents", "Stagiaires présents",
            team(day).filter(kind=Person.Kind.TRAINEE).count(),
            "Stagiaires de l’annuaire présents au dernier jour de l’année.",
        ),
    )  # fmt: skip
    return Chapter("equipe", "La structure et l’équipe", 10, figures, (_drawn(by_profession),))


def _profession(person: Person) -> str:
    known = profession_of(person.profession)
    return known.label if known else person.get_kind_display().capitalize()


def _moved(field: str, year: int) -> int:
    return Person.objects.filter(**{f"{field}__year": year}).count()


def _drawn(counted: Counter[str]) -> Drawn:
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    chart = Chart(
        "L’équipe par profession",
        "Nombre de personnes présentes, par profession.",
        tuple(name for name, _ in ranked),
        (Series("Personnes", tuple(count for _, count in ranked)),),
    )
    return Drawn(
        chart,
        row_chart,
        ["Profession", "Personnes"],
        [[name, str(count)] for name, count in ranked],
    )


def patients_chapter(year: int, today: date) -> Chapter:
    """The patients of the associate doctors, as the CPAM counts them."""
    facts = patient_facts(last_day(year, today))
    said = "des médecins associés présents, selon le dernier comptage de chacun"
    figures = (
        Figure("medecins", "Médecins associés", facts.doctors, "Médecins associés présents au dernier jour de l’année."),
        Figure("patientele", "Patientèle médecin traitant", facts.patients, f"Patients {said}."),
        Figure(
            "ald_moins_75", "En ALD, moins de 75 ans", facts.ald_under_75,
            f"Patients en ALD de moins de 75 ans {said}.",
        ),
        Figure(
            "plus_75_hors_ald", "75 ans et plus, hors ALD", facts.over_75_non_ald,
            f"Patients de 75 ans et plus hors ALD {said}.",
        ),
        Figure(
            "plus_75_ald", "75 ans et plus, en ALD", facts.over_75_ald,
            f"Patients de 75 ans et plus en ALD {said}.",
        ),
    )  # fmt: skip
    return Chapter("patientele", "La patientèle", 60, figures)
