"""The chart of accounts, what each account is used for, and the journals."""

from django.core.validators import RegexValidator
from django.db import models

from pupitre.books.models.analysis import Heading
from pupitre.books.models.entities import LegalEntity
from pupitre.books.rules.chart import NUMBER_SHAPE
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel

NUMBER = RegexValidator(
    f"^{NUMBER_SHAPE}$",
    "Un numéro de compte commence par trois chiffres du plan comptable (classe 1 à 8) : 606400.",
)
CODE = RegexValidator(r"^[A-Z0-9]{1,6}$", "Un code de journal : 1 à 6 majuscules ou chiffres.")


class Account(CentreModel):
    """An account of one entity's chart."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="accounts", verbose_name="structure"
    )
    number = models.CharField("numéro", max_length=12, validators=[NUMBER])
    label = models.CharField("intitulé", max_length=120)
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name="poste du budget proposé",
    )
    active = models.BooleanField("proposé à la saisie", default=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entity", "number"], name="account_number")
        ]
        ordering = ["number"]
        verbose_name = "compte"

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    def get_absolute_url(self) -> str:
        return centre_url("books:account-detail", self.pk)


class AccountPurpose(CentreModel):
    """Which account serves a purpose from a date on; a doubtful choice is confirmed by the accountant."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="purposes", verbose_name="structure"
    )
    purpose = models.CharField("usage", max_length=24)
    account = CentreForeignKey(
        Account, models.PROTECT, related_name="purposes", verbose_name="compte"
    )
    since = models.DateField("à partir du")
    confirmed_on = models.DateField("confirmé par l’expert-comptable le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "entity", "purpose", "since"], name="account_purpose_since"
            )
        ]
        ordering = ["purpose", "-since"]
        verbose_name = "usage d’un compte"

    def __str__(self) -> str:
        return f"{self.purpose} : {self.account}"


class Journal(CentreModel):
    """A journal of one entity; its validated entries are numbered without a gap, year by year."""

    class Kind(models.TextChoices):
        OPENING = "opening", "à nouveau"
        PURCHASES = "purchases", "achats"
        SALES = "sales", "produits"
        BANK = "bank", "banque ou caisse"
        PAYROLL = "payroll", "salaires"
        OTHER = "other", "opérations diverses"

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="journals", verbose_name="structure"
    )
    code = models.CharField("code", max_length=6, validators=[CODE])
    label = models.CharField("intitulé", max_length=80)
    kind = models.CharField("sorte", max_length=9, choices=Kind.choices, default=Kind.OTHER)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entity", "code"], name="journal_code")
        ]
        ordering = ["code"]
        verbose_name = "journal"

    def __str__(self) -> str:
        return f"{self.code} – {self.label}"

    def get_absolute_url(self) -> str:
        return centre_url("books:journal-detail", self.pk)
