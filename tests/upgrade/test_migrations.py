"""T9: each migration after the last release can run while that release still serves (docs/CONVENTIONS.md)."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.upgrade.linting import faults

MARK = Path(__file__).parent / "released.txt"
"""The last migration of each app in the last release; bring it up to date in the commit of a release."""


def released() -> set[tuple[str, str]]:
    return {(app, name) for app, name in (line.split() for line in MARK.read_text().splitlines())}


def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_migrations_after_the_release_let_its_code_run() -> None:
    loaded, mark = loader(), released()
    assert mark <= set(loaded.disk_migrations), "the mark names a migration that is gone"
    before = loaded.graph.make_state(nodes=sorted(mark))
    kept = {step for node in mark for step in loaded.graph.forwards_plan(node)}
    ours = {app for app, _ in mark}
    new = [loaded.disk_migrations[key] for key in sorted(set(loaded.disk_migrations) - kept) if key[0] in ours]  # fmt: skip
    assert [said for migration in new for said in faults(migration, before)] == []


def test_the_mark_names_every_app_that_has_tables() -> None:
    apps = {app for app, name in loader().disk_migrations if _is_ours(app)}
    assert apps == {app for app, _ in released()}


def _is_ours(app: str) -> bool:
    from django.apps import apps

    return apps.get_app_config(app).name.startswith("pupitre.")


@pytest.fixture(scope="module")
def before() -> ProjectState:
    state = ProjectState()
    fields: Any = [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=80)),
        ("note", models.TextField(null=True)),
    ]
    ops.CreateModel("Meeting", fields).state_forwards("meetings", state)
    return state


CHAR = models.CharField(max_length=80, default="")
REFUSED = [
    (ops.RemoveField("meeting", "title"), "meeting.title"),
    (ops.RenameField("meeting", "title", "name"), "meeting.title"),
    (ops.DeleteModel("Meeting"), "still uses"),
    (ops.RenameModel("Meeting", "Gathering"), "still uses"),
    (ops.AlterModelTable("meeting", "gatherings"), "still uses"),
    (ops.AddField("meeting", "place", CHAR), "db_default"),
    (ops.AddField("meeting", "code", models.CharField(max_length=8, null=True, db_index=True)), "CONCURRENTLY"),
    (ops.AddField("meeting", "code", models.CharField(max_length=8, null=True, unique=True)), "CONCURRENTLY"),
    (ops.AlterField("meeting", "note", models.TextField()), "NOT NULL"),
    (ops.AlterField("meeting", "title", models.TextField()), "type"),
    (ops.AlterField("meeting", "title", models.CharField(max_length=40)), "shorter"),
    (ops.AddIndex("meeting", models.Index(fields=["title"], name="by_title")), "CONCURRENTLY"),
    (ops.AddConstraint("meeting", models.UniqueConstraint(fields=["title"], name="one")), "CONCURRENTLY"),
    (ops.AddConstraint("meeting", models.CheckConstraint(condition=models.Q(id__gt=0), name="two")), "constraint"),
    (ops.RunPython(lambda *_: None), "reverse_code"),
    (ops.RunSQL("SELECT 1"), "reverse_sql"),
    (ops.RunSQL("ALTER TABLE m DROP COLUMN title", ""), "drops"),
    (ops.RunSQL("ALTER TABLE m ADD COLUMN x int NOT NULL", ""), "without DEFAULT"),
    (ops.RunSQL(["CREATE INDEX x ON m (title)"], ""), "CONCURRENTLY"),
    (ops.SeparateDatabaseAndState([ops.RemoveField("meeting", "title")], []), "meeting.title"),
]  # fmt: skip
ACCEPTED = [
    ops.AddField("meeting", "place", models.CharField(max_length=80, null=True)),
    ops.AddField("meeting", "place", models.CharField(max_length=80, db_default="")),
    ops.AlterField("meeting", "title", models.CharField(max_length=160)),
    ops.CreateModel("Place", [("id", models.BigAutoField(primary_key=True)), ("name", CHAR)]),
    ops.AddIndex("place", models.Index(fields=["name"], name="by_name")),
    ops.SeparateDatabaseAndState([], [ops.RemoveField("meeting", "title")]),  # expand: no longer used
    ops.RemoveField("meeting", "dropped_before"),  # contract: the release did not know it any more
    ops.RunSQL("CREATE INDEX CONCURRENTLY x ON m (title)", "DROP INDEX x"),
    ops.RunSQL("ALTER TABLE m ADD COLUMN x int NOT NULL DEFAULT 0", ""),
    ops.RunPython(lambda *_: None, ops.RunPython.noop),
]  # fmt: skip


def _migration(operation: Any) -> Migration:
    migration = Migration("0009_next", "meetings")
    migration.operations = [operation]
    return migration


@pytest.mark.parametrize(("operation", "said"), REFUSED)
def test_what_the_code_before_cannot_bear_is_refused(
    operation: Any, said: str, before: ProjectState
) -> None:
    found = faults(_migration(operation), before)
    assert len(found) >= 1
    assert said in " ".join(found)


@pytest.mark.parametrize("operation", ACCEPTED)
def test_what_the_code_before_does_not_notice_passes(operation: Any, before: ProjectState) -> None:
    assert faults(_migration(operation), before) == []


@pytest.mark.django_db
def test_migrating_waits_for_no_lock_longer_than_two_seconds(monkeypatch: Any) -> None:
    from django.core.management import call_command
    from django.core.management.commands import migrate

    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL waits for locks")
    seen = []

    def look(*_: Any, **__: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            seen.append(cursor.fetchone()[0])

    monkeypatch.setattr(migrate.Command, "handle", look)
    call_command("migrate", verbosity=0)
    look()
    assert seen == ["2s", "0"]
