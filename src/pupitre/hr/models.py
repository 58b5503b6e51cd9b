"""The coordinator's engagement and the time given to it; the trainees that the centre hosts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.hr.rules.coordination import Terms
from pupitre.people.models import Person

WEEK_MINUTES = 48 * 60
DAY_MINUTES = 12 * 60


class Engagement(CentreModel):
    """By what contract somebody coordinates the centre, for how much time, at what cost."""

    class Contract(models.TextChoices):
        EMPLOYEE = "employee", "salarié·e"
        PROVIDER = "provider", "prestataire"
        SECONDED = "seconded", "mis·e à disposition"

    person = CentreForeignKey(
        Person, models.PROTECT, related_name="engagements", verbose_name="qui coordonne"
    )
    contract = models.CharField("cadre d'exercice", max_length=8, choices=Contract.choices)
    employer = models.CharField("employeur, ou société qui facture", max_length=120, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    weekly_minutes = models.PositiveIntegerField(
        "temps convenu par semaine", validators=[MaxValueValidator(WEEK_MINUTES)]
    )
    weekly_days = models.DecimalField(
        "jours convenus par semaine",
        max_digits=2,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(6)],
    )
    hourly_cents = models.PositiveIntegerField("coût horaire")

    class Meta(CentreModel.Meta):
        ordering = ["-since", "-id"]
        verbose_name = "cadre d'exercice"

    def __str__(self) -> str:
        return f"{self.person}, {self.get_contract_display()}"

    def get_absolute_url(self) -> str:
        return centre_url("hr:engagement-detail", self.pk)

    def clean(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "La fin doit venir après le début."})

    @property
    def terms(self) -> Terms:
        return Terms(
            self.since, self.until, self.weekly_minutes, self.weekly_days, self.hourly_cents
        )

    @property
    def invoiced(self) -> bool:
        """Whether what is worked is paid, on invoice; otherwise what is agreed is."""
        return self.contract == self.Contract.PROVIDER


class TimeEntry(CentreModel):
    """Time worked one day, in one block of the activity reference of coordinators."""

    class Block(models.TextChoices):
        TEAMWORK = "teamwork", "Coordination pluripro"
        PROJECT = "project", "Projets"
        OFFICE = "office", "Administratif"
        PARTNERS = "partners", "Partenaires"
        TEAM_LIFE = "team_life", "Vie d'équipe"

    engagement = CentreForeignKey(
        Engagement, models.PROTECT, related_name="entries", verbose_name="cadre d'exercice"
    )
    day = models.DateField("jour")
    block = models.CharField("pour quoi", max_length=9, choices=Block.choices)
    minutes = models.PositiveIntegerField(
        "minutes",
        validators=[
            MinValueValidator(1, "Indiquez au moins une minute."),
            MaxValueValidator(DAY_MINUTES, "Une ligne ne dépasse pas 12 heures (720 minutes)."),
        ],
    )
    words = models.CharField("en quelques mots", max_length=200, blank=True)

    class Meta(CentreModel.Meta):
        indexes = [models.Index(fields=["centre", "engagement", "day"], name="time_day")]
        ordering = ["-day", "-id"]
        verbose_name = "temps de coordination"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}, {self.get_block_display()}"

    def get_absolute_url(self) -> str:
        return f"{centre_url('hr:home')}?mois={self.day:%Y-%m}"


class Placement(CentreModel):
    """A trainee hosted by the centre, with a tutor, for some time."""

    person = CentreForeignKey(
        Person, models.PROTECT, related_name="placements", verbose_name="stagiaire"
    )
    tutor = CentreForeignKey(
        Person, models.PROTECT, related_name="tutored", verbose_name="maître de stage"
    )
    school = models.CharField("organisme de formation", max_length=150)
    since = models.DateField("du")
    until = models.DateField("au")

    class Meta(CentreModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="placement_ends_after_it_starts",
                violation_error_message="La fin du stage doit venir après son début.",
            )
        ]
        ordering = ["-since", "person__last_name"]
        verbose_name = "stage"

    def __str__(self) -> str:
        return f"{self.person}, {self.since:%d/%m/%Y} – {self.until:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return centre_url("hr:placement-detail", self.pk)

    def clean(self) -> None:
        if self.person_id and self.person_id == self.tutor_id:
            raise ValidationError({"tutor": "Choisissez quelqu'un d'autre que le ou la stagiaire."})
