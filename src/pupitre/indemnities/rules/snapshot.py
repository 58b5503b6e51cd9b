"""The facts a run counted, as they are kept: what a later correction is compared with."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pupitre.indemnities.rules.scheme import Attendance, Who

Kept = list[dict[str, Any]]


def kept(facts: Iterable[Attendance]) -> Kept:
    """The facts of one meeting as JSON, in one order."""
    return [_fact(fact) for fact in sorted(facts, key=lambda fact: fact.order)]


def facts_of(rows: Kept) -> tuple[Attendance, ...]:
    """The facts that were kept."""
    return tuple(_attendance(row) for row in rows)


def _fact(fact: Attendance) -> dict[str, Any]:
    return {
        "meeting": fact.meeting,
        "day": fact.day.isoformat(),
        "title": fact.title,
        "kind": fact.kind,
        "who": _who(fact.who),
        "minutes": [fact.day_minutes, fact.evening_minutes],
        "roles": sorted(fact.roles),
        "replaces": _who(fact.replaces) if fact.replaces else None,
    }


def _who(who: Who) -> dict[str, Any]:
    return {
        "person": who.person,
        "name": who.name,
        "keys": sorted(who.keys),
        "statuses": sorted(who.statuses),
    }


def _attendance(row: Mapping[str, Any]) -> Attendance:
    day, evening = row["minutes"]
    return Attendance(
        row["meeting"],
        date.fromisoformat(row["day"]),
        row["title"],
        row["kind"],
        _person(row["who"]),
        day,
        evening,
        frozenset(row["roles"]),
        _person(row["replaces"]) if row["replaces"] else None,
    )


def _person(row: Mapping[str, Any]) -> Who:
    return Who(row["person"], row["name"], frozenset(row["keys"]), frozenset(row["statuses"]))


def differs(before: Kept, after: Kept) -> bool:
    """Whether what is paid may change: names and titles aside."""
    return _worth(before) != _worth(after)


def _worth(rows: Kept) -> list[tuple[Any, ...]]:
    return [
        (
            row["kind"],
            row["minutes"],
            row["roles"],
            *[_plain(row[name]) for name in ("who", "replaces")],
        )
        for row in rows
        if sum(row["minutes"])
    ]


def _plain(who: Mapping[str, Any] | None) -> tuple[Any, ...]:
    return (who["person"], who["keys"], who["statuses"]) if who else ()
