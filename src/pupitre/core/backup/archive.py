"""Archives, the backup first: a ZIP with a manifest first read, then checked octet by octet; treated as hostile when it comes back."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pupitre.core.outages import outage_of

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 << 20
CHUNK = 1 << 20
ALLOWED = re.compile(
    r"database\.(?:sqlite3|dump)|keys/(?:secret_key|audit_key)|audit/\d{1,18}"
    r"|files/(?!\.)[\w.-]{1,100}(?:/(?!\.)[\w.-]{1,120}){0,4}",
    re.ASCII,
)
"""The only names that an archive may hold: none that climbs, hides or is absolute."""


@dataclass(frozen=True)
class Kind:
    """What an archive is in one French word (feminine), the names that it may hold, and what it may unpack to.

    `swells`: octets announced for one octet of the file, beyond a first 100 MB; 0 for no limit but the disk.
    """

    word: str
    allowed: re.Pattern[str]
    swells: int = 0


BACKUP = Kind("sauvegarde", ALLOWED)


UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


class ArchiveError(ValueError):
    """An archive that cannot be trusted or read; its text is one French sentence, on one line whatever it quotes."""

    def __init__(self, sentence: str) -> None:
        super().__init__(UNSEEN.sub("?", sentence))


@dataclass(frozen=True)
class Entry:
    """One file of the archive: its name, its size in octets, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive says of itself: facts (engine, version, moment, migrations) and its files."""

    facts: Mapping[str, Any]
    entries: tuple[Entry, ...]


def write(
    archive: Path,
    files: Iterable[tuple[str, Path]],
    facts: Mapping[str, Any],
    kind: Kind = BACKUP,
) -> Manifest:
    """Write files under their names, then the manifest that seals them."""
    entries = []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, file in files:
            if not kind.allowed.fullmatch(name):
                raise ArchiveError(f"« {name} » ne peut pas entrer dans une {kind.word}.")
            entries.append(_put(out, name, file))
        told = {"format": FORMAT, **facts, "files": [vars(entry) for entry in entries]}
        out.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
    return Manifest(facts, tuple(entries))


def extract(archive: Path, folder: Path, kind: Kind = BACKUP) -> Manifest:
    """Take the archive's files into an empty folder; ArchiveError, and nothing kept, unless all is as sealed.

    Names are allowed one by one, sizes and sums are those of the manifest, links and extra files are refused, and
    nothing is unpacked beyond what the manifest announces or the disk can take.
    """
    try:
        with zipfile.ZipFile(archive) as source:
            manifest = _manifest(source, kind)
            announced = sum(entry.size for entry in manifest.entries)
            _refuse_swollen(announced, archive.stat().st_size, kind)
            if announced > shutil.disk_usage(folder).free:
                raise ArchiveError(
                    f"Il n'y a pas assez de place sur le disque pour cette {kind.word}."
                )
            for entry in manifest.entries:
                _take(source, entry, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        outage = outage_of(error)
        said = f"Ce fichier n'est pas une {kind.word} entière de Pupitre."
        raise ArchiveError(outage.sentence if outage else said) from error
    except Exception as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("Ce fichier est abîmé : il ne peut pas être restauré.") from error
    return manifest


def _refuse_swollen(announced: int, size: int, kind: Kind) -> None:
    if kind.swells and announced > 100_000_000 + kind.swells * size:
        raise ArchiveError(f"Cette {kind.word} est piégée : elle grossirait trop en s'ouvrant.")


def _put(out: zipfile.ZipFile, name: str, file: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, out.open(name, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Entry(name, size, digest.hexdigest())


def _manifest(source: zipfile.ZipFile, kind: Kind) -> Manifest:
    names = [info.filename for info in source.infolist()]
    if MANIFEST not in names or source.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
        raise ArchiveError(
            f"Ce fichier n'est pas une {kind.word} de Pupitre : il n'a pas de manifeste."
        )
    told = json.loads(source.read(MANIFEST))
    if told.get("format") != FORMAT:
        raise ArchiveError(
            f"Cette {kind.word} vient d'une version de Pupitre que celle-ci ne lit pas."
        )
    entries = tuple(
        Entry(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in told["files"]
    )
    listed = [entry.name for entry in entries]
    strange = [name for name in listed if not kind.allowed.fullmatch(name)]
    if strange:
        raise ArchiveError(f"Cette {kind.word} contient un nom interdit : « {strange[0][:80]} ».")
    if sorted([*listed, MANIFEST]) != sorted(names) or len(set(listed)) != len(listed):
        raise ArchiveError(
            f"Cette {kind.word} ne contient pas exactement les fichiers de son manifeste."
        )
    return Manifest({key: value for key, value in told.items() if key != "files"}, entries)


def _take(source: zipfile.ZipFile, entry: Entry, folder: Path) -> None:
    target = folder / entry.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with source.open(entry.name) as packed, target.open("xb") as out:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > entry.size:
                break
            digest.update(chunk)
            out.write(chunk)
    if (size, digest.hexdigest()) != (entry.size, entry.sha256):
        raise ArchiveError(f"« {entry.name} » n'est pas celui qui a été sauvegardé.")
