"""The base of every tenant model: manager, query set and foreign key that stay inside the centre."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.forms import ModelChoiceField

from pupitre.core.tenancy.scope import current_scope

_M = TypeVar("_M", bound="CentreModel")


class CentreQuerySet(models.QuerySet[_M, _M]):
    """A query set that stamps the centre on what it creates."""

    def bulk_create(self, objs: Iterable[_M], *args: Any, **kwargs: Any) -> list[_M]:
        objects = list(objs)
        for one in objects:
            one.take_centre()
        return super().bulk_create(objects, *args, **kwargs)


class CentreManager(models.Manager[_M]):
    """The only way to tenant rows: refuses to run outside a centre scope."""

    def get_queryset(self) -> CentreQuerySet[_M]:
        rows: CentreQuerySet[_M] = _rows_of(self.model, self._db, current_scope().centre_id)
        return rows.all()


@lru_cache(maxsize=4096)
def _rows_of(model: Any, using: str | None, centre_id: int | None) -> CentreQuerySet[Any]:
    """Return a centre's rows, never evaluated itself: copying it is much cheaper than filtering anew."""
    return CentreQuerySet(model, using=using).filter(centre_id=centre_id)


class CentreModel(models.Model):
    """A row of one centre, with the version that optimistic locking compares."""

    centre = models.ForeignKey(
        "centres.Centre", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CentreManager()
    UNREPEATED: ClassVar[frozenset[str]] = frozenset()
    """Fields whose words the audit never repeats: it tells that they changed."""

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def take_centre(self) -> None:
        """Take the centre of the scope; refuse to write another centre's row."""
        scope_id = current_scope().centre_id
        if self.centre_id is None:
            self.centre_id = scope_id
        elif self.centre_id != scope_id:
            message = (
                f"{self._meta.label} of centre {self.centre_id} written in the scope of {scope_id}."
            )
            raise ValueError(message)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_centre()
        super().save(*args, **kwargs)


class FormerKeyField(models.PositiveBigIntegerField[Any, Any]):
    """The key that a row had where its centre came from: the texts that name it by a number keep that one.

    None while the row has its first key; an import beside other centres fills it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("numéro d’origine", null=True, editable=False)

    def deconstruct(self) -> Any:
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {}


class CentreForeignKey(models.ForeignKey[Any, Any]):
    """A relation between two rows of one centre; ProtectTable adds its real constraint and index."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Return a choice field without choices: CentreForm fills them inside the scope."""
        empty: models.QuerySet[Any] = models.QuerySet(self.remote_field.model).none()
        options: dict[str, Any] = {
            "form_class": ModelChoiceField,
            "queryset": empty,
            "to_field_name": self.remote_field.field_name,
            "blank": self.blank,
            **kwargs,
        }
        return models.Field.formfield(self, **options)
