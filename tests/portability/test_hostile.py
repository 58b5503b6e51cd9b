"""An archive is a stranger's: what is planted in it does nothing, and is refused in one French sentence."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.actor import MACHINE
from pupitre.core.backup.archive import MANIFEST, ArchiveError
from pupitre.core.backup.sealing import SealError
from pupitre.portability.importing import import_centre
from pupitre.portability.references import travelling
from tests.portability.archives import Members, members_of, sealed


def changed_line(members: Members, label: str, change: Callable[[dict[str, Any]], None]) -> Members:
    """Change the first row of a table."""
    name = f"donnees/{label}.jsonl"
    first, *rest = members[name].splitlines(keepends=True)
    row = json.loads(first)
    change(row)
    return members | {name: json.dumps(row).encode() + b"\n" + b"".join(rest)}


def changed_json(members: Members, name: str, change: Callable[[Any], None]) -> Members:
    told = json.loads(members[name])
    change(told)
    return members | {name: json.dumps(told).encode()}


@dataclass(frozen=True)
class World:
    """What must not change: the rows of every table, and the files of the home."""

    rows: dict[str, int]
    users: int
    files: frozenset[str]


def world() -> World:
    """Count every tenant row, whoever's it is, and list every file outside the archives themselves."""
    home = Path(settings.PUPITRE_HOME)
    counts = {}
    with connection.cursor() as cursor:
        for model in travelling():
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            counts[model._meta.label] = cursor.fetchone()[0]
    files = frozenset(str(file) for file in home.parent.rglob("*") if file.suffix != ".zip")
    return World(counts | {"centres": Centre.objects.count()}, User.objects.count(), files)


def refused(archive: bytes, folder: Path) -> str:
    """Import an archive that must be refused, and return the sentence."""
    file = folder / "hostile.zip"
    file.write_bytes(archive)
    before = world()
    with pytest.raises((ArchiveError, SealError)) as refusal:
        import_centre(file, by=MACHINE)
    assert world() == before
    sentence = str(refusal.value)
    assert sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


@pytest.mark.django_db
def test_hostile_contents_are_refused_whole(exported: Path, tmp_path: Path) -> None:
    sound = members_of(exported)

    def person(**values: Any) -> Members:
        return changed_line(sound, "people.Person", lambda row: row.update(values))

    def document(**values: Any) -> Members:
        return changed_line(sound, "documents.Document", lambda row: row.update(values))

    keys = "installation/numeros.json"
    cases: dict[str, tuple[Members, str]] = {
        "unknown column": (person(is_admin=True), "champ inconnu"),
        "another centre's id": (person(centre=1), "champ inconnu"),
        "primary key": (person(id=1), "champ inconnu"),
        "a number of nobody": (person(user=99_999), "ne contient pas"),
        "a negative number": (person(user=-1), "ne contient pas"),
        "a number of another kind": (person(user="1"), "n'est pas valable"),
        "a truth for a number": (person(user=True), "n'est pas valable"),
        "a nul": (person(last_name="a\0b"), "n'est pas valable"),
        "a text too long": (person(last_name="x" * 100_000), "n'est pas valable"),
        "a huge integer": (person(version=2**70), "n'est pas valable"),
        "a file elsewhere": (document(file="../../secret_key"), "renvoie à un fichier"),
        "an absolute file": (document(file="/etc/passwd"), "renvoie à un fichier"),
        "another member as a file": (document(file="comptes.json"), "renvoie à un fichier"),
        "an unknown role": (
            changed_line(sound, "centres.Membership", lambda row: row.update(role="root")),
            "n'est pas valable",
        ),
        "a script as an address": (
            changed_line(sound, "meetings.Meeting", lambda row: row.update(video_url="javascript:alert(1)")),
            "n'est pas valable",
        ),
        "an act cut out": (
            changed_line(sound, "core.AuditEvent", lambda row: row.update(number=5)),
            "journal",
        ),
        "numbers out of order": (
            changed_json(sound, keys, lambda told: told["people.Person"].reverse()),
            "son contenu a été changé",
        ),
        "numbers without end": (
            changed_json(sound, keys, lambda told: told["people.Person"].append(2**60)),
            "son contenu a été changé",
        ),
        "two accounts in one": (
            changed_json(sound, "comptes.json", lambda told: told[1].update(email=told[0]["email"].upper())),
            "même adresse",
        ),
        "an account with a password": (
            changed_json(sound, "comptes.json", lambda told: told[0].update(password="x")),
            "son contenu a été changé",
        ),
        "an identity of another kind": (
            changed_json(sound, "structure.json", lambda told: told.update(legal_form="empire")),
            "son contenu a été changé",
        ),
        "an unknown table": (
            changed_json(sound, MANIFEST, lambda told: told["schema"].update({"x.Y": {}})),
            "donnée inconnue",
        ),
        "another version": (
            changed_json(sound, MANIFEST, lambda told: told["schema"]["people.Person"].pop("last_name")),
            "autre version",
        ),
        "a table left out": (
            {name: octets for name, octets in sound.items() if "people.Person-" not in name},
            "manque un fichier",
        ),
        "a row twice": (
            sound | {"donnees/people.Person.jsonl": sound["donnees/people.Person.jsonl"] * 2},
            "son contenu a été changé",
        ),
        "not JSON": (sound | {"donnees/people.Person.jsonl": b"import os\n"}, "son contenu"),
        "infinity": (sound | {"comptes.json": b"[Infinity]"}, "nombre impossible"),
        "too deep": (sound | {"comptes.json": b"[" * 200_000}, "son contenu a été changé"),
        "a member too many": (sound | {"fichiers/x.Y/1-a.exe/../../b": b""}, "nom interdit"),
    }  # fmt: skip
    for name, (members, words) in cases.items():
        assert words in refused(sealed(members), tmp_path), name
    assert import_centre(exported, by=MACHINE).rows  # the sound one still enters


@pytest.mark.django_db
def test_a_centre_cannot_be_reached_through_forged_numbers(
    exported: Path, centre_b: Centre, tmp_path: Path
) -> None:
    """Numbers of rows that exist here, in another centre, are given new ones like any other."""
    members = changed_json(
        members_of(exported),
        "installation/numeros.json",
        lambda told: told.update({label: list(range(1, len(keys) + 1)) for label, keys in told.items()}),
    )  # fmt: skip
    file = tmp_path / "forged.zip"
    file.write_bytes(sealed(members))
    before = world()
    made = import_centre(file, by=MACHINE)
    assert made.centre.pk != centre_b.pk
    assert not made.kept
    assert world().rows["centres"] == before.rows["centres"] + 1


def bomb(exported: Path) -> bytes:
    """Add a member that unpacks to two billion octets from two million."""
    members = members_of(exported)
    return sealed(members | {"fichiers/documents.Document/00001-grand.pdf": b"\0" * 250_000_000})


@pytest.mark.django_db
def test_a_bomb_is_refused_before_it_is_unpacked(exported: Path, tmp_path: Path) -> None:
    assert "grossirait trop" in refused(bomb(exported), tmp_path)


def spoiled(whole: bytes, members: Members, random: Random) -> bytes:
    """Return the archive with one fault: octets, names, the end, a member, a row, a value."""
    return random.choice(FAULTS)(whole, members, random)


def _flip(whole: bytes, _members: Members, random: Random) -> bytes:
    octets = bytearray(whole)
    for _ in range(random.randint(1, 8)):
        octets[random.randrange(len(octets))] ^= 1 << random.randrange(8)
    return bytes(octets) if bytes(octets) != whole else whole[:-1]


def _cut(whole: bytes, _members: Members, random: Random) -> bytes:
    return whole[: random.randrange(len(whole))]


def _noise(whole: bytes, _members: Members, random: Random) -> bytes:
    start = random.randrange(len(whole))
    return whole[:start] + random.randbytes(random.randint(1, 400)) + whole[start + 1 :]


def _name(_whole: bytes, members: Members, random: Random) -> bytes:
    evil = random.choice(["../evil", "/etc/evil", "..\\evil", "fichiers/../../evil", "a\nb", "fichiers/.x", "C:evil", "x" * 5000, "keys/secret_key", "database.sqlite3"])  # fmt: skip
    return sealed(members | {evil: b"x"})


def _symlink(_whole: bytes, members: Members, random: Random) -> bytes:
    out = io.BytesIO(sealed(members))
    with zipfile.ZipFile(out, "a") as target:
        link = zipfile.ZipInfo(f"fichiers/documents.Document/{random.randrange(9**9)}-lien")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    return out.getvalue()


def _member(_whole: bytes, members: Members, random: Random) -> bytes:
    name = random.choice([one for one in members if not one.startswith("tableaux/")])
    octets = bytearray(members[name])
    for _ in range(random.randint(1, 3)):
        if octets:
            octets[random.randrange(len(octets))] = random.randrange(256)
    return _other(members, name, bytes(octets), random)


def _other(members: Members, name: str, octets: bytes, random: Random) -> bytes:
    """Seal a changed member truly, half of the times; else leave the manifest as it was."""
    if octets == members[name] or name == MANIFEST or random.random() < 0.5:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for each, held in members.items():
                target.writestr(each, (octets or b"{") if each == name else held)
        return out.getvalue() if octets != members[name] else out.getvalue()[:-30]
    return sealed(members | {name: octets})


def _row(_whole: bytes, members: Members, random: Random) -> bytes:
    tables = [name for name, octets in members.items() if name.startswith("donnees/") and octets]
    name = random.choice(tables)
    lines = members[name].splitlines(keepends=True)
    place = random.randrange(len(lines))
    row = json.loads(lines[place])
    row[random.choice(sorted(row))] = random.choice(STRANGE)
    lines[place] = json.dumps(row).encode() + b"\n"
    return sealed(members | {name: b"".join(lines)})


def _header(whole: bytes, _members: Members, random: Random) -> bytes:
    """Lie about sizes in the central directory."""
    place = whole.rfind(b"PK\x01\x02") + 20
    return whole[:place] + struct.pack("<II", random.randrange(2**32), random.randrange(2**32)) + whole[place + 8 :]  # fmt: skip


STRANGE: list[Any] = [None, -1, 2**63, 2**80, 1e308, "", "\0", "\ud800", "x" * 70_000, [], {}, True, [[[]]], {"$ref": 1}, "../../x", "9999-99-99", "{}", 10**6]  # fmt: skip
FAULTS = (_flip, _cut, _noise, _name, _symlink, _member, _row, _header)


def attack(exported: Path, folder: Path, *, count: int, seed: int) -> dict[str, int]:
    """Import spoiled archives one after another: each is refused in a sentence with no trace, or enters whole."""
    whole, members, random = exported.read_bytes(), members_of(exported), Random(seed)
    seen = {"refused": 0, "entered": 0}
    home = Path(settings.PUPITRE_HOME)
    before, file = world(), folder / "spoiled.zip"
    for _ in range(count):
        file.write_bytes(spoiled(whole, members, random))
        try:
            made = import_centre(file, by=MACHINE)
        except (ArchiveError, SealError) as refusal:
            sentence = str(refusal)
            seen["refused"] += 1
        else:
            seen["entered"] += 1
            sentence = f"{made.rows} lignes"
            before = world()
        assert world() == before
        assert "\n" not in sentence
        assert not list(home.glob(".structure-*"))
    return seen


@pytest.mark.django_db
def test_spoiled_archives_never_have_half_an_effect(exported: Path, tmp_path: Path) -> None:
    seen = attack(exported, tmp_path, count=60, seed=1)
    assert seen["refused"] > 40, seen


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2, 12))
def test_two_thousand_spoiled_archives(exported: Path, tmp_path: Path, seed: int) -> None:
    seen = attack(exported, tmp_path, count=200, seed=seed)
    assert seen["refused"] > 120, seen
