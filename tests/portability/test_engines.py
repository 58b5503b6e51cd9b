"""The commands from one installation to another, whatever the engine: SQLite's archive enters PostgreSQL, and back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portability.archives import assert_same
from tests.portability.test_restoring import pupitre

ROOT = Path(__file__).resolve().parents[2]
DEMO = {"PUPITRE_DEMO": "1"}


def seeded(home: Path, people: int = 4) -> None:
    done = pupitre(home, "seed", "--centres", "2", "--people", str(people), "--seed", "9", **DEMO)
    assert done.returncode == 0, done.stderr


def slugs(home: Path) -> list[str]:
    told = json.loads(pupitre(home, "logins", "--json", **DEMO).stdout)
    return sorted({one["centre"] for one in told})


@pytest.mark.long
def test_an_empty_installation_takes_a_centre_with_its_numbers(tmp_path: Path) -> None:
    home, new = tmp_path / "home", tmp_path / "new"
    seeded(home)
    slug = slugs(home)[1]  # the second one: its numbers do not start at 1
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    done = pupitre(home, "export-centre", slug, str(first), **DEMO)
    assert done.returncode == 0, done.stderr
    taken = pupitre(new, "import-centre", str(first))
    assert taken.returncode == 0, taken.stderr
    assert "nouveaux" not in taken.stdout
    assert "liens personnels" in taken.stdout
    assert pupitre(new, "verify-audit").stdout == "Rien n'a été altéré.\n"
    assert pupitre(new, "export-centre", slug, str(second)).returncode == 0
    assert_same(first, second, more_acts=1)
    assert pupitre(home, "verify-audit", "--archive", str(first), **DEMO).returncode == 0
    assert pupitre(new, "verify-audit", "--archive", str(first)).returncode == 1
    for words in (("export-centre", "nulle-part", str(tmp_path / "c")), ("import-centre", "rien")):
        refused = pupitre(new, *words)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1


def on_postgresql(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script with a throw-away PostgreSQL; `pupitre` in it is our command."""
    apart = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    command = f'pupitre() {{ "{sys.executable}" -m pupitre.cli "$@"; }}; set -e; {script}'
    return subprocess.run(
        ["sh", "scripts/postgresql.sh", "sh", "-c", command],
        env=apart | {"PUPITRE_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "pupitre.config.settings"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


needs_postgresql = pytest.mark.skipif(
    shutil.which("pg_dump") is None, reason="needs PostgreSQL's programs"
)


@pytest.mark.long
@needs_postgresql
def test_a_centre_goes_from_sqlite_to_postgresql_and_back(tmp_path: Path) -> None:
    home, back = tmp_path / "home", tmp_path / "back"
    seeded(home)
    slug = slugs(home)[0]
    first, second, third = (tmp_path / f"{name}.zip" for name in "abc")
    assert pupitre(home, "export-centre", slug, str(first), **DEMO).returncode == 0
    done = on_postgresql(
        tmp_path / "pg",
        f"pupitre migrate; pupitre import-centre {first}; pupitre import-centre {first} --slug deux; "
        f"pupitre verify-audit; pupitre export-centre {slug} {second}",
    )
    assert done.returncode == 0, done.stderr
    assert "Rien n'a été altéré." in done.stdout
    assert_same(first, second, more_acts=1)
    assert pupitre(back, "import-centre", str(second)).returncode == 0
    assert pupitre(back, "export-centre", slug, str(third)).returncode == 0
    assert_same(first, third, more_acts=2)


@pytest.mark.long
@needs_postgresql
def test_one_centre_of_postgresql_is_restored_from_a_backup(tmp_path: Path) -> None:
    home = tmp_path / "home"
    seeded(home)
    one, two = slugs(home)
    files = {name: tmp_path / f"{name}.zip" for name in ("one", "two", "first", "past", "other")}
    for slug, name in ((one, "one"), (two, "two")):
        assert pupitre(home, "export-centre", slug, str(files[name]), **DEMO).returncode == 0
    saved = tmp_path / "copie.sauvegarde"
    done = on_postgresql(
        tmp_path / "pg",
        f"pupitre migrate; pupitre import-centre {files['one']}; pupitre import-centre {files['two']}; "
        f"pupitre export-centre {one} {files['first']}; pupitre backup {saved}; "
        "psql -q $DATABASE_URL -c \"UPDATE people_person SET last_name = 'Abime' WHERE centre_id = 1\"; "
        f"pupitre restore {saved} --centre {one}; pupitre verify-audit; "
        f"pupitre export-centre {one} {files['past']}; pupitre export-centre {two} {files['other']}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert_same(files["first"], files["past"], more_acts=2)
    assert_same(files["two"], files["other"], more_acts=1)
