"""The migration operation that seals a tenant table in the database itself."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from pupitre.core.tenancy.models import CentreForeignKey

SETTING = "NULLIF(current_setting('app.{}', true), '')::bigint"


class ProtectTable(Operation):
    """Give a table its row-level policy, UNIQUE (centre_id, id), and same-centre foreign keys.

    On PostgreSQL: policy with USING and WITH CHECK, forced on the owner too, and composite foreign keys with
    their index. On SQLite: the index, and triggers that refuse another centre's row. Repeat the operation in each
    migration that adds a relation or rebuilds the table: it replaces what it finds.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, or_user: str = "") -> None:
        self.model = model
        self.or_user = or_user

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (
            type(self).__name__,
            [self.model],
            {"or_user": self.or_user} if self.or_user else {},
        )

    def describe(self) -> str:
        return f"Protect the rows of {self.model} by centre"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in Django's state: the protection lives in the database only."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        postgresql = schema_editor.connection.vendor == "postgresql"
        statements = self._postgresql(model) if postgresql else self._sqlite(model)
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Leave the protection in place: it goes with the table."""

    def _postgresql(self, model: type[models.Model]) -> Iterator[str]:
        table = model._meta.db_table
        rule = f"centre_id = {SETTING.format('centre')}"
        if self.or_user:
            rule = f"({rule} OR {self.or_user} = {SETTING.format('user')})"
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS centre ON "{table}"'
        yield f'CREATE POLICY centre ON "{table}" USING ({rule}) WITH CHECK ({rule})'
        yield f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_centre_id" ON "{table}" (centre_id, id)'
        for field in centre_relations(model):
            other = field.remote_field.model._meta.db_table
            name = f"{table}_{field.column}_centre"[:63]
            yield f'CREATE UNIQUE INDEX IF NOT EXISTS "{other}_centre_id" ON "{other}" (centre_id, id)'
            yield f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" (centre_id, {field.column})'
            yield f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'
            yield (
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (centre_id, {field.column}) '
                f'REFERENCES "{other}" (centre_id, id) DEFERRABLE INITIALLY DEFERRED'
            )

    def _sqlite(self, model: type[models.Model]) -> Iterator[str]:
        table = model._meta.db_table
        yield f'CREATE UNIQUE INDEX IF NOT EXISTS "{table}_centre_id" ON "{table}" (centre_id, id)'
        for field in centre_relations(model):
            column, other = field.column, field.remote_field.model._meta.db_table
            name = f"{table}_{column}_centre"
            yield f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" (centre_id, {column})'
            for moment in ("INSERT", f"UPDATE OF centre_id, {column}"):
                trigger = f"{name}_{moment.split()[0].lower()}"
                yield f'DROP TRIGGER IF EXISTS "{trigger}"'
                yield (
                    f'CREATE TRIGGER "{trigger}" BEFORE {moment} ON "{table}" WHEN NEW.{column} IS NOT NULL '
                    f'AND NOT EXISTS (SELECT 1 FROM "{other}" WHERE id = NEW.{column} AND centre_id = NEW.centre_id) '
                    f"BEGIN SELECT RAISE(ABORT, 'another centre''s row: {table}.{column}'); END"
                )


def centre_relations(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model that point to tenant tables."""
    return [field for field in model._meta.local_fields if isinstance(field, CentreForeignKey)]
