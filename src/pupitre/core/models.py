"""Tables of core: the audit, the search index, the job queue."""

from django.db import models

from pupitre.core.dates import local
from pupitre.core.jobs.models import Job
from pupitre.core.tenancy import CentreModel

__all__ = ["AuditEvent", "AuditHead", "Job", "RateCount", "SearchEntry", "Submission"]


class AuditEvent(CentreModel):
    """One act on one object: who, what, before and after; the database refuses to delete it, or to change it unsealed."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    via = models.CharField(max_length=20)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(max_length=250)
    changes = models.JSONField(default=dict)
    seal = models.CharField(
        max_length=64, null=True, editable=False
    )  # of what is left, once something was taken away

    class Meta(CentreModel.Meta):
        verbose_name = "journal des actes"
        indexes = [
            models.Index(fields=["centre", "object_type", "object_id"], name="audit_object"),
            models.Index(fields=["centre", "at"], name="audit_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="one_event_per_number")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{local(self.at):%Y-%m-%d %H:%M} {self.who} {self.action}"


class AuditHead(CentreModel):
    """The last event of the centre's chain; its row is also the turn of who writes."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta(CentreModel.Meta):
        verbose_name = "tête du journal"
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_audit_head")]

    def __str__(self) -> str:
        return str(self.number)


class SearchEntry(CentreModel):
    """The words of one findable object; `folded` is without accents, for the full-text index."""

    kind = models.CharField(max_length=40)
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=250)
    detail = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=300)
    permission = models.CharField(max_length=80)
    folded = models.TextField()

    class Meta(CentreModel.Meta):
        verbose_name = "entrée de recherche"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "object_type", "object_id"], name="one_search_entry"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Submission(CentreModel):
    """A form that made something: sent again, it is answered the same and makes nothing, see `core.once`."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "formulaire envoyé"
        constraints = [models.UniqueConstraint(fields=["centre", "key"], name="one_submission")]

    def __str__(self) -> str:
        return self.key


class RateCount(models.Model):
    """How many times something was asked for since a moment; a platform row, see `core.throttle`."""

    key = models.CharField(max_length=40, primary_key=True)
    opened = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} depuis {self.opened}"
