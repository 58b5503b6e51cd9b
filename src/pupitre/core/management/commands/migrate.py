"""migrate with the detector that seals tenant tables, and without making everybody wait for a lock."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from pupitre.core.tenancy.autodetector import CentreAutodetector

LOCK_TIMEOUT = "2s"
"""How long a change of a table may wait on PostgreSQL, as all who read that table then wait behind it."""


class Command(migrate.Command):
    """Django's command with our detector; it stops, to be run again, when somebody holds a table."""

    autodetector = CentreAutodetector

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
