"""ACI: the exercise's parameters, the frozen dossiers."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import storage_name


class Contract(CentreModel):
    """The contract of the structure with its CPAM and its ARS; a renewal is another contract.

    `options` are the identifiers of the optional indicators that the structure chose.
    """

    effect_on = models.DateField("date d'effet")
    signed_on = models.DateField("signé le", null=True, blank=True)
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    number = models.CharField("numéro du contrat", max_length=60, blank=True)
    structure = models.CharField("structure signataire", max_length=200, blank=True)
    cpam = models.CharField("CPAM", max_length=120, blank=True)
    ars = models.CharField("ARS", max_length=120, blank=True)
    project_filed_on = models.DateField("projet de santé déposé à l'ARS le", null=True, blank=True)
    pdsa_derogation = models.BooleanField("dérogation PDSA inscrite au contrat", default=False)
    options = models.JSONField("indicateurs optionnels choisis", default=list, blank=True)
    note = models.TextField("à savoir", blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "effect_on"], name="one_contract_per_day")
        ]
        ordering = ["-effect_on"]
        verbose_name = "contrat ACI"

    def __str__(self) -> str:
        return f"Contrat du {self.effect_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:contract-detail", self.pk)


class Exercise(CentreModel):
    """One civil year of the contract: what the rules need beyond the work itself."""

    year = models.PositiveSmallIntegerField("exercice")
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
    rates_confirmed = models.BooleanField("taux nationaux confirmés par la CPAM", default=False)
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


class Receipt(CentreModel):
    """Money of the CPAM for one exercise, typed where the books do not hold it; negative: taken back."""

    class Kind(models.TextChoices):
        ADVANCE = "advance", "avance"
        BALANCE = "balance", "solde"
        OTHER = "other", "régularisation"

    exercise = CentreForeignKey(
        Exercise, models.PROTECT, related_name="receipts", verbose_name="exercice"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    received_on = models.DateField("reçu le")
    cents = models.BigIntegerField("montant (centimes)")
    note = models.CharField("précision", max_length=250, blank=True)

    class Meta(CentreModel.Meta):
        indexes = [models.Index(fields=["centre", "exercise"], name="receipt_exercise")]
        ordering = ["-received_on", "-id"]
        verbose_name = "versement ACI"

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} ACI {self.exercise.year}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:receipt-detail", self.pk)


class Notification(CentreModel):
    """What the CPAM retained for one exercise, as its notification says."""

    exercise = CentreForeignKey(
        Exercise, models.PROTECT, related_name="notifications", verbose_name="exercice"
    )
    received_on = models.DateField("notification reçue le")
    total_cents = models.BigIntegerField("total retenu (centimes)")
    note = models.CharField("précision", max_length=250, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "exercise"], name="one_notification_a_year")
        ]
        verbose_name = "notification de la CPAM"

    def __str__(self) -> str:
        return f"Notification de la CPAM, exercice {self.exercise.year}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:notification", self.exercise.year)


class NotifiedLine(CentreModel):
    """One line of a notification: an indicator, or « majoration » for the precarity increase."""

    notification = CentreForeignKey(Notification, models.CASCADE, related_name="lines")
    indicator = models.CharField("indicateur", max_length=20)
    cents = models.BigIntegerField("retenu (centimes)")
    reason = models.CharField("raison de l'écart", max_length=250, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "notification", "indicator"], name="one_notified_line"
            )
        ]
        ordering = ["id"]
        verbose_name = "ligne de la notification"

    def __str__(self) -> str:
        return self.indicator

    def get_absolute_url(self) -> str:
        return centre_url("aci:notification", self.notification.exercise.year)


class RuleFile(CentreModel):
    """One version of an agreement given by the centre, kept as it was written."""

    number = models.PositiveSmallIntegerField("version")
    name = models.CharField("fichier", max_length=200)
    label = models.CharField("barème", max_length=200)
    text = models.TextField()
    sha256 = models.CharField("empreinte", max_length=64)
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)
    added_by = models.CharField("ajouté par", max_length=200)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="one_rule_file_number"),
            models.UniqueConstraint(fields=["centre", "sha256"], name="one_rule_file_text"),
        ]
        ordering = ["-number"]
        verbose_name = "barème chargé"

    def __str__(self) -> str:
        return f"{self.label} (version {self.number})"

    def get_absolute_url(self) -> str:
        return centre_url("aci:ruleset", self.pk)


class RuleChoice(CentreModel):
    """From which exercise a rule file holds, until the next choice; no file: the one of Pupitre."""

    from_year = models.PositiveSmallIntegerField("à partir de l'exercice")
    file = CentreForeignKey(
        RuleFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="choices",
        verbose_name="barème",
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "from_year"], name="one_rule_choice")
        ]
        ordering = ["-from_year"]
        verbose_name = "choix du barème"

    def __str__(self) -> str:
        return f"à partir de {self.from_year} : {self.file or 'barème de Pupitre'}"

    def get_absolute_url(self) -> str:
        return centre_url("aci:rulesets")


class HourEstimate(CentreModel):
    """The hours that a useful action takes in this centre, instead of the estimate of the rules."""

    indicator = models.CharField("indicateur", max_length=20)
    label = models.CharField("action", max_length=200)
    hours = models.DecimalField("heures", max_digits=6, decimal_places=1)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "indicator", "label"], name="one_estimate_per_step"
            )
        ]
        ordering = ["indicator", "label"]
        verbose_name = "estimation d'heures"

    def __str__(self) -> str:
        return f"{self.label} : {self.hours} h"

    def get_absolute_url(self) -> str:
        return centre_url("aci:hours")


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
