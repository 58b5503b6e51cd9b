"""Past meetings pasted from a spreadsheet: people × minutes × files, checked cell by cell."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pupitre.core.dates import DateError, parse_date

Mark = Literal["present", "excused", "absent"]
_HEADERS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"date", "jour", "date de la reunion", "date reunion"}),
    "kind": frozenset({"type", "type de reunion", "categorie", "sorte", "nature"}),
    "title": frozenset({"titre", "objet", "intitule", "reunion", "sujet"}),
    "duration": frozenset({"duree", "duree de la reunion", "duree reunion", "duree totale"}),
    "start": frozenset({"debut", "heure de debut", "heure debut", "heure"}),
    "end": frozenset({"fin", "heure de fin", "heure fin"}),
    "files": frozenset({"dossiers", "nombre de dossiers", "nb dossiers", "nb de dossiers"}),
    "person": frozenset({"nom", "personne", "professionnel", "participant", "nom prenom"}),
    "present": frozenset({"presents", "participants", "personnes presentes", "noms des presents"}),
    "minutes": frozenset({"minutes", "temps", "temps passe", "presence", "presence minutes"}),
    "ignored": frozenset({"", "total", "totaux", "total minutes", "nombre de presents"}),
}
_MARKS: Mapping[str, Mark] = {
    **dict.fromkeys(("x", "p", "1", "oui", "present", "presente"), "present"),
    **dict.fromkeys(("e", "exc", "excuse", "excusee"), "excused"),
    **dict.fromkeys(("a", "0", "abs", "absent", "absente", "non"), "absent"),
}
MOST_FILES = 200
"""More files than this in one meeting is a slip."""
_MINUTES = re.compile(r"(\d{1,4})(?:[.,]0+)?(?: ?(?:min|mn|minutes?|'))?")
_BETWEEN_NAMES = re.compile(r"[;,/]| et ")
_HOURS = re.compile(r"(\d{1,2}) ?h ?(\d{2})?(?: ?min)?|(\d{1,2}):(\d{2})(?::00)?")


@dataclass(frozen=True, slots=True)
class PasteError:
    """What to change; line and column as the spreadsheet shows them (first line 1, column A)."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"Ligne {self.line}, colonne {self.column}" if self.column else f"Ligne {self.line}"
        return f"{place} : {self.message}"


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting read; `people` is name → (mark, minutes); `start` in minutes after midnight.

    `files` and `start` are None when the table does not say.
    """

    line: int
    day: date
    kind: str
    title: str
    minutes: int
    files: int | None
    people: Mapping[str, tuple[Mark, int]]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Either meetings or errors, never both: all or nothing."""

    meetings: tuple[PastMeeting, ...]
    errors: tuple[PasteError, ...]


@dataclass(slots=True)
class _Draft:
    """One line being read; a message per bad cell."""

    line: int
    cells: Mapping[str, tuple[int, str]]
    today: date
    errors: list[PasteError] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells.get(name, (0, ""))[1]

    def title(self) -> str:
        return self.text("title") or self.text("kind") or "Réunion"

    def refuse(self, name: str, message: str) -> None:
        column = _letter(self.cells[name][0]) if name in self.cells else ""
        self.errors.append(PasteError(self.line, column, message))

    def day(self) -> date:
        try:
            day = parse_date(self.text("date"), self.today)
        except DateError as error:
            self.refuse("date", str(error))
            return self.today
        if day > self.today:
            self.refuse("date", "cette réunion n’a pas encore eu lieu : vérifiez l’année.")
        return day

    def files(self) -> int | None:
        text = self.text("files")
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9 or int(text) > MOST_FILES:
            self.refuse("files", f"« {text} » n’est pas un nombre de dossiers.")
            return 0
        return int(text)

    def duration(self) -> int:
        """Minutes of the meeting, from its duration or from start and end; 0 when not given."""
        if text := self.text("duration"):
            return self._minutes("duration", text)
        if not self.text("start") and not self.text("end"):
            return 0
        start, end = (self._minutes(name, self.text(name)) for name in ("start", "end"))
        if end <= start and not self.errors:
            self.refuse("end", "la fin doit venir après le début.")
        return end - start

    def start(self) -> int | None:
        """When it began, in minutes after midnight; a bad cell is told by `duration`."""
        found = read_minutes(self.text("start"))
        return None if found is None or found >= 24 * 60 else found

    def _minutes(self, name: str, text: str) -> int:
        found = read_minutes(text)
        if found is None:
            self.refuse(name, f"« {text} » n’est ni une durée ni une heure : écrivez 90 ou 1h30.")
        return found or 0

    def named(self, duration: int) -> dict[str, tuple[Mark, int]]:
        """Who was there, from one cell that names them: « Morin, Durand et Petit »."""
        names = [name.strip() for name in _BETWEEN_NAMES.split(self.text("present"))]
        return {
            name: self.mark("present", "x", duration)
            for name in names
            if name and not name.isdecimal()
        }

    def mark(self, name: str, text: str, duration: int) -> tuple[Mark, int]:
        """The presence in one cell: a mark, or the minutes spent."""
        word = _plain(text).rstrip(".")
        if word in _MARKS:
            mark = _MARKS[word]
            if mark == "present" and not duration:
                self.refuse(name, "présence sans durée : indiquez les minutes ou la durée.")
            return mark, duration if mark == "present" else 0
        minutes = read_minutes(text)
        if minutes is None:
            self.refuse(name, f"« {text} » : écrivez des minutes, x, P, E ou A.")
        elif duration and minutes > duration:
            self.refuse(name, f"{minutes} min de présence pour une réunion de {duration} min.")
        return "present", minutes or 0


def read_history(pasted: str, today: date) -> History:
    """Reads a tab-separated table with its header line.

    Two shapes: a matrix (date, type, duration or start and end, files, then one column per person,
    or one « présents » column that names them) or one line per attendance (a « nom » column). A cell holds minutes (« 45 », « 1h30 ») or a
    mark: x, P, 1 or oui for the whole meeting, E excused, A or 0 absent, empty not invited.
    """
    rows = [[cell.strip() for cell in row.split("\t")] for row in pasted.splitlines()]
    header = next((number for number, row in enumerate(rows) if any(row)), None)
    if header is None:
        return _refused(1, "Rien n’a été collé : copiez le tableau avec sa ligne de titres.")
    columns = _columns(rows[header])
    if problem := _header_problem(columns, rows[header]):
        return _refused(header + 1, problem)
    drafts = [
        _draft(number, columns, row, today)
        for number, row in enumerate(rows[header + 1 :], header + 2)
        if any(row)
    ]
    if not drafts:
        return _refused(header + 1, "Le tableau n’a que sa ligne de titres.")
    meetings = _long(drafts) if "person" in columns else _matrix(drafts)
    errors = tuple(error for draft in drafts for error in draft.errors)
    return History((), errors) if errors else History(tuple(meetings), ())


def read_minutes(text: str) -> int | None:
    """Minutes of « 90 », « 45 min », « 1h30 », « 1:30 », « 2 h »; None when it is none of these."""
    plain = _plain(text)
    if found := _MINUTES.fullmatch(plain):
        return int(found[1])
    if found := _HOURS.fullmatch(plain):
        return int(found[1] or found[3]) * 60 + int(found[2] or found[4] or 0)
    return None


def _matrix(drafts: Sequence[_Draft]) -> list[PastMeeting]:
    meetings: list[PastMeeting] = []
    for draft in drafts:
        duration = draft.duration()
        people = draft.named(duration) | {
            name: draft.mark(name, text, duration)
            for name, (_, text) in draft.cells.items()
            if name not in _HEADERS and text
        }
        longest = max((minutes for _, minutes in people.values()), default=0)
        day, title, files = draft.day(), draft.title(), draft.files()
        if any((day, title) == (other.day, other.title) for other in meetings):
            draft.refuse("date", f"« {title} » figure déjà à cette date.")
        kind, minutes = draft.text("kind"), duration or longest
        start = draft.start()
        meetings.append(PastMeeting(draft.line, day, kind, title, minutes, files, people, start))
    return meetings


def _long(drafts: Sequence[_Draft]) -> list[PastMeeting]:
    """One line per attendance: lines of the same date and title make one meeting."""
    meetings: dict[tuple[date, str], PastMeeting] = {}
    for draft in drafts:
        day, title, name = draft.day(), draft.title(), draft.text("person")
        duration, files = draft.duration(), draft.files()
        known = meetings.get((day, title))
        people = dict(known.people) if known else {}
        if not name:
            draft.refuse("person", "il manque le nom de la personne.")
        if name in people:
            draft.refuse("person", f"{name} figure déjà à cette réunion.")
        people[name] = draft.mark("minutes", draft.text("minutes") or "x", duration)
        longest = max(known.minutes if known else 0, duration, people[name][1])
        if known and known.files is not None:
            files = max(known.files, files or 0)
        line, kind = (known.line, known.kind) if known else (draft.line, draft.text("kind"))
        start = known.start if known else draft.start()
        meetings[day, title] = PastMeeting(line, day, kind, title, longest, files, people, start)
    return list(meetings.values())


def _columns(header: Sequence[str]) -> list[str]:
    """What each column is: a key of _HEADERS, or the name of a person.

    In a matrix, where the people have columns, « minutes » is how long the meeting lasted.
    """
    columns = [
        next((key for key, names in _HEADERS.items() if _heading(title) in names), title)
        for title in header
    ]
    if "person" in columns or "duration" in columns:
        return columns
    return ["duration" if column == "minutes" else column for column in columns]


def _header_problem(columns: Sequence[str], titles: Sequence[str]) -> str:
    named = [column for column in columns if column != "ignored"]
    twice = [column for column in named if named.count(column) > 1]
    if "date" not in columns:
        return "Il manque une colonne « Date »."
    if twice:
        return f"La colonne « {titles[columns.index(twice[0])]} » figure deux fois."
    if not {"person", "present"} & set(columns) and not set(named) - set(_HEADERS):
        return "Il manque les colonnes des personnes, ou une colonne « Présents » ou « Nom »."
    return ""


def _draft(line: int, columns: Sequence[str], row: Sequence[str], today: date) -> _Draft:
    padded = [*row, *[""] * (len(columns) - len(row))]
    named = zip(columns, padded, strict=False)
    cells = {name: (at, text) for at, (name, text) in enumerate(named) if name != "ignored"}
    draft = _Draft(line, cells, today)
    for at, text in enumerate(row[len(columns) :], len(columns)):
        if text:
            message = f"« {text} » n’a pas de titre de colonne."
            draft.errors.append(PasteError(line, _letter(at), message))
    return draft


def _heading(title: str) -> str:
    """A header without accents, units in brackets, punctuation."""
    bare = re.sub(r"\(.*?\)", " ", _plain(title))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def _letter(index: int) -> str:
    """Column 0 → A, 26 → AA."""
    first, rest = divmod(index, 26)
    return (_letter(first - 1) if first else "") + chr(65 + rest)


def _refused(line: int, message: str) -> History:
    return History((), (PasteError(line, "", message),))
