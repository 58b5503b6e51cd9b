"""Puts the reasons of an unmet demand, and their remedies, into French sentences."""

from collections.abc import Sequence
from datetime import time

from pupitre.core.dates import format_duration, format_long, format_time
from pupitre.rosters.rules.model import Demand, Problem
from pupitre.rosters.rules.reasons import Reason

AWAY = {
    "leave": "en congé",
    "ill": "en arrêt maladie",
    "training": "en formation",
    "other": "en absence",
}


def because(
    problem: Problem,
    demand: Demand,
    gap: tuple[int, int],
    reasons: Sequence[Reason],
    *,
    possible: bool,
) -> str:
    """Why the demand is not met from `gap[0]` to `gap[1]`, in one sentence."""
    when = f"Le {format_long(demand.day, year=False)}, de {_clock(gap[0])} à {_clock(gap[1])}"
    if possible:
        return f"{when}, le besoin « {demand.skill} » pourrait être tenu, mais au prix d’autres souhaits."
    if not reasons:
        return f"{when}, personne dans l’équipe ne peut tenir « {demand.skill} » avec ces horaires."
    return f"{when}, « {demand.skill} » ne peut pas être tenu : {_listed(_causes(problem, demand, reasons))}."


def _causes(problem: Problem, demand: Demand, reasons: Sequence[Reason]) -> list[str]:
    causes = []
    for kind in dict.fromkeys(r.item for r in reasons if r.kind == "absence"):
        names = _names(problem, [r for r in reasons if (r.kind, r.item) == ("absence", kind)])
        causes.append(f"{_listed(names)} {'est' if len(names) == 1 else 'sont'} {AWAY[kind]}")
    causes += [_week(problem, r) for r in reasons if r.kind == "week"]
    for who in dict.fromkeys(r.person for r in reasons if r.kind == "kept"):
        days = [_held(problem, r) for r in reasons if (r.kind, r.person) == ("kept", who)]
        causes.append(f"{problem.person(who).name} tient déjà {_listed(days)} (planning publié)")
    causes += [f"{n} doit garder ses repos" for n in _names(problem, _of(reasons, "rest"))]
    causes += [f"{_room(problem, r)} est fermée" for r in _of(reasons, "room")]
    return [*causes, *_other_demands(problem, demand, _of(reasons, "demand"))]


def _other_demands(problem: Problem, demand: Demand, reasons: Sequence[Reason]) -> list[str]:
    """Those of the same day one by one, those of the week by their number."""
    same = [reason for reason in reasons if reason.day == demand.day]
    found = [f"il faut aussi tenir « {_other(problem, reason)} »" for reason in same]
    elsewhere = len(reasons) - len(same)
    if elsewhere:
        many = "un autre besoin" if elsewhere == 1 else f"{elsewhere} autres besoins"
        found.append(f"il faut tenir {many} de la semaine")
    return found


def remedies(problem: Problem, demand: Demand, reasons: Sequence[Reason]) -> tuple[str, ...]:
    """What somebody could do about each reason, and in any case."""
    found = [sentence for reason in reasons for sentence in _remedy(problem, reason)]
    found.append("Faire appel à un remplacement.")
    found.append(f"Renoncer en connaissance de cause à ce besoin ({demand.source}).")
    return tuple(dict.fromkeys(found))


def _remedy(problem: Problem, reason: Reason) -> list[str]:
    name = problem.person(reason.person).name if reason.person else ""
    if reason.kind == "absence":
        movable = reason.item in ("leave", "training", "other")
        return [f"Voir avec {name} si son absence peut être déplacée."] if movable else []
    if reason.kind == "week":
        return [f"Relever la limite de la semaine de {name}, dans celle de la loi."]
    if reason.kind == "kept":
        return [f"Libérer {name} de {_held(problem, reason)}."]
    if reason.kind == "rest":
        return [f"Alléger la veille ou le lendemain de {name}, dont le repos est dû."]
    if reason.kind == "room":
        return [f"Ouvrir {_room(problem, reason)} ce jour-là."]
    day = format_long(reason.day, year=False) if reason.day else ""
    return [f"Alléger le besoin « {_other(problem, reason)} » du {day}."]


def _of(reasons: Sequence[Reason], kind: str) -> list[Reason]:
    return [reason for reason in reasons if reason.kind == kind]


def _names(problem: Problem, reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(problem.person(reason.person).name for reason in reasons))


def _week(problem: Problem, reason: Reason) -> str:
    person = problem.person(reason.person)
    contract = person.contract
    limit = contract.weekly_minutes + contract.max_extra_week if contract else 0
    legal = problem.rules_of(contract).value("SEMAINE_48H", limit) if contract else limit
    return f"{person.name} est à sa limite de {format_duration(min(limit, legal))} cette semaine"


def _held(problem: Problem, reason: Reason) -> str:
    day = format_long(reason.day, year=False) if reason.day else ""
    return f"« {problem.shift(reason.item).label} » le {day}"


def _room(problem: Problem, reason: Reason) -> str:
    return next(room.name for room in problem.rooms if room.id == reason.item)


def _other(problem: Problem, reason: Reason) -> str:
    other = next(demand for demand in problem.demands if demand.id == reason.item)
    return f"{other.skill}, {_clock(other.start)} à {_clock(other.end)}"


def _listed(parts: Sequence[str]) -> str:
    return " et ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _clock(minutes: int) -> str:
    return "minuit" if minutes == 1440 else format_time(time(*divmod(minutes, 60)))
