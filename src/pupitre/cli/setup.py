"""Starting Django for a command."""

import os
from pathlib import Path


def start_django(*, stateless: bool = False) -> None:
    """Load the settings; `stateless` commands read and write no key."""
    if stateless:
        os.environ["PUPITRE_STATELESS"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
    import django  # commands that need no Django must not load it
    from django.apps import apps

    if not apps.ready:  # a second set-up would close the log handlers of the first
        django.setup()


def prepare_database() -> None:
    """On SQLite, create the database and bring it up to date; on PostgreSQL, `pupitre migrate` does it."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def passphrase(file: Path | None) -> str:
    """Return the passphrase of a file, or of PUPITRE_BACKUP_PASSPHRASE; empty when none is given."""
    if file is None:
        return os.environ.get("PUPITRE_BACKUP_PASSPHRASE", "")
    words = file.read_text(encoding="utf-8").strip()
    if len(words) < 12:
        raise ValueError("la phrase secrète doit avoir douze caractères au moins.")
    return words
