"""Writing a centre's archive: its rows read at one moment, then its files, one after another."""

import contextlib
import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.backup import archive
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.tenancy import FormerKeyField, centre_scope
from pupitre.portability import papers
from pupitre.portability.cells import Cells
from pupitre.portability.naming import ARCHIVE, blob_name, blobs, members, table_file
from pupitre.portability.references import USERS, Model, columns, references, travelling
from pupitre.portability.values import encode
from pupitre.portability.words import column_name

Say = Callable[[int, int, str], None]
PAGE = 1000
IDENTITY = (
    "name", "slug", "legal_form", "finess", "siret", "address", "postcode", "town", "email", "phone", "school_zone",
    "territory", "closure", "unscheduled_care", "created_on",
)  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """An archive written: where, how many rows and files, what was no longer on the disk, its size in octets."""

    file: Path
    rows: int
    files: int
    missing: tuple[str, ...]
    size: int


@dataclass
class Leaving:
    """What is gathered while the rows are read: the folder, the new numbers, the files to take."""

    folder: Path
    keys: dict[str, list[int]]
    places: dict[str, dict[int, int]]
    counts: dict[str, int] = field(default_factory=dict)
    files: list[tuple[str, Path]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def number(self, label: str, key: int) -> int:
        return self.places[label][key]


def export_centre(centre: Centre, target: Path, *, say: Say | None = None) -> Exported:
    """Write everything that a centre owns into one file; ArchiveError when it cannot be written whole."""
    if target.exists():
        raise ArchiveError(f"{target} existe déjà : donnez un autre nom.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".structure-") as scratch:
        folder = Path(scratch)
        with one_moment(), centre_scope(centre):
            leaving = _gathered(folder, centre)
        made = folder / "archive"
        manifest = archive.write(made, _taken(leaving, say), _facts(centre, leaving), ARCHIVE)
        os.chmod(made, 0o600)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(made, target)
    rows = sum(leaving.counts.values())
    missing, size = tuple(leaving.missing), target.stat().st_size
    return Exported(target, rows, len(manifest.entries), missing, size)


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Read the database as it is at one moment, without keeping writers waiting."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _gathered(folder: Path, centre: Centre) -> Leaving:
    """Write every table, the accounts and the identity into a folder."""
    accounts = _accounts()
    keys = _keys([user.pk for user in accounts])
    places = {
        label: {key: place for place, key in enumerate(found, start=1)}
        for label, found in keys.items()
    }
    leaving = Leaving(folder, keys, places)
    for name in ("donnees", "tableaux", "installation"):
        (folder / name).mkdir()
    cells = Cells(places)
    for model in travelling():
        _write_table(model, leaving, cells)
    known = [
        {name: getattr(user, name) for name in ("email", "first_name", "last_name", "is_active")}
        for user in accounts
    ]
    identity = {name: encode(getattr(centre, name)) for name in IDENTITY}
    head: Any = AuditHead.objects.values("number", "digest").first() or {}
    seals = list(AuditEvent.objects.order_by("number").values_list("digest", flat=True))
    _put(folder, "structure.json", identity)
    _put(folder, "comptes.json", known)
    _put(folder, "installation/numeros.json", keys)
    _put(folder, "installation/journal.json", {"centre": centre.pk, "tete": head, "sceaux": seals})
    (folder / "LISEZMOI.txt").write_text(papers.readme(centre, leaving.counts), encoding="utf-8")
    (folder / "dictionnaire.csv").write_text(papers.dictionary(), encoding="utf-8-sig", newline="")
    return leaving


def _put(folder: Path, name: str, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    (folder / name).write_text(text, encoding="utf-8")


def _accounts() -> list[User]:
    """Return the accounts of the centre's members and people, by address."""
    held: set[int] = set()
    for model in travelling():
        for each in columns(model):
            if each.remote_field and each.remote_field.model is User:
                held.update(model.objects.values_list(each.attname, flat=True))
    return sorted(User.objects.filter(pk__in=held - {None}), key=lambda user: user.email)


def _keys(accounts: list[int]) -> dict[str, list[int]]:
    """Return every key that the centre's rows have or name, by model: a row's number is its place there."""
    found: dict[str, set[int]] = {model._meta.label: set() for model in travelling()}
    found[USERS] = set()

    def note(label: str, key: int) -> int:
        found[label].add(key)
        return key

    for model in travelling():
        found[model._meta.label].update(model.objects.values_list("pk", flat=True))
        wanted = references(model)
        beside = {each.attname for each in columns(model) if each.name.endswith("_type")}
        for row in rows(model, {*wanted, *beside} if wanted else set()):
            for name, reference in wanted.items():
                reference.translate(row[name], row, note)
    ordered = {label: sorted(keys) for label, keys in found.items()}
    return ordered | {USERS: accounts + sorted(found[USERS] - set(accounts))}


def rows(model: Model, names: set[str]) -> Iterator[dict[str, Any]]:
    """Yield a model's rows by key, some at a time; one by one where they hold octets."""
    heavy = any(isinstance(each, models.BinaryField) for each in blobs(model))
    last, size = 0, 1 if heavy else PAGE
    while names and (page := list(_page(model, names, last)[:size])):
        yield from page
        last = page[-1]["pk"]


def _page(model: Model, names: set[str], last: int) -> Any:
    return model.objects.filter(pk__gt=last).order_by("pk").values("pk", *names)


def _write_table(model: Model, leaving: Leaving, cells: Cells) -> None:
    label, shown = model._meta.label, columns(model)
    data = leaving.folder / "donnees" / f"{label}.jsonl"
    sheet = leaving.folder / "tableaux" / table_file(model)
    leaving.counts[label] = 0
    with (
        data.open("w", encoding="utf-8") as lines,
        sheet.open("w", encoding="utf-8-sig", newline="") as table,
    ):
        writer = csv.writer(table, delimiter=";")
        writer.writerow(["n°", *map(column_name, shown)])
        for row in rows(model, {each.attname for each in shown}):
            told = _told(model, row, leaving)
            lines.write(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
            writer.writerow([told["n"], *(cells.written(each, row, told) for each in shown)])
            leaving.counts[label] += 1


def _told(model: Model, row: dict[str, Any], leaving: Leaving) -> dict[str, Any]:
    """Return a row as the archive holds it: its number, its values, and the names of its files."""
    told = {"n": leaving.number(model._meta.label, row["pk"])}
    wanted = references(model)
    for each in columns(model):
        value = row[each.attname]
        if each.attname in wanted:
            value = wanted[each.attname].translate(value, row, leaving.number)
        elif each in blobs(model):
            value = _file(model, each, row, leaving) if value else ""
        elif isinstance(each, FormerKeyField):
            value = row["pk"] if value is None else value
        told[each.name] = encode(value)
    return told


def _file(model: Model, each: Any, row: dict[str, Any], leaving: Leaving) -> str:
    """Note a file to take under a readable name, and return it; octets of the database are written down first."""
    number, value = leaving.number(model._meta.label, row["pk"]), row[each.attname]
    if isinstance(each, models.BinaryField):
        source = leaving.folder / f"{model._meta.label}-{each.name}-{number}"
        source.write_bytes(value)
    else:
        source = Path(default_storage.path(value))
    name = blob_name(model, each, row, number)
    leaving.files.append((name, source))
    return name


def _taken(leaving: Leaving, say: Say | None) -> Iterator[tuple[str, Path]]:
    """Yield every file of the archive; those that are no longer on the disk are told, and left out."""
    for name in members():
        yield name, leaving.folder / name
    for done, (name, source) in enumerate(leaving.files):
        if say:
            say(done, len(leaving.files), "Fichiers de la structure")
        if source.is_file() and not source.is_symlink():
            yield name, source
        else:
            leaving.missing.append(name)


def _facts(centre: Centre, leaving: Leaving) -> dict[str, Any]:
    """Return what the manifest says; its lists are filled while the files are written."""
    return {
        "content": "structure",
        "version": version("pupitre"),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "centre": {"name": centre.name, "slug": centre.slug},
        "counts": leaving.counts,
        "schema": schema(),
        "missing": leaving.missing,
    }


def schema() -> dict[str, dict[str, str]]:
    """Return the tables of this version: what an archive must have been written from to be read."""
    return {
        model._meta.label: {each.name: each.get_internal_type() for each in columns(model)}
        for model in travelling()
    }
