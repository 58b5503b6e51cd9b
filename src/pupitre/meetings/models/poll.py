"""Choosing a date by poll."""

from django.db import models

from pupitre.core.dates import local
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.meetings.models.meeting import Meeting
from pupitre.meetings.models.template import MeetingTemplate
from pupitre.people.models import Group, Person


class Poll(CentreModel):
    """A question of dates to a group; choosing a slot makes the meeting."""

    title = models.CharField("réunion à placer", max_length=160)
    template = CentreForeignKey(
        MeetingTemplate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="polls",
        verbose_name="modèle",
    )
    group = CentreForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="groupe",
        help_text="Vide : toute l'équipe.",
    )
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=90)
    quorum = models.PositiveSmallIntegerField("quorum (personnes)", default=0)
    professions = models.JSONField("professions nécessaires", default=list, blank=True)
    closes_on = models.DateField("réponses avant le", null=True, blank=True)
    meeting = CentreForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="polls",
        verbose_name="réunion retenue",
    )
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["-id"]
        verbose_name = "sondage de date"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("meetings:poll-detail", self.pk)


class PollSlot(CentreModel):
    """A proposed start."""

    poll = CentreForeignKey(Poll, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField("début")

    class Meta(CentreModel.Meta):
        verbose_name = "créneau de sondage"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "poll", "starts_at"], name="one_slot_per_start"
            )
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{local(self.starts_at):%d/%m/%Y %H:%M}"


class PollAnswer(CentreModel):
    """A person's answer to one slot."""

    class Answer(models.TextChoices):
        YES = "yes", "oui"
        MAYBE = "maybe", "si besoin"
        NO = "no", "non"

    slot = CentreForeignKey(PollSlot, models.CASCADE, related_name="answers")
    person = CentreForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.CharField("réponse", max_length=5, choices=Answer.choices)

    class Meta(CentreModel.Meta):
        verbose_name = "réponse au sondage"
        constraints = [
            models.UniqueConstraint(fields=["centre", "slot", "person"], name="one_poll_answer")
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_answer_display()}"
