"""The centre (tenant), its sites, rooms, hours, members and institution contacts."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from pupitre.centres.roles import Role
from pupitre.centres.rules import hours_in_words
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel


class Centre(models.Model):
    """A maison de santé: the tenant. Its row is the platform's; all it owns is sealed."""

    class LegalForm(models.TextChoices):
        SISA = "sisa", "SISA"
        ASSOCIATION = "association", "association"
        SCM = "scm", "SCM"
        SCI = "sci", "SCI"
        GCS = "gcs", "GCS"
        PUBLIC = "public", "commune, hôpital ou autre personne publique"
        OTHER = "other", "autre"

    class Zone(models.TextChoices):
        A = "A", "zone A"
        B = "B", "zone B"
        C = "C", "zone C"

    class Territory(models.TextChoices):
        MAINLAND = "metropole", "métropole"
        ALSACE_MOSELLE = "alsace-moselle", "Alsace-Moselle"
        GUADELOUPE = "guadeloupe", "Guadeloupe"
        MARTINIQUE = "martinique", "Martinique"
        GUIANA = "guyane", "Guyane"
        REUNION = "reunion", "La Réunion"
        MAYOTTE = "mayotte", "Mayotte"
        SAINT_BARTHELEMY = "saint-barthelemy", "Saint-Barthélemy"
        SAINT_MARTIN = "saint-martin", "Saint-Martin"

    class Closure(models.TextChoices):
        ALL_YEAR = "all_year", "aucune, ouverte toute l'année"
        UP_TO_3_WEEKS = "up_to_3_weeks", "jusqu'à 3 semaines pendant les vacances scolaires"
        MORE = "more", "davantage"

    class BulkReading(models.TextChoices):
        TELL = "tell", "prévenir la coordination et la gérance"
        FREEZE = "freeze", "les prévenir et geler l’accès jusqu’à leur réponse"

    name = models.CharField("nom de la MSP", max_length=120)
    slug = models.SlugField("adresse courte", max_length=60, unique=True)
    legal_form = models.CharField(
        "forme juridique", max_length=12, choices=LegalForm.choices, default=LegalForm.SISA
    )
    finess = models.CharField("numéro FINESS", max_length=9, blank=True)
    siret = models.CharField("numéro SIRET", max_length=14, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    school_zone = models.CharField(
        "vacances scolaires", max_length=1, choices=Zone.choices, blank=True
    )
    territory = models.CharField(
        "jours fériés", max_length=20, choices=Territory.choices, default=Territory.MAINLAND
    )
    closure = models.CharField(
        "fermeture dans l'année", max_length=15, choices=Closure.choices, default=Closure.ALL_YEAR
    )
    unscheduled_care = models.BooleanField(
        "soins non programmés organisés chaque jour ouvré",
        default=False,
        help_text="Un accès organisé chaque jour ouvré ; un répondeur ne suffit pas.",
    )
    bulk_reading = models.CharField(
        "quand un compte ouvre 200 fiches en dix minutes",
        max_length=6,
        choices=BulkReading.choices,
        default=BulkReading.TELL,
    )
    created_on = models.DateField("créée dans Pupitre le", auto_now_add=True)
    demo = models.BooleanField("fictive", default=False, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "MSP"

    def __str__(self) -> str:
        return self.name


class Membership(CentreModel):
    """One account's role in one centre."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField("rôle", max_length=12, choices=Role.choices)
    since = models.DateField("depuis le", auto_now_add=True)
    alarm_at = models.DateTimeField("lecture en masse le", null=True, editable=False)
    frozen_at = models.DateTimeField("gelé le", null=True, editable=False)

    own_rows_by: ClassVar[str] = "user_id"  # a user sees their own accesses from outside
    across: ClassVar[models.Manager["Membership"]] = (
        models.Manager()
    )  # one user's centres; PostgreSQL's policy still holds

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "user"], name="one_role_per_centre")
        ]
        verbose_name = "accès"

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Site(CentreModel):
    """A place where the centre works."""

    name = models.CharField("nom du site", max_length=100)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    finess = models.CharField("numéro FINESS", max_length=9, blank=True)
    siret = models.CharField("numéro SIRET", max_length=14, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    closed_on = models.DateField("fermé depuis le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="one_site_name")]
        ordering = ["name"]
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("centres:site-update", self.pk)

    @property
    def hours_in_words(self) -> list[str]:
        return hours_in_words((one.weekday, one.opens, one.closes) for one in self.hours.all())


class Room(CentreModel):
    """A room of a site."""

    site = CentreForeignKey(Site, models.PROTECT, related_name="rooms", verbose_name="site")
    name = models.CharField("nom de la salle", max_length=80)
    seats = models.PositiveSmallIntegerField("places assises", default=0)
    area = models.DecimalField(
        "surface (m²)", max_digits=7, decimal_places=2, null=True, blank=True
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "site", "name"], name="one_room_name")
        ]
        ordering = ["site__name", "name"]
        verbose_name = "salle"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("centres:room-update", self.pk)


class OpeningHours(CentreModel):
    """One opening interval of a site, local time."""

    DAYS = [
        (0, "lundi"),
        (1, "mardi"),
        (2, "mercredi"),
        (3, "jeudi"),
        (4, "vendredi"),
        (5, "samedi"),
        (6, "dimanche"),
    ]

    site = CentreForeignKey(Site, models.CASCADE, related_name="hours", verbose_name="site")
    weekday = models.PositiveSmallIntegerField("jour", choices=DAYS)
    opens = models.TimeField("ouvre à")
    closes = models.TimeField("ferme à")

    class Meta(CentreModel.Meta):
        ordering = ["site__name", "weekday", "opens"]
        verbose_name = "horaire"

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def get_absolute_url(self) -> str:
        return centre_url("centres:openinghours-update", self.pk)

    def clean(self) -> None:
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": "La fermeture doit venir après l'ouverture."})


class InstitutionContact(CentreModel):
    """Who to call at the CPAM, the ARS or another institution."""

    class Institution(models.TextChoices):
        CPAM = "cpam", "CPAM"
        ARS = "ars", "ARS"
        OTHER = "other", "autre institution"

    institution = models.CharField("institution", max_length=5, choices=Institution.choices)
    name = models.CharField("nom", max_length=120)
    function = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["institution", "name"]
        verbose_name = "interlocuteur"

    def __str__(self) -> str:
        return f"{self.name} ({self.get_institution_display()})"

    def get_absolute_url(self) -> str:
        return centre_url("centres:institutioncontact-update", self.pk)
