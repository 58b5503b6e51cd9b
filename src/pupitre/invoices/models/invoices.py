"""One supplier invoice or credit note, from its arrival to its payment."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pupitre.books.models import Account, Heading, LegalEntity
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.invoices.models.charges import RecurringCharge
from pupitre.payments.models import Payee


class Invoice(CentreModel):
    """What a supplier asks for; `cents` is the total with VAT, negative for a credit note.

    Its file is a document about it. What it costs and owes is in the books once it is approved.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "à approuver"
        APPROVED = "approved", "à payer"
        PAID = "paid", "payée"
        REFUSED = "refused", "refusée"
        CANCELLED = "cancelled", "annulée"

    class Means(models.TextChoices):
        TRANSFER = "transfer", "virement à faire"
        DEBIT = "debit", "prélèvement ou carte : rien à virer"

    supplier = CentreForeignKey(
        Payee, models.PROTECT, related_name="invoices", verbose_name="fournisseur"
    )
    number = models.CharField("numéro", max_length=60)
    number_key = models.CharField(max_length=60, editable=False)
    issued_on = models.DateField("date de la facture")
    received_on = models.DateField("reçue le")
    due_on = models.DateField("à payer pour le")
    cents = models.BigIntegerField("montant TTC")
    net_cents = models.BigIntegerField("montant HT", null=True, blank=True)
    prepaid_cents = models.PositiveBigIntegerField("déjà payé", default=0)
    means = models.CharField(
        "règlement", max_length=8, choices=Means.choices, default=Means.TRANSFER
    )
    label = models.CharField("objet", max_length=140, blank=True)
    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="invoices", verbose_name="structure"
    )
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name="poste du budget",
    )
    account = CentreForeignKey(
        Account,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name="compte de charge",
    )
    charge = CentreForeignKey(
        RecurringCharge,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
        verbose_name="charge récurrente",
    )
    note = models.TextField("note", max_length=2000, blank=True)
    read_from = models.CharField("lue dans", max_length=20, blank=True, editable=False)
    siren = models.CharField("SIREN lu", max_length=9, blank=True, editable=False)
    iban = models.CharField("IBAN lu", max_length=34, blank=True, editable=False)
    remarks = models.JSONField("remarques de lecture", default=list, blank=True, editable=False)
    state = models.CharField(
        "état", max_length=9, choices=State.choices, default=State.RECEIVED, editable=False
    )
    made_by = models.CharField("saisie par", max_length=200, editable=False)
    made_user_id = models.BigIntegerField(null=True, editable=False)
    approved_by = models.CharField("approuvée par", max_length=200, blank=True, editable=False)
    approved_on = models.DateField("approuvée le", null=True, editable=False)
    stopped_because = models.CharField("motif", max_length=200, blank=True, editable=False)
    paid_on = models.DateField("payée le", null=True, editable=False)
    deducted_from = CentreForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="credits",
        verbose_name="déduit de",
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "supplier", "number_key"],
                condition=Q(state__in=("received", "approved", "paid")),
                name="one_invoice_per_number",
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="invoice_has_an_amount"),
        ]
        indexes = [models.Index(fields=["centre", "state", "due_on"], name="invoice_due")]
        ordering = ["-issued_on", "-id"]
        verbose_name = "facture"

    def __str__(self) -> str:
        return f"{'Avoir' if self.credit else 'Facture'} {self.number}, {self.supplier}"

    def get_absolute_url(self) -> str:
        return centre_url("invoices:invoice-detail", self.pk)

    def clean(self) -> None:
        """Write the number's key; refuse dates, amounts and accounts that cannot go together."""
        self.number_key = key_of(self.number or "")
        if self.issued_on and self.due_on and self.due_on < self.issued_on:
            raise ValidationError({"due_on": "L’échéance ne peut pas précéder la facture."})
        if self.cents == 0:
            raise ValidationError({"cents": "Indiquez un montant ; négatif pour un avoir."})
        if self.cents and self.net_cents is not None and not _within(self.net_cents, self.cents):
            raise ValidationError(
                {"net_cents": "Le montant HT ne dépasse pas le TTC, et il est du même signe."}
            )
        if self.account_id and self.entity_id and self.account.entity_id != self.entity_id:
            raise ValidationError({"account": "Choisissez un compte de cette structure."})

    @property
    def credit(self) -> bool:
        """Whether it is a credit note: the supplier gives money back."""
        return bool(self.cents and self.cents < 0)

    @property
    def vat_cents(self) -> int | None:
        return None if self.net_cents is None else self.cents - self.net_cents

    @property
    def waits(self) -> bool:
        return self.state == self.State.RECEIVED


def key_of(number: str) -> str:
    """Return a number as two writings of it compare: letters and digits only."""
    return "".join(sign for sign in number.upper() if sign.isalnum()) or number.strip()


def _within(net: int, total: int) -> bool:
    return abs(net) <= abs(total) and net * total >= 0
