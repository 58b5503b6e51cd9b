"""Reads a Problem from JSON, and refuses one that does not hold together."""

from collections.abc import Iterable, Iterator
from typing import Any

from pupitre.rosters.rules.model import Assignment, Problem
from pupitre.rosters.rules.shapes import ShapeError, read

LONGEST = 400
DAY_MINUTES = 1440


def read_problem(value: Any) -> Problem:
    """The problem in parsed JSON; raises ShapeError, one French sentence."""
    problem = read(Problem, value)
    for sentence in faults(problem):
        raise ShapeError(sentence)
    return problem


def faults(problem: Problem) -> Iterator[str]:
    """What does not hold together, in French sentences."""
    if not 0 <= (problem.last - problem.first).days < LONGEST:
        yield f"La période doit durer de 1 à {LONGEST} jours, du premier au dernier jour."
        return
    yield from _identifiers(problem)
    yield from _people(problem)
    yield from _shifts(problem)
    yield from _demands(problem)
    yield from _references(problem)
    weights = problem.weights
    prices = list(vars(weights).values()) + [wish.weight for wish in problem.wishes]
    if min(prices) < 0 or weights.ideal > min(weights.wanted, weights.contractual):
        yield "Les poids doivent être positifs, et l’idéal peser moins que le minimum."


def _identifiers(problem: Problem) -> Iterator[str]:
    for what, items in (
        ("personne", problem.people),
        ("horaire", problem.shifts),
        ("besoin", problem.demands),
        ("salle", problem.rooms),
    ):
        seen: set[str] = set()
        for item in items:
            if item.id in seen:
                yield f"L’identifiant « {item.id} » sert à deux éléments ({what})."
            seen.add(item.id)


def _people(problem: Problem) -> Iterator[str]:
    sets = {rules.name for rules in problem.rule_sets}
    for person in problem.people:
        contract = person.contract
        if contract and contract.rules not in sets:
            yield f"La convention « {contract.rules} » de {person.name} n’est pas décrite."
        if contract and person.max_shifts_day != 1:
            yield f"{person.name} est salarié·e : un seul horaire par jour (au besoin discontinu)."
        if contract and (contract.weekly_minutes < 0 or contract.max_extra_week < 0):
            yield f"Le contrat de {person.name} a une durée négative."


def _shifts(problem: Problem) -> Iterator[str]:
    for shift in problem.shifts:
        edges = [edge for part in shift.parts for edge in (part.start, part.end)]
        ordered = edges == sorted(set(edges))
        if not edges or not ordered or not 0 <= edges[0] <= edges[-1] <= DAY_MINUTES:
            yield f"Les heures de l’horaire « {shift.label} » ne se suivent pas dans la journée."
        if any(day not in range(7) for day in shift.weekdays):
            yield f"L’horaire « {shift.label} » a un jour de semaine hors de 0 (lundi) à 6."


def _demands(problem: Problem) -> Iterator[str]:
    for demand in problem.demands:
        if not problem.first <= demand.day <= problem.last:
            yield f"Le besoin « {demand.id} » est hors de la période."
        if not 0 <= demand.start < demand.end <= DAY_MINUTES or demand.slot < 1:
            yield f"Les heures du besoin « {demand.id} » ne se suivent pas dans la journée."
        elif (demand.end - demand.start) % demand.slot:
            yield f"Le besoin « {demand.id} » n’est pas un nombre entier de pas."
        if not 0 <= demand.minimum <= demand.ideal:
            yield f"Le besoin « {demand.id} » a un idéal plus petit que son minimum."


def _references(problem: Problem) -> Iterator[str]:
    people, shifts = {p.id for p in problem.people}, {s.id for s in problem.shifts}
    rooms = {room.id for room in problem.rooms}
    named = [absence.person for absence in problem.absences]
    named += [wish.person for wish in problem.wishes] + [past.person for past in problem.history]
    yield from _unknown("personne", [*named, *problem.earlier_weeks], people)
    yield from _unknown("horaire", [wish.shift for wish in problem.wishes], shifts)
    yield from _unknown("salle", [person.preferred_room for person in problem.people], rooms)
    for absence in problem.absences:
        if absence.end <= absence.start:
            yield f"L’absence de « {absence.person} » finit avant de commencer."
    for past in problem.history:
        if not past.start < past.end or past.start.date() >= problem.first:
            yield f"Le passé de « {past.person} » doit précéder la période."
    if problem.published:
        yield from _published(problem.published.assignments, (people, shifts, rooms), problem)


def _published(
    assignments: tuple[Assignment, ...],
    known: tuple[set[str], set[str], set[str]],
    problem: Problem,
) -> Iterator[str]:
    yield from _unknown("personne", [a.person for a in assignments], known[0])
    yield from _unknown("horaire", [a.shift for a in assignments], known[1])
    yield from _unknown("salle", [a.room for a in assignments], known[2])
    for assignment in assignments:
        if not problem.first <= assignment.day <= problem.last:
            yield f"Le planning publié a le {assignment.day:%d/%m/%Y}, hors de la période."
        if assignment.person in known[0] and assignment.shift in known[1]:
            yield from _published_shift(assignment, problem)


def _published_shift(assignment: Assignment, problem: Problem) -> Iterator[str]:
    person, shift = problem.person(assignment.person), problem.shift(assignment.shift)
    if person.role not in shift.roles or assignment.day.weekday() not in shift.weekdays:
        when = f"{assignment.day:%d/%m/%Y}"
        yield f"Le planning publié donne à {person.name} un horaire impossible le {when}."


def _unknown(what: str, names: Iterable[str | None], known: set[str]) -> Iterator[str]:
    for name in names:
        if name is not None and name not in known:
            yield f"« {name} » n’est pas décrit ({what})."
