"""Opening a centre's archive: unpacked apart, checked whole, and read as a stranger's."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.utils import DatabaseError

from pupitre.core.backup import archive
from pupitre.core.backup.archive import ArchiveError, Manifest
from pupitre.portability.naming import ARCHIVE, members
from pupitre.portability.references import USERS, Model, columns, travelling
from pupitre.portability.values import decode
from pupitre.portability.words import table_name

LINE_LIMIT = 32 << 20
NUMBERS_LIMIT = 5_000_000
LAST_KEY = 2**53


@dataclass(frozen=True)
class Opened:
    """An archive whose files are all as sealed: its folder, what it says of itself, the numbers that it came with."""

    folder: Path
    manifest: Manifest
    keys: dict[str, list[int]]

    @property
    def files(self) -> frozenset[str]:
        return frozenset(entry.name for entry in self.manifest.entries)

    def told(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"), parse_constant=_refuse)


@contextmanager
def opened(source: Path) -> Iterator[Opened]:
    """Unpack an archive apart, and take it away afterwards; whatever is wrong with it is one ArchiveError."""
    home = Path(settings.PUPITRE_HOME)
    if not source.is_file():
        raise ArchiveError(f"{source} n'existe pas.")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=home, prefix=".structure-") as scratch:
        folder = Path(scratch)
        manifest = archive.extract(source, folder, ARCHIVE)
        with one_sentence():
            _refuse_other_tables(manifest)
            found = Opened(folder, manifest, {})
            _read_numbers(found)
            yield found


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn every fault of an archive's content into one French sentence."""
    try:
        yield
    except ArchiveError:
        raise
    except DatabaseError as error:
        raise ArchiveError("Cette archive se contredit : la base de données la refuse.") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ArchiveError("Cette archive n'est pas lisible : son contenu a été changé.") from error


def _refuse(word: str) -> float:
    raise ArchiveError(f"Cette archive contient un nombre impossible : {word}.")


def _refuse_other_tables(manifest: Manifest) -> None:
    """Refuse what this version does not know, and what it needs and does not find."""
    from pupitre.portability.exporting import schema

    told, ours = manifest.facts["schema"], schema()
    unknown = sorted(set(told) - set(ours))
    if unknown:
        raise ArchiveError(f"Cette archive contient une sorte de donnée inconnue ici : « {unknown[0][:80]} ».")  # fmt: skip
    for label, fields in ours.items():
        strange = sorted(set(told.get(label, {})) - set(fields))
        if strange:
            raise ArchiveError(f"Cette archive contient un champ inconnu ici : « {label}.{strange[0][:80]} ».")  # fmt: skip
    if told != ours:
        made, here = str(manifest.facts.get("version"))[:20], version("pupitre")
        raise ArchiveError(
            f"Cette archive vient d'une autre version de Pupitre ({made}, ici {here}) : "
            "importez-la dans cette version-là, mettez-la à jour, puis exportez à nouveau."
        )
    absent = set(members()) - {entry.name for entry in manifest.entries}
    if absent:
        raise ArchiveError(f"Il manque un fichier dans cette archive : « {min(absent)} ».")


def _read_numbers(found: Opened) -> None:
    """Read the numbers that rows had where they come from, increasing; accounts come in their own order."""
    told = found.told("installation/numeros.json")
    known = {model._meta.label for model in travelling()} | {USERS}
    if set(told) != known or sum(map(len, told.values())) > NUMBERS_LIMIT:
        raise ValueError
    for label, keys in told.items():
        sound = all(type(key) is int and 0 < key < LAST_KEY for key in keys)
        if not sound or sorted(set(keys)) != (sorted(keys) if label == USERS else keys):
            raise ValueError
        found.keys[label] = keys


def rows_of(found: Opened, model: Model) -> Iterator[dict[str, Any]]:
    """Yield a table's rows as columns and their values, with the row's number as `n`; files are still names."""
    label, last = model._meta.label, 0
    wanted = {field.name: field for field in columns(model)}
    with (found.folder / "donnees" / f"{label}.jsonl").open(encoding="utf-8") as lines:
        for rank, line in enumerate(iter(lambda: lines.readline(LINE_LIMIT), ""), start=1):
            told = json.loads(line, parse_constant=_refuse)
            _refuse_other_columns(model, set(told) - {"n"}, set(wanted))
            if type(told["n"]) is not int or told["n"] <= last:
                raise ValueError
            last = told["n"]
            row: dict[str, Any] = {"n": last}
            for name, field in wanted.items():
                row[field.attname] = _value(field, told[name], model, rank)
            yield row


def _refuse_other_columns(model: Model, told: set[str], wanted: set[str]) -> None:
    for name in sorted(told - wanted):
        raise ArchiveError(f"Cette archive contient un champ inconnu ici : « {model._meta.label}.{name[:80]} ».")  # fmt: skip
    for name in sorted(wanted - told):
        raise ArchiveError(f"Il manque un champ dans cette archive : « {model._meta.label}.{name} ».")  # fmt: skip


def _value(field: Any, value: Any, model: Model, rank: int) -> Any:
    try:
        return decode(field, value)
    except ValueError as error:
        where = f"« {table_name(model)} », ligne {rank}"
        raise ArchiveError(f"Cette archive est faussée : {where}, « {field.name} » n'est pas valable.") from error  # fmt: skip
