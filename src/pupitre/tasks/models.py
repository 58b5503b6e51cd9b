"""Decisions and tasks: what somebody has to do, from wherever it was decided."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Group, Person


class Task(CentreModel):
    """A decision or a task, its owner, its date, its state, and the object it was born in."""

    class Kind(models.TextChoices):
        DECISION = "decision", "décision"
        TASK = "task", "tâche"

    class State(models.TextChoices):
        OPEN = "open", "à faire"
        DONE = "done", "fait"
        POSTPONED = "postponed", "reporté"
        DROPPED = "dropped", "abandonné"

    kind = models.CharField("sorte", max_length=8, choices=Kind.choices, default=Kind.TASK)
    title = models.CharField("quoi", max_length=300)
    detail = models.TextField("précisions", blank=True)
    owner = CentreForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="qui"
    )
    due = models.DateField("pour le", null=True, blank=True)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField("clos le", null=True, blank=True)
    decided_on = models.DateField("décidé le")
    group = CentreForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name="groupe"
    )
    origin_type = models.CharField(max_length=80, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_label = models.CharField("issue de", max_length=200, blank=True)

    class Meta(CentreModel.Meta):
        indexes = [
            models.Index(fields=["centre", "state", "due"], name="task_state"),
            models.Index(fields=["centre", "origin_type", "origin_id"], name="task_origin"),
        ]
        ordering = ["due", "id"]
        verbose_name = "décision ou tâche"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("tasks:task-detail", self.pk)
