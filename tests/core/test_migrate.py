"""An empty base made quickly is the one that Django's own command makes."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

MAKE = """
import django; django.setup()
from django.core.management import call_command
from pupitre.core.management.commands import migrate
command = migrate.Command()
if {plain}:
    command.handle = super(migrate.Command, command).handle
call_command(command, verbosity=0)
"""


def schema(home: Path, *, plain: bool) -> list[tuple[str, str]]:
    apart = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    apart |= {"PUPITRE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "pupitre.config.settings"}
    subprocess.run([sys.executable, "-c", MAKE.format(plain=plain)], env=apart, check=True)
    with closing(sqlite3.connect(home / "pupitre.sqlite3")) as base:
        return base.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()


@pytest.mark.long
def test_an_empty_base_is_the_one_that_django_makes(tmp_path: Path) -> None:
    quick = schema(tmp_path / "quick", plain=False)
    assert len(quick) > 500
    assert quick == schema(tmp_path / "plain", plain=True)
