"""What is paid again and again: rent, insurance, cleaning, software."""

from django.core.exceptions import ValidationError
from django.db import models

from pupitre.books.models import Account, Heading, LegalEntity
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.invoices.rules.charges import Rhythm
from pupitre.payments.models import Payee


class RecurringCharge(CentreModel):
    """A charge that comes back: how much, how often, on which contract, until when."""

    class Every(models.IntegerChoices):
        MONTH = 1, "chaque mois"
        TWO_MONTHS = 2, "tous les deux mois"
        QUARTER = 3, "chaque trimestre"
        HALF = 6, "chaque semestre"
        YEAR = 12, "chaque année"

    label = models.CharField("charge", max_length=120)
    supplier = CentreForeignKey(
        Payee, models.PROTECT, related_name="recurring_charges", verbose_name="fournisseur"
    )
    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="recurring_charges", verbose_name="structure"
    )
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recurring_charges",
        verbose_name="poste du budget",
    )
    account = CentreForeignKey(
        Account,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recurring_charges",
        verbose_name="compte de charge",
    )
    cents = models.PositiveBigIntegerField("montant prévu")
    months = models.PositiveSmallIntegerField("rythme", choices=Every.choices, default=Every.MONTH)
    first_on = models.DateField("première échéance")
    ends_on = models.DateField("fin du contrat", null=True, blank=True)
    renegotiate_on = models.DateField("à renégocier avant le", null=True, blank=True)
    contract = models.CharField("contrat", max_length=120, blank=True)
    note = models.TextField("note", max_length=2000, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["label", "id"]
        verbose_name = "charge récurrente"

    def __str__(self) -> str:
        return f"{self.label} ({self.supplier})"

    def get_absolute_url(self) -> str:
        return centre_url("invoices:recurringcharge-detail", self.pk)

    def clean(self) -> None:
        if self.first_on and self.ends_on and self.ends_on < self.first_on:
            raise ValidationError({"ends_on": "La fin doit venir après la première échéance."})
        if self.account_id and self.entity_id and self.account.entity_id != self.entity_id:
            raise ValidationError({"account": "Choisissez un compte de cette structure."})

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.first_on, self.months, self.ends_on)

    @property
    def yearly_cents(self) -> int:
        return self.cents * self.rhythm.yearly
