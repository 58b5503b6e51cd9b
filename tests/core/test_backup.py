"""A backup comes back whole, or is refused with a reason; what is planted in it does nothing."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pupitre.core.backup import archive, database, sealing
from pupitre.core.backup.archive import ArchiveError

WORDS = "une phrase secrète assez longue"


def pupitre(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    apart = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    environment = apart | {
        "PUPITRE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "pupitre.config.settings",
    }
    command = [sys.executable, "-m", "pupitre.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with a centre's file and an anchor."""
    home = tmp_path_factory.mktemp("live")
    assert pupitre(home, "migrate").returncode == 0
    (home / "files" / "ab").mkdir(parents=True)
    (home / "files" / "ab" / "compte-rendu.pdf").write_bytes(b"%PDF-1.7 essai")
    (home / "audit").mkdir(exist_ok=True)
    (home / "audit" / "1").write_text("1 abc\n")
    return home


@pytest.fixture(scope="module")
def saved(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("out") / "copie.sauvegarde"
    done = pupitre(home, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "relu et vérifié" in done.stdout
    return file


def rows(file: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as held:
        tables = held.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(map(repr, held.execute(f'SELECT * FROM "{name}"')))
            for (name,) in tables.fetchall()
        }


def test_a_backup_comes_back_whole_in_an_empty_home(
    home: Path, saved: Path, tmp_path: Path
) -> None:
    done = pupitre(tmp_path / "new", "restore", str(saved))
    assert done.returncode == 0, done.stderr
    new = tmp_path / "new"
    assert rows(new / "pupitre.sqlite3") == rows(home / "pupitre.sqlite3")
    for name in ("secret_key", "audit_key", "audit/1", "files/ab/compte-rendu.pdf"):
        assert (new / name).read_bytes() == (home / name).read_bytes()
    again = pupitre(new, "restore", str(saved))
    assert again.returncode == 1
    assert "contient déjà des données" in again.stderr
    assert "Traceback" not in again.stderr


def test_an_encrypted_backup_opens_with_its_passphrase_only(saved: Path, tmp_path: Path) -> None:
    sealing.seal(saved, tmp_path / "sealed", WORDS)
    assert sealing.is_sealed(tmp_path / "sealed")
    assert not sealing.is_sealed(saved)
    sealing.unseal(tmp_path / "sealed", tmp_path / "clear", WORDS)
    assert (tmp_path / "clear").read_bytes() == saved.read_bytes()
    with pytest.raises(sealing.SealError, match="phrase secrète"):
        sealing.unseal(tmp_path / "sealed", tmp_path / "no", "une autre phrase secrète")


@pytest.mark.parametrize("size", [0, 1, sealing.BLOCK, sealing.BLOCK + 1, 2 * sealing.BLOCK])
def test_any_change_of_an_encrypted_file_is_refused(tmp_path: Path, size: int) -> None:
    clear, sealed, again = tmp_path / "clear", tmp_path / "sealed", tmp_path / "again"
    clear.write_bytes(random.Random(size).randbytes(size))
    sealing.seal(clear, sealed, WORDS)
    sealing.unseal(sealed, again, WORDS)
    assert again.read_bytes() == clear.read_bytes()
    whole = sealed.read_bytes()
    flipped = bytearray(whole)
    flipped[-1] ^= 1
    block = sealing.BLOCK + sealing.TAG
    for changed in (bytes(flipped), whole[:-1], whole + b"x", whole + whole[-block:]):
        sealed.write_bytes(changed)
        with pytest.raises(sealing.SealError):
            sealing.unseal(sealed, again, WORDS)


def forged(saved: Path, target: Path, change: Any) -> Path:
    """Write a copy of a backup whose members went through `change(name, content) -> (name, content) | None`."""
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as out:
        for info in source.infolist():
            made = change(info.filename, source.read(info))
            if made is not None:
                out.writestr(*made)
    return target


def listing(name: str) -> Any:
    """Return a change that lists and holds one more file of that name."""

    def change(member: str, content: bytes) -> tuple[str, bytes]:
        if member != archive.MANIFEST:
            return member, content
        told = json.loads(content)
        told["files"].append({"name": name, "size": 1, "sha256": "0" * 64})
        return member, json.dumps(told).encode()

    return change


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/passwd", "files/../../evil", "files/.hidden", "keys/other", "audit/x", "c:\\evil",
        "files/a\nb", "files/" + "x" * 300, "database.sqlite3/../x", "FILES/a", "files//a",
    ],
)  # fmt: skip
def test_a_name_that_climbs_hides_or_is_unknown_is_refused(
    saved: Path, tmp_path: Path, name: str
) -> None:
    hostile = forged(saved, tmp_path / "hostile", listing(name))
    with pytest.raises(ArchiveError, match="nom interdit"):
        archive.extract(hostile, tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["hostile"]


def test_a_file_too_many_too_few_or_changed_is_refused(saved: Path, tmp_path: Path) -> None:
    def without(name: str, content: bytes) -> tuple[str, bytes] | None:
        return None if name.startswith("audit/") else (name, content)

    def other(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"essai", b"pirat")

    for number, change in enumerate((without, other, listing("files/ab/autre.pdf"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(ArchiveError):
            archive.extract(forged(saved, tmp_path / f"h{number}", change), folder)


def test_a_thousand_damaged_archives_are_refused_or_give_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(random.Random(3).randbytes(700))
    (tmp_path / "b").write_text("compte rendu " * 40)
    files = [("files/a", tmp_path / "a"), ("keys/secret_key", tmp_path / "b")]
    archive.write(tmp_path / "whole", files, {"engine": "sqlite"})
    whole, dice, accepted = (tmp_path / "whole").read_bytes(), random.Random(7), 0
    for number in range(1000):
        damaged = bytearray(whole)
        if number % 2:
            damaged = damaged[: dice.randrange(len(whole))]
        else:
            for _ in range(dice.randrange(1, 4)):
                damaged[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        file, folder = tmp_path / "damaged", tmp_path / "folder"
        file.write_bytes(damaged)
        folder.mkdir()
        try:
            archive.extract(file, folder)
        except ArchiveError:
            pass
        else:
            accepted += 1
            for name, original in files:
                assert (folder / name).read_bytes() == original.read_bytes()
        shutil.rmtree(folder)
    assert accepted < 200  # dates and other words that hold nothing of the files


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER evil AFTER INSERT ON core_job BEGIN DELETE FROM core_auditevent; END",
        "CREATE VIEW evil AS SELECT * FROM accounts_user",
        "DROP TRIGGER core_search_added; CREATE TRIGGER core_search_added AFTER INSERT ON core_searchentry BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE evil USING fts5(x)",
    ],
)
def test_a_trigger_or_a_view_planted_in_the_database_is_refused(
    home: Path, tmp_path: Path, planted: str
) -> None:
    database.check_sqlite(home / "pupitre.sqlite3", home / "pupitre.sqlite3")
    forged_file = tmp_path / "forged.sqlite3"
    shutil.copy(home / "pupitre.sqlite3", forged_file)
    with closing(sqlite3.connect(forged_file)) as held:
        held.executescript(planted)
    with pytest.raises(ArchiveError, match="inconnu"):
        database.check_sqlite(forged_file, home / "pupitre.sqlite3")


def test_a_damaged_or_foreign_database_is_refused(home: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite3"
    text.write_text("ceci n'est pas une base")
    with pytest.raises(ArchiveError, match="ne se lit pas"):
        database.check_sqlite(text, home / "pupitre.sqlite3")
