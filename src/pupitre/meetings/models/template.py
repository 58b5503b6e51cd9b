"""What recurs: models of meetings, series and their exceptions, and the centre's habits."""

from datetime import time

from django.db import models

from pupitre.centres.models import Room
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Group


class Kind(models.TextChoices):
    """The sorts of meetings; an RCP counts for the ACI concertation indicator."""

    TEAM = "team", "réunion d'équipe"
    RCP = "rcp", "RCP"
    WORKING_GROUP = "working_group", "groupe de travail"
    MANAGEMENT = "management", "réunion de gérance"
    ASSEMBLY = "assembly", "assemblée générale"
    OTHER = "other", "autre réunion"


class MeetingSettings(CentreModel):
    """The centre's habits for meetings; one row, made on first use."""

    evening_from = models.TimeField("le soir commence à", default=time(20))
    case_text = models.BooleanField(
        "autoriser un texte sur les cas de RCP",
        default=False,
        help_text="Désactivé par défaut : les cas vont dans le dossier patient partagé, pas ici.",
    )
    maturity = models.PositiveSmallIntegerField(
        "l'équipe et les réunions",
        choices=[(1, "débute"), (2, "a l'habitude"), (3, "est autonome")],
        default=1,
        help_text="Choisit les fiches d'animation proposées.",
    )
    send_automatically = models.BooleanField(
        "envoyer automatiquement les convocations et les relances",
        default=False,
        help_text="Sinon Pupitre les prépare et vous les rappelle à l'Accueil, le jour venu.",
    )
    express_minimum_professions = models.PositiveSmallIntegerField(
        "professions au moins dans une RCP", default=2
    )

    class Meta(CentreModel.Meta):
        verbose_name = "réglages des réunions"
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_meeting_settings")]

    def __str__(self) -> str:
        return "Habitudes des réunions"

    def get_absolute_url(self) -> str:
        return centre_url("meetings:settings")


class MeetingTemplate(CentreModel):
    """A model of meeting: what each new one starts with."""

    name = models.CharField("nom du modèle", max_length=120)
    kind = models.CharField(
        "sorte de réunion", max_length=13, choices=Kind.choices, default=Kind.TEAM
    )
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=90)
    group = CentreForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="groupe invité",
        help_text="Vide : toute l'équipe.",
    )
    room = CentreForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="salle"
    )
    purpose = models.TextField("objet", blank=True)
    quorum = models.PositiveSmallIntegerField("quorum (personnes)", default=0)
    professions = models.JSONField("professions nécessaires", default=list, blank=True)
    steps = models.JSONField(
        "rétroplanning", default=list, blank=True, help_text="[{key, label, offset, owner_role}]"
    )

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="one_template_name")]
        ordering = ["name"]
        verbose_name = "modèle de réunion"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("meetings:meetingtemplate-detail", self.pk)


class TemplateItem(CentreModel):
    """An agenda item that each meeting of the model starts with."""

    template = CentreForeignKey(
        MeetingTemplate, models.CASCADE, related_name="items", verbose_name="modèle"
    )
    title = models.CharField("point", max_length=200)
    minutes = models.PositiveSmallIntegerField("minutes", default=10)
    order = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta(CentreModel.Meta):
        verbose_name = "point d'un modèle de réunion"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Series(CentreModel):
    """A recurring meeting; the fields are those of `rules.series.Pattern`."""

    class Rule(models.TextChoices):
        NTH_WEEKDAY = "nth_weekday", "chaque mois, le nᵉ jour de la semaine"
        EVERY_WEEKS = "every_weeks", "toutes les n semaines"
        MONTHLY_DATE = "monthly_date", "chaque mois, à date fixe"

    template = CentreForeignKey(
        MeetingTemplate, models.PROTECT, related_name="series", verbose_name="modèle"
    )
    name = models.CharField("nom de la série", max_length=120)
    rule = models.CharField("rythme", max_length=12, choices=Rule.choices, default=Rule.NTH_WEEKDAY)
    number = models.SmallIntegerField(
        "n",
        default=1,
        help_text="1 : premier ; -1 : dernier ; ou nombre de semaines ; ou jour du mois.",
    )
    weekday = models.PositiveSmallIntegerField("jour", default=1)
    at = models.TimeField("heure")
    starts_on = models.DateField("à partir du")
    until = models.DateField("jusqu'au", null=True, blank=True)
    skip_months = models.JSONField("mois sans réunion", default=list, blank=True)
    skip_holidays = models.BooleanField("pas les jours fériés", default=True)
    skip_breaks = models.JSONField("vacances scolaires sans réunion", default=list, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["name"]
        verbose_name = "série de réunions"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("meetings:series-detail", self.pk)


class SeriesChange(CentreModel):
    """One occurrence moved or cancelled, decided before its meeting exists."""

    series = CentreForeignKey(Series, models.CASCADE, related_name="changes", verbose_name="série")
    original = models.DateField("date prévue")
    moved_to = models.DateField("déplacée au", null=True, blank=True)
    at = models.TimeField("heure", null=True, blank=True)
    why = models.CharField("raison", max_length=200, blank=True)

    class Meta(CentreModel.Meta):
        verbose_name = "exception d'une série"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "series", "original"], name="one_change_per_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}, {self.original:%d/%m/%Y}"
