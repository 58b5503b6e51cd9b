"""Legal entities of a MSP and their fiscal years."""

from django.core.exceptions import ValidationError
from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel, FormerKeyField
from pupitre.documents.models import storage_name
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_siren


class LegalEntity(CentreModel):
    """A legal person of the MSP, with its own books."""

    class Kind(models.TextChoices):
        SISA = "SISA", "SISA"
        SCM = "SCM", "SCM"
        SCI = "SCI", "SCI"
        ASSOCIATION = "ASSOCIATION", "association"
        OTHER = "OTHER", "autre structure"

    class Basis(models.TextChoices):
        ACCRUAL = "accrual", "engagement (créances et dettes ; FEC de 18 colonnes)"
        CASH = "cash", "recettes-dépenses (BNC ; FEC de 22 colonnes)"

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("forme", max_length=11, choices=Kind.choices)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    basis = models.CharField(
        "tenue des comptes", max_length=7, choices=Basis.choices, default=Basis.ACCRUAL
    )
    main = models.BooleanField("structure qui reçoit l’ACI", default=False)
    ended_on = models.DateField("dissoute le", null=True, blank=True)
    former_key = FormerKeyField()

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="entity_name")]
        ordering = ["-main", "name"]
        verbose_name = "structure juridique"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("books:entity", self.pk)

    @property
    def auxiliary(self) -> tuple[str, str]:
        """Its account in the books of the other entities."""
        return f"S{self.former_key or self.pk}", self.name

    def clean(self) -> None:
        if self.siren:
            try:
                self.siren = parse_siren(self.siren)
            except InvalidIdentifierError as error:
                raise ValidationError({"siren": str(error)}) from None


class FiscalYear(CentreModel):
    """A fiscal year of one entity; a closed one takes no entry any more."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="years", verbose_name="structure"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    closed_at = models.DateTimeField("clôturé le", null=True, blank=True, editable=False)
    closed_by = models.CharField("clôturé par", max_length=200, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "entity", "starts_on"], name="fiscal_year_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="fiscal_year_order"
            ),
        ]
        ordering = ["-starts_on", "id"]
        verbose_name = "exercice"

    def __str__(self) -> str:
        if (self.starts_on.month, self.starts_on.day, self.ends_on.year) == (
            1,
            1,
            self.starts_on.year,
        ):
            return str(self.ends_on.year)
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class ExportPack(CentreModel):
    """What was handed to the accountant about one year: a ZIP, kept as it was made."""

    year = CentreForeignKey(
        FiscalYear, models.PROTECT, related_name="packs", verbose_name="exercice"
    )
    file = models.FileField("archive", upload_to=storage_name, max_length=300)
    octets = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)
    made_at = models.DateTimeField("fait le", auto_now_add=True)
    made_by = models.CharField("fait par", max_length=200)
    missing = models.JSONField("pièces absentes", default=list, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["-made_at", "-id"]
        verbose_name = "dossier comptable"

    def __str__(self) -> str:
        return f"Dossier comptable {self.year}"

    def get_absolute_url(self) -> str:
        return centre_url("books:pack-file", self.pk)
