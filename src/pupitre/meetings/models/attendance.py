"""Who is invited, who answered, who came, from when to when."""

from django.db import models

from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.meetings.models.meeting import Meeting
from pupitre.people.models import Person


class Participant(CentreModel):
    """A person at a meeting: the answer before, the attendance after, and the minutes that closing records."""

    class Answer(models.TextChoices):
        NONE = "none", "pas de réponse"
        YES = "yes", "vient"
        EXCUSED = "excused", "excusé·e"
        PROXY = "proxy", "donne pouvoir"

    class Status(models.TextChoices):
        INVITED = "invited", "attendu·e"
        PRESENT = "present", "présent·e"
        EXCUSED = "excused", "excusé·e"
        ABSENT = "absent", "absent·e"
        PROXY = "proxy", "a donné pouvoir"
        REPLACED = "replaced", "remplacé·e"

    meeting = CentreForeignKey(Meeting, models.CASCADE, related_name="participants")
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="participations", verbose_name="personne"
    )
    profession = models.CharField("profession ce jour-là", max_length=40, blank=True)
    answer = models.CharField("réponse", max_length=7, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_via = models.CharField("par", max_length=20, blank=True)
    proxy = CentreForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pouvoir donné à",
    )
    status = models.CharField(
        "présence", max_length=8, choices=Status.choices, default=Status.INVITED
    )
    replaces = CentreForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="remplace"
    )
    signed_at = models.DateTimeField("émargé à", null=True, blank=True)
    signed_via = models.CharField("émargé par", max_length=20, blank=True)
    signature = CentreForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    day_minutes = models.PositiveSmallIntegerField("minutes de jour", default=0)
    evening_minutes = models.PositiveSmallIntegerField("minutes du soir", default=0)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "meeting", "person"], name="one_participation"
            )
        ]
        ordering = ["person__last_name", "person__first_name"]
        verbose_name = "participation"

    def __str__(self) -> str:
        return f"{self.person}, {self.get_status_display()}"

    @property
    def minutes(self) -> int:
        return self.day_minutes + self.evening_minutes


class Stay(CentreModel):
    """One stay of a participant: arrival and departure; empty ends mean the meeting's own."""

    participant = CentreForeignKey(Participant, models.CASCADE, related_name="stays")
    arrived = models.DateTimeField("arrivée", null=True, blank=True)
    left = models.DateTimeField("départ", null=True, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "temps de présence"
        ordering = ["arrived", "id"]

    def __str__(self) -> str:
        return f"{self.arrived or ''} – {self.left or ''}"
