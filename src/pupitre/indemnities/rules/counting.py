"""Which minutes count, and for whom: statuses at the date, replacements, rounding, the hour of the evening."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pupitre.core.dates import local, utc_moment
from pupitre.indemnities.rules.scheme import Attendance, LeftOut, Rounding, Scheme, Who

STATUS_WORDS = {
    "associate": "associé·e",
    "signatory": "signataire du projet de santé",
    "replacement": "remplaçant·e",
    "employee": "salarié·e",
    "trainee": "stagiaire",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Time that is paid: to whom (`paid`), for whose presence, and what the counting changed."""

    source: Attendance
    paid: Who
    day_minutes: int
    evening_minutes: int
    because: str = ""

    @property
    def minutes(self) -> int:
        return self.day_minutes + self.evening_minutes

    @property
    def order(self) -> tuple[int, int]:
        return self.source.order


def count_all(
    facts: Iterable[Attendance], scheme: Scheme
) -> tuple[tuple[Counted, ...], tuple[LeftOut, ...]]:
    """What is paid and what is not, in the order of meetings and persons whatever that of the facts."""
    kept, out = [], []
    for fact in sorted(facts, key=lambda fact: fact.order):
        found = count(fact, scheme)
        if isinstance(found, Counted):
            kept.append(found)
        else:
            out.append(found)
    return tuple(kept), tuple(out)


def count(fact: Attendance, scheme: Scheme) -> Counted | LeftOut:
    """The minutes of one attendance that the scheme pays, or why it pays none."""
    paid, how = _beneficiary(fact, scheme)
    refusal = _refusal(fact, paid, scheme)
    if refusal:
        return _left_out(fact, refusal)
    assert paid is not None  # noqa: S101  # a refusal was given otherwise
    day, evening = rounded(fact.day_minutes, fact.evening_minutes, scheme.rounding)
    reasons = [how] if how else []
    if day + evening != fact.day_minutes + fact.evening_minutes:
        reasons.append(f"{fact.day_minutes + fact.evening_minutes}\u00a0min arrondies")
    most = scheme.ceilings.meeting_minutes
    if most and day + evening > most:
        evening = min(evening, most)
        day = min(day, most - evening)
        reasons.append(f"plafond de {most}\u00a0min par réunion")
    if not day + evening:
        return _left_out(fact, f"moins de {scheme.rounding.at_least or 1}\u00a0min comptées")
    return Counted(fact, paid, day, evening, ", ".join(reasons))


def _beneficiary(fact: Attendance, scheme: Scheme) -> tuple[Who | None, str]:
    """Who is paid for that presence, and the words for it when it is not plain."""
    if fact.replaces is None:
        return fact.who, ""
    if scheme.replacement == "replaced":
        return fact.replaces, f"temps de {fact.who.name}, qui remplaçait"
    if scheme.replacement == "nobody":
        return None, ""
    return fact.who, f"en remplacement de {fact.replaces.name}"


def _refusal(fact: Attendance, paid: Who | None, scheme: Scheme) -> str:
    if not fact.day_minutes + fact.evening_minutes:
        return "aucune minute de présence"
    if scheme.kinds and fact.kind not in scheme.kinds:
        return "cette sorte de réunion n’est pas indemnisée"
    if paid is None:
        return "le barème n’indemnise pas les remplacements"
    if scheme.statuses and not scheme.statuses & paid.statuses:
        held = ", ".join(STATUS_WORDS.get(one, one) for one in sorted(paid.statuses))
        return f"{held or 'aucun statut'} à cette date : le barème ne l’indemnise pas"
    return ""


def _left_out(fact: Attendance, because: str) -> LeftOut:
    minutes = fact.day_minutes + fact.evening_minutes
    return LeftOut(fact.who.person, fact.meeting, minutes, because)


def rounded(day: int, evening: int, rounding: Rounding) -> tuple[int, int]:
    """Day and evening minutes once the total is rounded by steps; the evening keeps its own part.

    A total under the least counted gives nothing.
    """
    total = day + evening
    if total < rounding.at_least:
        return 0, 0
    whole = _by_steps(total, rounding)
    late = min(whole, _by_steps(evening, rounding)) if day else whole
    return whole - late, late


def _by_steps(minutes: int, rounding: Rounding) -> int:
    step = rounding.step
    extra = {"down": 0, "up": step - 1, "nearest": step // 2}[rounding.mode]
    return (minutes + extra) // step * step


def slots(
    minutes: int,
    stays: Iterable[tuple[datetime, datetime]],
    start: datetime,
    evening_from: time,
) -> tuple[int, int]:
    """Day and evening minutes of a recorded total, for an evening that begins at another hour.

    `stays` are what was noted; without any, the time runs from the start of the meeting.
    """
    spans = list(stays) or [(start, start + timedelta(minutes=minutes))]
    evening = utc_moment(local(start).date(), evening_from)
    late = sum(((end - max(begin, evening)) for begin, end in spans if end > evening), timedelta())
    after = min(minutes, int((late.total_seconds() + 30) // 60))
    return minutes - after, after
