"""T9: the code of the release before, or of the oldest commit whose migrations today's only follow, runs on today's base."""

import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "src/pupitre/*/migrations/0*.py"


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout


def migrations_at(commit: str) -> set[str]:
    """Return the migrations of a commit: mode, digest and path of each."""
    listed = git("ls-tree", "-r", commit, "--", "src/pupitre").decode().splitlines()
    return {line for line in listed if "/migrations/0" in line}


def code_before() -> str | None:
    """Return the last tag, else the oldest commit whose migrations are all among today's, unchanged."""
    tags = git("tag", "--list", "--sort=-creatordate").decode().split()
    if tags:
        return tags[0]
    today, found = migrations_at("HEAD"), None
    for commit in git("log", "--format=%H", "--", MIGRATIONS).decode().split():
        if not migrations_at(commit) <= today:
            break
        found = commit
    return found


def base(tmp_path: Path) -> dict[str, str]:
    """Return the environment of an empty base of its own, on the engine of the run."""
    given = {**os.environ, "PUPITRE_HOME": str(tmp_path / "home"), "PUPITRE_DEMO": "1"}
    given |= {"PUPITRE_DB_POOL": "0", "DJANGO_SETTINGS_MODULE": "pupitre.config.settings"}
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS upgrade")
            server.execute("CREATE DATABASE upgrade")
        given["DATABASE_URL"] = url.rpartition("/")[0] + "/upgrade"
    return given


@pytest.mark.long
def test_the_code_before_runs_on_the_base_of_today(db: None, tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("the history is not here")
    commit = code_before()
    assert commit is not None
    with tarfile.open(fileobj=BytesIO(git("archive", commit, "src"))) as archive:
        archive.extractall(tmp_path / "before", filter="data")
    environment: Any = base(tmp_path)
    words = [sys.executable, "-m", "pupitre.cli", "migrate"]
    subprocess.run(words, env=environment, cwd=ROOT, check=True, capture_output=True)
    code = tmp_path / "before" / "src"
    smoke = [sys.executable, str(Path(__file__).with_name("smoke.py")), str(code)]
    run = subprocess.run(
        smoke, check=False, env={**environment, "PYTHONPATH": str(code)}, cwd=tmp_path, capture_output=True, text=True
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert int(run.stdout.split()[-1]) > 40
