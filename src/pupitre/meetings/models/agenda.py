"""The agenda and what comes out of it."""

from django.db import models

from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.inbox.models import Idea
from pupitre.meetings.models.meeting import Meeting
from pupitre.people.models import Person
from pupitre.tasks.models import Task


class AgendaItem(CentreModel):
    """A point of the agenda; without a meeting it waits in the backlog."""

    class Source(models.TextChoices):
        DECISION = "decision", "décision à suivre"
        TOPIC = "topic", "sujet apporté"
        MODEL = "model", "modèle"
        CARRIED = "carried", "reporté de la fois d'avant"
        ADDED = "added", "ajouté"

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        DONE = "done", "traité"
        POSTPONED = "postponed", "reporté"

    meeting = CentreForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="items", verbose_name="réunion"
    )
    title = models.CharField("point", max_length=200)
    detail = models.TextField("précisions", blank=True)
    minutes = models.PositiveSmallIntegerField("minutes", default=10)
    owner = CentreForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="porté par"
    )
    order = models.PositiveSmallIntegerField("ordre", default=0)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.ADDED)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PLANNED)
    idea = CentreForeignKey(
        Idea, models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )
    task = CentreForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )
    notes = models.TextField("notes", blank=True)
    seconds = models.PositiveIntegerField("temps passé (secondes)", default=0)
    carried_from = CentreForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )

    class Meta(CentreModel.Meta):
        ordering = ["order", "id"]
        verbose_name = "point de l'ordre du jour"

    def __str__(self) -> str:
        return self.title


class Outcome(CentreModel):
    """A decision or a task as it was minuted; closing makes the `task` that is then followed."""

    class Kind(models.TextChoices):
        DECISION = "decision", "décision"
        TASK = "task", "tâche"

    meeting = CentreForeignKey(Meeting, models.CASCADE, related_name="outcomes")
    item = CentreForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="outcomes"
    )
    kind = models.CharField("sorte", max_length=8, choices=Kind.choices, default=Kind.DECISION)
    text = models.CharField("texte", max_length=300)
    owner = CentreForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="qui"
    )
    due = models.DateField("pour le", null=True, blank=True)
    task = CentreForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="outcomes")

    class Meta(CentreModel.Meta):
        verbose_name = "décision ou action de séance"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
