"""Two fictitious months of a maison de santé: its salaried staff; its professionals and rooms."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from pupitre.hr.rulesets import rules_on
from pupitre.rosters.rules.model import (
    Absence,
    Assignment,
    Contract,
    Demand,
    Fairness,
    Part,
    Person,
    Problem,
    Published,
    Room,
    ShiftType,
    Wish,
)

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=27)
WEEK = timedelta(days=7)


def _shift(name: str, role: str, *hours: float, **more: object) -> ShiftType:
    edges = [round(hour * 60) for hour in hours]
    parts = tuple(Part(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
    return replace(ShiftType(name, name, parts, (role,)), **more)  # type: ignore[arg-type]


RECEPTION = (
    _shift("Ouverture", "secrétaire", 8, 12, 13, 16),
    _shift("Journée", "secrétaire", 8, 12, 13, 17),
    _shift("Matin", "secrétaire", 8, 13),
    _shift("Milieu", "secrétaire", 10, 13, 14, 18),
    _shift("Après-midi", "secrétaire", 14, 20, tags=("evening",)),
    _shift("Fermeture", "secrétaire", 11, 14, 15, 20, tags=("evening",)),
    _shift("Samedi", "secrétaire", 8, 12.5, weekdays=(5,)),
    _shift("Ménage", "entretien", 5.5, 8),
    _shift("Grand ménage", "entretien", 5, 8),
)


def staff_month() -> Problem:
    """Four secretaries and two cleaners, opening 8h-20h and Saturday morning, four weeks."""
    rules = rules_on("idcc-1147", FIRST)
    names = (("Alice", 2100), ("Béatrice", 2100), ("Chloé", 1680), ("Diane", 1440))
    people = [
        Person(name.lower(), name, "secrétaire", ("accueil",), Contract(minutes, rules.name))
        for name, minutes in names
    ]
    people += [
        Person(name.lower(), name, "entretien", ("ménage",), Contract(450, rules.name))
        for name in ("Estelle", "Fatou")
    ]
    days = [FIRST + timedelta(days=n) for n in range(28)]
    return Problem(
        first=FIRST,
        last=LAST,
        people=tuple(people),
        shifts=RECEPTION,
        demands=tuple(demand for day in days for demand in _opening(day)),
        rule_sets=(rules,),
        absences=(_leave("chloé", 9, 13), _leave("alice", 20, 21)),
        wishes=(
            Wish("diane", tuple(d for d in days if d.weekday() == 2), want=False, weight=10),
            Wish("béatrice", (days[4], days[11]), want=False, weight=15),
        ),
        fairness=(
            Fairness("secrétaire", "saturday", 30, {"alice": 1}),
            Fairness("secrétaire", "evening", 6),
        ),
    )


def _opening(day: date) -> list[Demand]:
    if day.weekday() == 6:
        return []
    contract = "Accord conventionnel interprofessionnel, ouverture de 8 h à 20 h et le samedi matin"
    if day.weekday() == 5:
        return [_demand(day, 8, 12.5, "accueil", 1, 1, contract)]
    steps = ((8, 10, 2), (10, 17, 1), (17, 19, 2), (19, 20, 1))
    opening = [_demand(day, *step[:2], "accueil", 1, step[2], contract) for step in steps]
    cleaning = _demand(day, 6, 8, "ménage", 1, 1, "Protocole de nettoyage")
    return [*opening, replace(cleaning, level="wanted", slot=120)]


def _demand(
    day: date, start: float, end: float, skill: str, low: int, high: int, source: str
) -> Demand:
    first, last = round(start * 60), round(end * 60)
    name = f"{skill} {day} {first // 60}h"
    return Demand(name, day, first, last, skill, low, high, "contractual", source)


def _leave(person: str, first: int, last: int) -> Absence:
    start = datetime.combine(FIRST, datetime.min.time())
    return Absence(person, start + timedelta(days=first), start + timedelta(days=last), "leave")


def sick_call(problem: Problem, assignments: tuple[Assignment, ...]) -> Problem:
    """The same month, published, when Béatrice falls ill on the Tuesday of the third week."""
    tuesday = datetime.combine(FIRST + timedelta(days=15), datetime.min.time())
    ill = Absence("béatrice", tuesday, tuesday + timedelta(days=4), "ill")
    return replace(
        problem,
        absences=(*problem.absences, ill),
        published=Published(assignments, tuesday.date()),
    )


def empty_saturday(problem: Problem) -> Problem:
    """The same month, when nobody is left for the second Saturday."""
    saturday = datetime.combine(FIRST + timedelta(days=12), datetime.min.time())
    away = [
        Absence(name, saturday, saturday + timedelta(days=1), "ill" if name == "diane" else "leave")
        for name in ("alice", "béatrice", "diane")
    ]
    return replace(problem, absences=(*problem.absences, *away))


def rooms_month() -> Problem:
    """Ten professionals and six rooms: a GP at each half-day, unscheduled care held in turn."""
    everyone = [
        Person(
            f"{role}{n}",
            f"{role} {n}",
            role,
            (role,),
            weekly_shifts=target,
            max_shifts_day=2,
            preferred_room=f"salle{1 + n % 6}",
        )
        for role, number, target in (("médecin", 5, 7), ("infirmière", 3, 6), ("kiné", 2, 8))
        for n in range(number)
    ]
    rooms = tuple(
        Room(f"salle{n}", f"Salle {n}", ("consultation", "soins") if n < 5 else ("consultation",))
        for n in range(1, 7)
    )
    days = [FIRST + timedelta(days=n) for n in range(28)]
    return Problem(
        first=FIRST,
        last=LAST,
        people=tuple(everyone),
        shifts=tuple(_blocks()),
        demands=tuple(demand for day in days for demand in _half_days(day)),
        rooms=rooms,
        absences=(_leave("médecin3", 14, 21), _leave("infirmière1", 7, 12)),
        wishes=tuple(
            Wish(p.id, tuple(d for d in days if d.weekday() == n % 5), want=False, weight=3)
            for n, p in enumerate(everyone)
        ),
        fairness=(Fairness("médecin", "saturday", 10), Fairness("médecin", "unscheduled", 5)),
    )


def _blocks() -> list[ShiftType]:
    hours = {"M": (8, 12), "A": (13, 17), "E": (17, 20), "S": (8, 12)}
    blocks = []
    for role, use in (("médecin", "consultation"), ("infirmière", "soins"), ("kiné", "soins")):
        for name, span in hours.items():
            days = (5,) if name == "S" else (0, 1, 2, 3, 4)
            block = _shift(f"{role} {name}", role, *span, weekdays=days, room_use=use)
            blocks.append(block)
            if role == "médecin":
                extra = {"id": f"SNP {name}", "provides": ("snp",), "tags": ("unscheduled",)}
                blocks.append(replace(block, label=f"SNP {name}", **extra))  # type: ignore[arg-type]
    return blocks


def _half_days(day: date) -> list[Demand]:
    spans = {5: [(8, 12)], 6: []}.get(day.weekday(), [(8, 12), (13, 17), (17, 20)])
    demands = []
    for start, end in spans:
        for skill, level in (
            ("médecin", "contractual"),
            ("snp", "contractual"),
            ("infirmière", "wanted"),
        ):
            if skill == "infirmière" and (day.weekday() == 5 or start == 17):
                continue
            demand = _demand(
                day, start, end, skill, 1, 1, "Accord conventionnel interprofessionnel"
            )
            demands.append(replace(demand, level=level, slot=(end - start) * 60))  # type: ignore[arg-type]
    return demands
