"""Reads the text format of the public "Shift Scheduling" set into an Instance."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pupitre.rosters.rules.shift_scheduling import Cover, Employee, Instance, Request, Shift

FILLED = ("HORIZON", "SHIFTS", "STAFF")
NEEDED = (*FILLED, "COVER")
ALLOWED = (*NEEDED, "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS")
MOST_DAYS = 1_500
MOST_CELLS = 20_000_000
MOST_DIGITS = 7
"""So that no sum of prices, and no search, goes beyond what a machine holds."""


class ShiftFileError(ValueError):
    """The file is not a usable instance; the message is one French sentence."""


@dataclass(frozen=True)
class Line:
    """A line that holds data: its number in the file and its fields."""

    number: int
    fields: tuple[str, ...]

    def error(self, what: str) -> ShiftFileError:
        return ShiftFileError(f"Ligne {self.number} : {what}")

    def width(self, wanted: int) -> None:
        if len(self.fields) != wanted:
            raise self.error(f"{wanted} champs attendus, {len(self.fields)} trouvés.")

    def whole(self, position: int, lowest: int = 0) -> int:
        """The field as a whole number of at least `lowest`."""
        text = self.fields[position]
        if not text.isascii() or not text.isdigit():
            raise self.error(f"« {text[:40]} » n’est pas un nombre entier positif.")
        if len(text) > MOST_DIGITS:
            raise self.error(f"« {text[:40]} » est trop grand ({MOST_DIGITS} chiffres au plus).")
        if int(text) < lowest:
            raise self.error(f"« {text} » est trop petit, le minimum est {lowest}.")
        return int(text)


def read_instance(text: str) -> Instance:
    """The instance written in `text`; raises ShiftFileError with line and reason."""
    sections = _sections(text)
    days = _horizon(sections["HORIZON"])
    if days * len(sections["SHIFTS"]) * len(sections["STAFF"]) > MOST_CELLS:
        raise ShiftFileError("Trop de jours, d’horaires et de salariés ensemble pour un calcul.")
    reader = _Reader(
        days, _index(sections["SHIFTS"], "horaire"), _index(sections["STAFF"], "salarié")
    )
    return Instance(
        days=days,
        shifts=tuple(reader.shift(line) for line in sections["SHIFTS"]),
        staff=reader.staff(sections["STAFF"], sections.get("DAYS_OFF", [])),
        requests=tuple(reader.requests(sections)),
        covers=tuple(reader.cover(line) for line in sections["COVER"]),
    )


def _sections(text: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        content = raw.strip()
        if not content or content.startswith("#"):
            continue
        line = Line(number, tuple(part.strip() for part in content.split(",")))
        if content.startswith("SECTION_"):
            current = found[_section_name(line, found)] = []
        elif current is None:
            raise line.error("des données avant la première ligne « SECTION_… ».")
        else:
            current.append(line)
    _require_sections(found)
    return found


def _section_name(line: Line, found: dict[str, list[Line]]) -> str:
    line.width(1)
    name = line.fields[0].removeprefix("SECTION_")
    if name not in ALLOWED:
        raise line.error(f"la section « {line.fields[0]} » est inconnue.")
    if name in found:
        raise line.error(f"la section « {line.fields[0]} » est déjà présente plus haut.")
    return name


def _require_sections(found: dict[str, list[Line]]) -> None:
    for name in NEEDED:
        if name not in found or (name in FILLED and not found[name]):
            raise ShiftFileError(f"La section « SECTION_{name} » manque ou est vide.")


def _horizon(lines: list[Line]) -> int:
    lines[0].width(1)
    if len(lines) > 1:
        raise lines[1].error("l’horizon tient en un seul nombre de jours.")
    days = lines[0].whole(0, lowest=1)
    if days > MOST_DAYS:
        raise lines[0].error(f"l’horizon dépasse {MOST_DAYS} jours.")
    return days


def _index(lines: list[Line], what: str) -> dict[str, int]:
    index: dict[str, int] = {}
    for line in lines:
        name = line.fields[0]
        if not name:
            raise line.error(f"un {what} sans identifiant.")
        if name in index:
            raise line.error(f"le {what} « {name} » est déjà décrit plus haut.")
        index[name] = len(index)
    return index


@dataclass(frozen=True)
class _Reader:
    """Turns lines into objects, once the names of shifts and employees are known."""

    days: int
    shifts: dict[str, int]
    employees: dict[str, int]
    unlimited: int = field(default=10**MOST_DIGITS)

    def shift(self, line: Line) -> Shift:
        line.width(3)
        barred = frozenset(self._shift(line, name) for name in line.fields[2].split("|") if name)
        return Shift(line.fields[0], line.whole(1, lowest=1), barred)

    def staff(self, lines: list[Line], days_off: list[Line]) -> tuple[Employee, ...]:
        free: dict[int, set[int]] = {}
        for line in days_off:
            who = self._employee(line)
            free.setdefault(who, set()).update(
                self._day(line, i) for i in range(1, len(line.fields))
            )
        return tuple(
            replace(self._employee_of(line), days_off=frozenset(free.get(number, ())))
            for number, line in enumerate(lines)
        )

    def _employee_of(self, line: Line) -> Employee:
        line.width(8)
        most, least = line.whole(2), line.whole(3)
        if least > most:
            raise line.error(f"le minimum de minutes ({least}) dépasse le maximum ({most}).")
        return Employee(
            id=line.fields[0],
            max_shifts=self._limits(line),
            min_minutes=least,
            max_minutes=most,
            # Longer than the horizon is as long as the horizon.
            max_run=min(line.whole(4, lowest=1), self.days),
            min_run=min(line.whole(5), self.days),
            min_rest_days=min(line.whole(6), self.days),
            max_weekends=line.whole(7),
            days_off=frozenset(),
        )

    def _limits(self, line: Line) -> tuple[int, ...]:
        limits = [self.unlimited] * len(self.shifts)
        for part in filter(None, line.fields[1].split("|")):
            name, equals, most = part.partition("=")
            if not equals or not most.isascii() or not most.isdigit() or len(most) > MOST_DIGITS:
                raise line.error(f"« {part} » devrait s’écrire « horaire=nombre ».")
            limits[self._shift(line, name)] = int(most)
        return tuple(limits)

    def requests(self, sections: dict[str, list[Line]]) -> Iterator[Request]:
        for name, wanted in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
            for line in sections.get(name, []):
                line.width(4)
                who, day = self._employee(line), self._day(line, 1)
                shift = self._shift(line, line.fields[2])
                yield Request(who, day, shift, line.whole(3), wanted)

    def cover(self, line: Line) -> Cover:
        line.width(5)
        shift = self._shift(line, line.fields[1])
        return Cover(self._day(line, 0), shift, line.whole(2), line.whole(3), line.whole(4))

    def _shift(self, line: Line, name: str) -> int:
        if name not in self.shifts:
            raise line.error(f"l’horaire « {name} » n’est pas dans la section SHIFTS.")
        return self.shifts[name]

    def _employee(self, line: Line) -> int:
        if line.fields[0] not in self.employees:
            raise line.error(f"« {line.fields[0]} » n’est pas dans la section STAFF.")
        return self.employees[line.fields[0]]

    def _day(self, line: Line, position: int) -> int:
        day = line.whole(position)
        if day >= self.days:
            raise line.error(f"le jour {day} est hors de l’horizon (de 0 à {self.days - 1}).")
        return day
