"""Reads the open RPPS extraction (760 MB) from disk as a stream, plain or zipped."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pupitre.people.professions import professions
from pupitre.people.rules.directory import DirectoryPerson, Selection, people_of
from pupitre.people.rules.extraction import (
    Activity,
    DirectoryFileError,
    Layout,
    activity_of,
    layout_of,
    width_error,
)
from pupitre.people.rules.names import fold

MOST_ACTIVITIES = 100_000
_FEW_KEYS = 12
_TOLD_EVERY = 100_000
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Wanted = Callable[[bytes], bool]
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The people that the selection keeps, and how many lines (header apart) were read."""

    people: tuple[DirectoryPerson, ...]
    read_lines: int


def read_directory(path: Path, selection: Selection, told: Told = lambda _: None) -> Reading:
    """Reads once to find whom to keep, then once more for all the activities of these people.

    `told(lines)` hears how many lines are read, both readings together, from time to time.
    Every line's number of columns is checked; numbers are checked on the lines kept.
    DirectoryFileError: the file cannot be read, with the line and what to do.
    """
    activities, read_lines = _pass(path, selection, told)
    only_numbers = selection == Selection(rpps=selection.rpps)
    if activities and not only_numbers:
        numbers = frozenset(activity.number for activity in activities)
        again = Selection(rpps=numbers)
        activities, _ = _pass(path, again, lambda lines: told(read_lines + lines))
    return Reading(people_of(activities, professions()), read_lines)


def _pass(path: Path, selection: Selection, told: Told) -> tuple[list[Activity], int]:
    with _opened(path) as stream:
        layout, separators = _header(stream)
        lines, wanted = _Lines(layout, separators), _wanted(selection, layout)
        kept: list[Activity] = []
        number = 1
        for number, line in enumerate(stream, 2):
            if not number % _TOLD_EVERY:
                told(number - 1)
            if line.count(b"|") != lines.separators and not lines.bear(line, number):
                continue
            if wanted(line):
                activity = activity_of(_cells(line, number, layout), layout, number)
                if selection.keeps(activity):
                    kept.append(activity)
                    _bounded(kept)
    return kept, number - 1


def _bounded(kept: list[Activity]) -> None:
    if len(kept) > MOST_ACTIVITIES:
        raise DirectoryFileError(
            "Plus de 100 000 lignes correspondent : précisez qui chercher, "
            "par exemple avec un code postal ou le numéro FINESS de la structure."
        )


def _header(stream: IO[bytes]) -> tuple[Layout, int]:
    raw = stream.readline()
    if not raw.strip():
        raise DirectoryFileError("Le fichier est vide : téléchargez-le de nouveau.")
    if raw.startswith(_UTF16):
        raise DirectoryFileError(
            "Le fichier est en UTF-16 : téléchargez de nouveau l’original, "
            "sans l’enregistrer depuis un tableur."
        )
    header = _text(raw.removeprefix(_BOM), 1)
    return layout_of(header), header.count("|")


@dataclass
class _Lines:
    """How many separators the lines have; `doubtful`: the first one could have lost a cell as well as its trailing separator."""

    layout: Layout
    separators: int
    doubtful: bool = False

    def bear(self, line: bytes, number: int) -> bool:
        """False for an empty line, True when only the trailing separator differs from the header's."""
        bare, width = line.rstrip(b"\r\n"), self.layout.width
        if not bare.strip():
            return False
        found, closed = bare.count(b"|"), bare.endswith(b"|")
        if number == 2 and found == width - 1:
            self.separators, self.doubtful = found, closed
            return True
        if self.doubtful and found == width:
            raise width_error(2, found - 1, width)
        if (found == width and closed) or (found == width - 1 and not closed):
            return True
        raise width_error(
            number, found if closed and self.separators == width else found + 1, width
        )


def _cells(line: bytes, number: int, layout: Layout) -> list[str]:
    return _text(line, number).rstrip("\r\n").split("|")[: layout.width]


def _text(line: bytes, number: int) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DirectoryFileError(
        f"Ligne {number} : des caractères sont illisibles ; téléchargez de nouveau le fichier."
    )


def _wanted(selection: Selection, layout: Layout) -> Wanted:
    """A cheap test on the raw line, never stricter than `selection.keeps`: most lines stop here."""
    if selection.is_empty:
        return lambda _line: True
    if selection == Selection(rpps=selection.rpps):
        return _cell_test(layout.identifier, _numbers(selection.rpps))
    keys = selection.rpps | selection.finess | selection.siret | selection.postcodes
    by_key = _key_test(keys, layout)
    if not selection.names or selection.postcodes:
        return by_key
    name, names = layout.columns["name"], selection.folded_names
    return lambda line: fold(_loose(line.split(b"|", name + 1)[name])) in names or by_key(line)


def _numbers(rpps: frozenset[str]) -> frozenset[bytes]:
    return frozenset((kind + number).encode() for number in rpps for kind in ("", "8", "0"))


def _cell_test(column: int, values: frozenset[bytes]) -> Wanted:
    return lambda line: line.split(b"|", column + 1)[column].strip() in values


def _key_test(keys: frozenset[str], layout: Layout) -> Wanted:
    needles = tuple(key.encode() for key in keys)
    if len(needles) <= _FEW_KEYS:
        return lambda line: any(needle in line for needle in needles)
    values = frozenset(needles) | _numbers(keys)
    cedex = layout.columns.get("cedex", 0)

    def among(line: bytes) -> bool:
        cells = line.split(b"|")
        return cells[cedex].strip()[:5] in values or not values.isdisjoint(map(bytes.strip, cells))

    return among


def _loose(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.decode("cp1252", "replace")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive)) as stream:
                yield stream
        else:
            with path.open("rb") as stream:
                yield stream
    except zipfile.BadZipFile as error:
        raise DirectoryFileError("L’archive est abîmée : téléchargez-la de nouveau.") from error
    except OSError as error:
        reason = "n’existe pas" if isinstance(error, FileNotFoundError) else "ne peut pas être lu"
        raise DirectoryFileError(f"Le fichier « {path} » {reason} : vérifiez son nom.") from error


def _member(archive: zipfile.ZipFile) -> str:
    texts = [name for name in archive.namelist() if name.lower().endswith(".txt")]
    named = [name for name in texts if "activit" in name.lower()] or texts
    if len(named) != 1:
        raise DirectoryFileError(
            "L’archive doit contenir un seul fichier « personne-activite » en .txt : "
            "décompressez-la et donnez ce fichier."
        )
    return named[0]
