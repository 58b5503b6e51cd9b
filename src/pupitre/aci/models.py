"""ACI: the exercise's parameters, the facts that no other app holds yet, the frozen dossiers."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document, storage_name


class Exercise(CentreModel):
    """One civil year of the contract: what the rules need beyond the work itself."""

    year = models.PositiveSmallIntegerField("exercice")
    signed_on = models.DateField("date d'effet du contrat", null=True, blank=True)
    new_structure = models.BooleanField("structure nouvelle", default=False)
    pdsa_derogation = models.BooleanField("dérogation PDSA au contrat", default=False)
    c2s = models.DecimalField(
        "part de patients C2S (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    ame = models.DecimalField(
        "part de patients AME (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    c2s_national = models.DecimalField(
        "taux national C2S (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    ame_national = models.DecimalField(
        "taux national AME (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    advance_cents = models.PositiveBigIntegerField("avance reçue (centimes)", null=True, blank=True)
    advance_on = models.DateField("avance reçue le", null=True, blank=True)
    declare_by = models.DateField("déclaration à remettre avant le", null=True, blank=True)
    declared_on = models.DateField("déclaration remise le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "year"], name="one_exercise_per_year")
        ]
        ordering = ["-year"]
        verbose_name = "exercice ACI"

    def __str__(self) -> str:
        return f"ACI {self.year}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:cockpit", self.year)


class TypedFact(CentreModel):
    """A fact typed by hand, with the document that proves it, where no app holds it yet."""

    exercise = CentreForeignKey(
        Exercise, models.CASCADE, related_name="facts", verbose_name="exercice"
    )
    name = models.CharField("fait", max_length=60)
    value = models.CharField("valeur", max_length=60)
    note = models.CharField("précision", max_length=250, blank=True)
    document = CentreForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="aci_facts",
        verbose_name="justificatif",
    )
    covers_all = models.BooleanField("les pièces jointes prouvent toute la valeur", default=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "exercise", "name"], name="one_fact_per_exercise"
            )
        ]
        ordering = ["name"]
        verbose_name = "fait déclaré"

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:fact", self.exercise.year, self.name)


class Dossier(CentreModel):
    """A frozen version of the evidence of one exercise: facts, figures and fingerprints as they stood.

    `snapshot` is a `rules.dossier.Snapshot` as JSON and never changes; `digest` is its SHA-256. The
    files are made from it by a job, and `problems` says in French what of it could not be put in.
    """

    exercise = CentreForeignKey(
        Exercise, models.PROTECT, related_name="dossiers", verbose_name="exercice"
    )
    number = models.PositiveSmallIntegerField("version figée")
    frozen_at = models.DateTimeField("figé le")
    frozen_by = models.CharField("figé par", max_length=200)
    snapshot = models.JSONField("contenu")
    digest = models.CharField("empreinte du contenu", max_length=64)
    pdf = models.FileField("PDF", upload_to=storage_name, max_length=300, blank=True)
    pdf_sha256 = models.CharField("empreinte du PDF", max_length=64, blank=True)
    archive = models.FileField("archive", upload_to=storage_name, max_length=300, blank=True)
    archive_sha256 = models.CharField("empreinte de l'archive", max_length=64, blank=True)
    problems = models.JSONField("à savoir", default=list, blank=True)
    declared_on = models.DateField("déclaré le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "exercise", "number"], name="one_dossier_number"
            )
        ]
        ordering = ["-number"]
        verbose_name = "dossier ACI"

    def __str__(self) -> str:
        return f"Dossier ACI {self.exercise.year}, version {self.number}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:dossier", self.pk)

    @property
    def reference(self) -> str:
        """« ACI-2026-v2 »: also the name of its files."""
        return f"ACI-{self.exercise.year}-v{self.number}"
