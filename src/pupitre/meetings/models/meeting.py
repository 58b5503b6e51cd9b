"""A meeting: when, where, its state from preparation to follow-up."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pupitre.centres.models import Room
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.meetings.models.template import Kind, MeetingTemplate, Series
from pupitre.people.models import Group, Person


class Meeting(CentreModel):
    """One meeting; `closed` freezes its minutes, times and tasks until it is reopened."""

    class State(models.TextChoices):
        PLANNED = "planned", "prévue"
        RUNNING = "running", "en cours"
        CLOSED = "closed", "close"
        CANCELLED = "cancelled", "annulée"

    Kind = Kind

    title = models.CharField("titre", max_length=160)
    kind = models.CharField(
        "sorte de réunion", max_length=13, choices=Kind.choices, default=Kind.TEAM
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PLANNED)
    template = CentreForeignKey(
        MeetingTemplate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="modèle",
    )
    series = CentreForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="série",
    )
    original_day = models.DateField("date de la série", null=True, blank=True)
    group = CentreForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="groupe",
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    room = CentreForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name="salle"
    )
    place = models.CharField("autre lieu", max_length=160, blank=True)
    video_url = models.URLField("lien de visioconférence", blank=True)
    purpose = models.TextField("objet", blank=True)
    quorum = models.PositiveSmallIntegerField("quorum (personnes)", default=0)
    created_on = models.DateField("créée le", default=timezone.localdate, editable=False)
    cancelled_why = models.CharField("raison de l'annulation", max_length=200, blank=True)

    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    finished_at = models.DateTimeField("levée à", null=True, blank=True)
    current_item_id = models.BigIntegerField(null=True, blank=True)
    item_since = models.DateTimeField(null=True, blank=True)
    hands = models.JSONField("mains levées", default=list, blank=True, help_text="[person_id]")
    notes = models.TextField("notes générales", blank=True)

    number = models.CharField("numéro de compte rendu", max_length=20, blank=True)
    minutes_document = CentreForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte rendu",
    )
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("réouvertures", default=0)
    sent_at = models.DateTimeField("compte rendu diffusé le", null=True, blank=True)
    next_meeting = CentreForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="previous",
        verbose_name="prochaine réunion",
    )

    files = models.PositiveSmallIntegerField("dossiers étudiés", null=True, blank=True)
    themes = models.JSONField("thèmes de l'annexe 3", default=list, blank=True)
    express = models.BooleanField("RCP express", default=False)
    case_text = models.TextField("texte sur les cas", blank=True)
    UNREPEATED = frozenset({"case_text"})

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "number"], condition=~Q(number=""), name="one_minutes_number"
            ),
            models.UniqueConstraint(
                fields=["centre", "series", "original_day"],
                condition=Q(original_day__isnull=False),
                name="one_meeting_per_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message="La fin doit venir après le début.",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "starts_at"], name="meeting_start"),
            models.Index(fields=["centre", "kind", "state", "starts_at"], name="meeting_kind"),
        ]
        ordering = ["-starts_at"]
        verbose_name = "réunion"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("meetings:meeting", self.pk)


class MeetingRole(CentreModel):
    """Who chairs, keeps time, writes."""

    class Role(models.TextChoices):
        CHAIR = "chair", "animation"
        TIME_KEEPER = "time_keeper", "maître du temps"
        SCRIBE = "scribe", "secrétaire de séance"

    meeting = CentreForeignKey(Meeting, models.CASCADE, related_name="roles")
    role = models.CharField("rôle", max_length=11, choices=Role.choices)
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="meeting_roles", verbose_name="personne"
    )

    class Meta(CentreModel.Meta):
        verbose_name = "rôle en séance"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "meeting", "role"], name="one_person_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.person}"


class Step(CentreModel):
    """A step of the back-plan, ticked off by the act itself; its date is computed by `rules.backplan`."""

    meeting = CentreForeignKey(Meeting, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=30)
    label = models.CharField("étape", max_length=120)
    offset = models.SmallIntegerField("jours avant (−) ou après (+)")
    owner_role = models.CharField("par", max_length=60, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "étape de préparation"
        constraints = [
            models.UniqueConstraint(fields=["centre", "meeting", "key"], name="one_step_key")
        ]
        ordering = ["offset", "id"]

    def __str__(self) -> str:
        return self.label


class Rating(CentreModel):
    """A participant's mark of the meeting, 1 to 5, kept without the person's name."""

    meeting = CentreForeignKey(Meeting, models.CASCADE, related_name="ratings")
    mark = models.PositiveSmallIntegerField("note", choices=[(n, str(n)) for n in range(1, 6)])
    comment = models.CharField("un mot", max_length=300, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "évaluation de séance"

    def __str__(self) -> str:
        return f"{self.mark}/5"
