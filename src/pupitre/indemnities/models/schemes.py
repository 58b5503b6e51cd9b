"""Schemes and their prices, and the centre's habits."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from pupitre.core.links import centre_url
from pupitre.core.money import format_euros
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person
from pupitre.tasks.models import Task


class IndemnitySettings(CentreModel):
    """The centre's habits for indemnities; one row, made on first use."""

    class Rhythm(models.TextChoices):
        MONTH = "month", "chaque mois"
        QUARTER = "quarter", "chaque trimestre"
        HALF = "half", "chaque semestre"
        YEAR = "year", "une fois par an"

    rhythm = models.CharField(
        "rythme des règlements", max_length=7, choices=Rhythm.choices, default=Rhythm.QUARTER
    )
    starts_on = models.DateField(
        "indemniser les réunions depuis le",
        null=True,
        blank=True,
        help_text="Les réunions d'avant ont été réglées autrement ; vide : depuis la première.",
    )
    vote_required = models.BooleanField(
        "un barème doit être voté avant de servir",
        default=True,
        help_text="Sans vote, un règlement demande une raison, gardée dans l'historique.",
    )
    second_person = models.BooleanField(
        "un règlement est approuvé par une autre personne que celle qui l'a préparé",
        default=False,
    )

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_indemnity_settings")]
        verbose_name = "habitudes des indemnités"

    def __str__(self) -> str:
        return "Habitudes des indemnités"

    def get_absolute_url(self) -> str:
        return centre_url("indemnities:settings")


class Scheme(CentreModel):
    """A scheme from a date on; once voted it no longer changes, a new version follows it."""

    class Replacement(models.TextChoices):
        REPLACEMENT = "replacement", "la personne qui remplace"
        REPLACED = "replaced", "la personne remplacée"
        NOBODY = "nobody", "personne"

    class Mode(models.TextChoices):
        NEAREST = "nearest", "au plus proche"
        UP = "up", "au-dessus"
        DOWN = "down", "en dessous"

    name = models.CharField("nom du barème", max_length=120)
    number = models.PositiveSmallIntegerField("numéro de version", default=1, editable=False)
    previous = CentreForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", editable=False
    )
    preset = models.CharField(max_length=40, blank=True, editable=False)
    since = models.DateField("s'applique depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    note = models.TextField("en quelques mots", blank=True)
    statuses = models.JSONField("qui est indemnisé", default=list, blank=True)
    kinds = models.JSONField("réunions indemnisées", default=list, blank=True)
    replacement = models.CharField(
        "le temps d'une personne remplaçante revient à",
        max_length=11,
        choices=Replacement.choices,
        default=Replacement.REPLACEMENT,
    )
    evening_from = models.TimeField(
        "le soir commence à", null=True, blank=True, help_text="Vide : l'heure des réunions."
    )
    minute_step = models.PositiveSmallIntegerField(
        "minutes comptées par pas de",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    minute_mode = models.CharField(
        "arrondies", max_length=7, choices=Mode.choices, default=Mode.NEAREST
    )
    minute_least = models.PositiveSmallIntegerField("présence minimale (minutes)", default=0)
    meeting_minutes = models.PositiveSmallIntegerField("minutes au plus par réunion", default=0)
    meeting_cents = models.PositiveBigIntegerField(default=0)
    person_cents = models.PositiveBigIntegerField(default=0)
    year_cents = models.PositiveBigIntegerField(default=0)
    total_cents = models.PositiveBigIntegerField(default=0)
    decision = CentreForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décision",
    )
    meeting = CentreForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réunion qui l'a voté",
    )
    voted_on = models.DateField("voté le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "name", "number"], name="one_scheme_version"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="scheme_ends_after_it_starts",
                violation_error_message="La fin du barème doit venir après son début.",
            ),
        ]
        ordering = ["-since", "name", "-number"]
        verbose_name = "barème"

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}" if self.number > 1 else self.name

    def get_absolute_url(self) -> str:
        return centre_url("indemnities:scheme-detail", self.pk)

    @property
    def voted(self) -> bool:
        return self.voted_on is not None


class Rate(CentreModel):
    """A price of a scheme; the most precise one that fits a presence is applied."""

    class Per(models.TextChoices):
        HOUR = "hour", "par heure"
        MEETING = "meeting", "par réunion"

    class Slot(models.TextChoices):
        ANY = "", "jour et soir"
        DAY = "day", "en journée"
        EVENING = "evening", "en soirée"

    class Role(models.TextChoices):
        NONE = "", "présence"
        CHAIR = "chair", "animation"
        SCRIBE = "scribe", "secrétaire de séance"
        TIME_KEEPER = "time_keeper", "maître du temps"

    scheme = CentreForeignKey(Scheme, models.CASCADE, related_name="rates")
    cents = models.PositiveBigIntegerField("montant")
    per = models.CharField("compté", max_length=7, choices=Per.choices, default=Per.HOUR)
    target = models.CharField("pour", max_length=40, blank=True)
    kind = models.CharField("réunion", max_length=13, choices=Meeting.Kind.choices, blank=True)
    slot = models.CharField("moment", max_length=7, choices=Slot.choices, blank=True)
    role = models.CharField("rôle", max_length=11, choices=Role.choices, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "scheme", "per", "target", "kind", "slot", "role"],
                name="one_rate_of_a_sort",
                violation_error_message="Ce tarif existe déjà dans le barème : changez-le.",
            )
        ]
        ordering = ["role", "target", "kind", "slot", "id"]
        verbose_name = "tarif"

    def __str__(self) -> str:
        return f"{format_euros(self.cents)} {self.get_per_display()}"

    def get_absolute_url(self) -> str:
        return str(self.scheme.get_absolute_url())


class Pot(CentreModel):
    """A part of the sum to share, and what shares it."""

    class By(models.TextChoices):
        WEIGHTS = "weights", "par coefficient de chaque personne"
        MINUTES = "minutes", "par minute de présence"
        PROJECTS = "projects", "par contribution aux projets"

    scheme = CentreForeignKey(Scheme, models.CASCADE, related_name="pots")
    label = models.CharField("part", max_length=80)
    percent = models.DecimalField(
        "pour cent de la somme",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    by = models.CharField("partagée", max_length=8, choices=By.choices, default=By.MINUTES)
    kind = models.CharField("réunions", max_length=13, choices=Meeting.Kind.choices, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "scheme", "label"], name="one_pot_label")
        ]
        ordering = ["id"]
        verbose_name = "part à partager"

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return str(self.scheme.get_absolute_url())


class Weight(CentreModel):
    """What is typed once for a person in a scheme: coefficient, part in a project, monthly sum."""

    class Purpose(models.TextChoices):
        WEIGHT = "weight", "coefficient"
        PROJECT = "project", "contribution à un projet"
        ALLOWANCE = "allowance", "forfait mensuel (€)"

    scheme = CentreForeignKey(Scheme, models.CASCADE, related_name="weights")
    person = CentreForeignKey(Person, models.PROTECT, related_name="+", verbose_name="personne")
    purpose = models.CharField(
        "sorte", max_length=9, choices=Purpose.choices, default=Purpose.WEIGHT
    )
    label = models.CharField("pour quoi", max_length=100, blank=True)
    value = models.DecimalField(
        "valeur", max_digits=9, decimal_places=3, validators=[MinValueValidator(0)]
    )
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["purpose", "label", "person__last_name", "id"]
        verbose_name = "coefficient ou forfait"

    def __str__(self) -> str:
        return f"{self.person}, {self.label or self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        return str(self.scheme.get_absolute_url())

    def clean(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "La fin doit venir après le début."})
