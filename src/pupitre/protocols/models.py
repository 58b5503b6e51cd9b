"""Care protocols of the team: their theme, authors, dates, and the patients they concern, as numbers."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person
from pupitre.protocols.rules import Paper, lacks

MOST_PATIENTS = 99_999


class Protocol(CentreModel):
    """One protocol; its text is the document attached to it."""

    class Kind(models.TextChoices):
        TEAM = "team", "protocole pluriprofessionnel de l'équipe"
        HEART_FAILURE = "heart_failure", "parcours insuffisance cardiaque"
        CHILD_OBESITY = "child_obesity", "parcours de l'enfant en surpoids"
        PNC = "pnc", "protocole national de coopération"

    title = models.CharField("titre", max_length=150)
    kind = models.CharField("sorte", max_length=13, choices=Kind.choices, default=Kind.TEAM)
    theme = models.CharField("thème de l'annexe 3", max_length=40, blank=True)
    medical_opinion_on = models.DateField("avis du service médical reçu le", null=True, blank=True)
    national = models.CharField("protocole national", max_length=40, blank=True)
    declared_on = models.DateField("déclaré à l'ARS le", null=True, blank=True)
    summary = models.TextField("qui fait quoi, et quand", max_length=1000, blank=True)
    edition = models.CharField("version", max_length=20, default="1")
    approved_on = models.DateField("validé par l'équipe le", null=True, blank=True)
    revised_on = models.DateField("dernière révision le", null=True, blank=True)
    review_on = models.DateField("à revoir avant le", null=True, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "title"], name="one_protocol_title")
        ]
        ordering = ["archived_on", "title"]
        verbose_name = "protocole"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("protocols:protocol-detail", self.pk)

    def clean(self) -> None:
        if self.kind == self.Kind.PNC and not self.national:
            raise ValidationError({"national": "Choisissez lequel des protocoles nationaux."})
        if self.approved_on and self.archived_on and self.archived_on < self.approved_on:
            raise ValidationError({"archived_on": "L'archivage doit venir après la validation."})

    @property
    def paper(self) -> Paper:
        """The protocol as the rules read it; reads its authors."""
        return Paper(
            self.kind,
            self.theme,
            self.medical_opinion_on is not None,
            frozenset(one.person.profession for one in self.authors.all() if one.person.profession),
            self.approved_on,
            self.declared_on,
            self.archived_on,
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks to count for the ACI; reads its authors."""
        return lacks(self.paper)


class Author(CentreModel):
    """Somebody who wrote a protocol."""

    protocol = CentreForeignKey(
        Protocol, models.CASCADE, related_name="authors", verbose_name="protocole"
    )
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="protocols", verbose_name="auteur"
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "protocol", "person"], name="one_author_per_protocol"
            )
        ]
        ordering = ["person__last_name", "person__first_name"]
        verbose_name = "auteur d'un protocole"

    def __str__(self) -> str:
        return f"{self.person}, {self.protocol}"


class Tally(CentreModel):
    """The patients that a protocol concerned in one civil year: numbers, never names."""

    protocol = CentreForeignKey(
        Protocol, models.CASCADE, related_name="tallies", verbose_name="protocole"
    )
    year = models.PositiveSmallIntegerField("année")
    patients = models.PositiveIntegerField(
        "patients concernés", validators=[MaxValueValidator(MOST_PATIENTS)]
    )
    new_cases = models.PositiveIntegerField(
        "dont nouveaux cas dans l'année",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PATIENTS)],
    )
    diagnosed = models.PositiveIntegerField(
        "dont nouveaux diagnostics",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PATIENTS)],
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "protocol", "year"], name="one_tally_per_year"
            )
        ]
        ordering = ["-year"]
        verbose_name = "patients d'un protocole"

    def __str__(self) -> str:
        return f"{self.protocol}, {self.year}"

    def clean(self) -> None:
        for name in ("new_cases", "diagnosed"):
            part = getattr(self, name)
            if part is not None and self.patients is not None and part > self.patients:
                raise ValidationError({name: "Ce nombre ne peut pas dépasser celui des patients."})
