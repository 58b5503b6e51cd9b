"""Migrations that seal every new tenant table, and every new relation of one, by themselves."""

from typing import Any

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector, OperationDependency

from pupitre.core.tenancy import CentreModel, ProtectTable
from pupitre.core.tenancy.protection import centre_relations


class CentreAutodetector(MigrationAutodetector):
    """Adds ProtectTable after each creation of a tenant table or of a relation between two."""

    def generate_created_models(self) -> None:
        super().generate_created_models()
        for app_label, model_name in sorted(self.new_model_keys - self.old_model_keys):
            self._protect(app_label, model_name)

    def generate_added_fields(self) -> None:
        super().generate_added_fields()
        for app_label, model_name in sorted(
            {key[:2] for key in self.new_field_keys - self.old_field_keys}
        ):
            self._protect(app_label, model_name)

    def _optimize_migrations(self) -> None:
        """Put the seals last: on SQLite any later change of a table would rebuild it without them.

        Before optimizing: in between, they would keep fields and constraints out of CreateModel.
        """
        for migrations in self.migrations.values():
            for migration in migrations:
                migration.operations.sort(key=lambda operation: isinstance(operation, ProtectTable))
        super()._optimize_migrations()

    def _protect(self, app_label: str, model_name: str) -> None:
        model: Any = apps.get_model(app_label, model_name)
        if not issubclass(model, CentreModel):
            return
        kind = OperationDependency.Type.CREATE
        names = [field.name for field in centre_relations(model)]
        needed = [OperationDependency(app_label, model_name, None, kind)]
        needed += [OperationDependency(app_label, model_name, name, kind) for name in names]
        or_user = getattr(model, "own_rows_by", "")
        self.add_operation(
            app_label, ProtectTable(model.__name__, or_user=or_user), dependencies=needed
        )
