"""The bank accounts of the legal entities."""

from django.core.exceptions import ValidationError
from django.db import models

from pupitre.books.models import Account, Journal, LegalEntity
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.payments.iban import IbanError, checked_bic, checked_iban, masked
from pupitre.payments.sepa import OLD, USUAL


class BankAccount(CentreModel):
    """An account of one entity: what pays, in which account of the books, and what its bank accepts."""

    SCHEMAS = [(USUAL, "pain.001.001.09 (le format actuel)"), (OLD, "pain.001.001.03 (l’ancien)")]

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="bank_accounts", verbose_name="structure"
    )
    label = models.CharField("nom du compte", max_length=80)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11, blank=True)
    holder = models.CharField(
        "titulaire, comme sur le RIB", max_length=70, blank=True
    )  # empty: the entity's name
    ledger_account = CentreForeignKey(
        Account, models.PROTECT, related_name="bank_accounts", verbose_name="compte comptable"
    )
    journal = CentreForeignKey(
        Journal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_accounts",
        verbose_name="journal de banque",
    )
    accepts_files = models.BooleanField("la banque accepte les fichiers de virements", default=True)
    schema = models.CharField("format des fichiers", max_length=15, choices=SCHEMAS, default=USUAL)
    closed_on = models.DateField("clos le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "iban"], name="bank_account_iban")]
        ordering = ["entity__name", "label"]
        verbose_name = "compte bancaire"

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return centre_url("payments:bankaccount-detail", self.pk)

    def clean(self) -> None:
        """Write the IBAN and the BIC as banks do; refuse an account of another entity's books."""
        for name, checked in (("iban", checked_iban), ("bic", checked_bic)):
            try:
                setattr(self, name, checked(getattr(self, name)))
            except IbanError as error:
                raise ValidationError({name: str(error)}) from error
        for name in ("ledger_account", "journal"):
            of = getattr(self, name, None) if getattr(self, f"{name}_id") else None
            if of and self.entity_id and of.entity_id != self.entity_id:
                raise ValidationError({name: "Choisissez-le dans les comptes de cette structure."})

    @property
    def masked(self) -> str:
        return masked(self.iban)

    @property
    def payer(self) -> str:
        """The holder as the bank knows it."""
        return self.holder or self.entity.name

    @property
    def journal_code(self) -> str:
        """The journal where its payments are written: its own, else the entity's first of banks."""
        own = (
            self.journal
            or Journal.objects.filter(entity=self.entity_id, kind=Journal.Kind.BANK)
            .order_by("code")
            .first()
        )
        return own.code if own else ""
