"""What must be paid, what is sent together, and above which sums somebody else approves."""

from django.db import models
from django.db.models import Q

from pupitre.books.models import Account, Entry, Heading, LegalEntity
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.payments.models.accounts import BankAccount
from pupitre.payments.models.payees import Payee, PayeeIban
from pupitre.payments.sepa import USUAL
from pupitre.people.models import Person


class PaymentBatch(CentreModel):
    """Payments that leave together, from one account on one day; never changed once written."""

    class State(models.TextChoices):
        DRAFT = "draft", "en préparation"
        WRITTEN = "written", "à déposer à la banque"
        EXECUTED = "executed", "exécuté"
        ABANDONED = "abandoned", "abandonné"

    account = CentreForeignKey(
        BankAccount, models.PROTECT, related_name="batches", verbose_name="compte"
    )
    execution_on = models.DateField("à exécuter le")
    state = models.CharField(
        "état", max_length=9, choices=State.choices, default=State.DRAFT, editable=False
    )
    made_by = models.CharField("préparé par", max_length=200, editable=False)
    made_user_id = models.BigIntegerField(null=True, editable=False)
    made_at = models.DateTimeField("préparé le", auto_now_add=True)
    approved_by = models.CharField("approuvé par", max_length=200, blank=True, editable=False)
    approved_user_id = models.BigIntegerField(null=True, editable=False)
    approved_at = models.DateTimeField("approuvé le", null=True, editable=False)
    written_by = models.CharField("écrit par", max_length=200, blank=True, editable=False)
    written_at = models.DateTimeField("écrit le", null=True, editable=False)
    schema = models.CharField(max_length=15, default=USUAL, editable=False)
    sha256 = models.CharField("empreinte", max_length=64, blank=True, editable=False)
    total_cents = models.PositiveBigIntegerField("total", default=0, editable=False)
    count = models.PositiveIntegerField("paiements", default=0, editable=False)
    document = CentreForeignKey(
        Document, models.PROTECT, null=True, editable=False, related_name="+"
    )
    executed_on = models.DateField("exécuté le", null=True, editable=False)
    entry = CentreForeignKey(Entry, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(CentreModel.Meta):
        ordering = ["-id"]
        indexes = [models.Index(fields=["centre", "state"], name="batch_state")]
        verbose_name = "lot de paiements"

    def __str__(self) -> str:
        return f"Lot {self.pk} du {self.execution_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return centre_url("payments:batch", self.pk)

    @property
    def reference(self) -> str:
        """What names the batch in the file (MsgId) and in the books: the same each time, unlike any other."""
        return f"PUP{self.centre_id}-LOT{self.pk}-{self.execution_on:%Y%m%d}"

    @property
    def open(self) -> bool:
        return self.state == self.State.DRAFT


class PaymentOrder(CentreModel):
    """A sum to pay, asked for by what owes it: an indemnity run, an invoice, a refund."""

    class Nature(models.TextChoices):
        INDEMNITY = "indemnity", "indemnité"
        INVOICE = "invoice", "facture"
        REFUND = "refund", "remboursement"
        OTHER = "other", "autre"

    class State(models.TextChoices):
        WAITING = "waiting", "à payer"
        BATCHED = "batched", "dans un lot"
        PAID = "paid", "payé"
        REJECTED = "rejected", "rejeté par la banque"
        CANCELLED = "cancelled", "annulé"

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="payment_orders", verbose_name="structure"
    )
    payee = CentreForeignKey(
        Payee, models.PROTECT, related_name="orders", verbose_name="bénéficiaire"
    )
    person = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payment_orders",
        verbose_name="pour le travail de",
    )
    cents = models.PositiveBigIntegerField("montant")
    label = models.CharField("libellé", max_length=140)
    due_on = models.DateField("à payer pour le")
    nature = models.CharField("nature", max_length=9, choices=Nature.choices)
    associate = models.BooleanField("versé comme associé", default=False)
    payable = CentreForeignKey(
        Account, models.PROTECT, related_name="payment_orders", verbose_name="compte de tiers"
    )
    auxiliary_code = models.CharField("compte auxiliaire", max_length=20, blank=True)
    auxiliary_label = models.CharField("tiers", max_length=120, blank=True)
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payment_orders",
        verbose_name="poste du budget",
    )
    origin_type = models.CharField(max_length=80, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, editable=False)
    key = models.CharField(max_length=200, editable=False)
    state = models.CharField(
        "état", max_length=9, choices=State.choices, default=State.WAITING, editable=False
    )
    requested_by = models.CharField("demandé par", max_length=200, editable=False)
    requested_at = models.DateTimeField("demandé le", auto_now_add=True)
    batch = CentreForeignKey(
        PaymentBatch,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="orders",
        verbose_name="lot",
    )
    iban = CentreForeignKey(PayeeIban, models.PROTECT, null=True, editable=False, related_name="+")
    end_to_end = models.CharField("référence", max_length=35, blank=True, editable=False)
    paid_on = models.DateField("payé le", null=True, editable=False)
    stopped_because = models.CharField("motif", max_length=200, blank=True, editable=False)
    replaces = CentreForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaced_by",
        verbose_name="remplace",
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "key"], name="payment_key"),
            models.UniqueConstraint(
                fields=["centre", "end_to_end"],
                condition=~Q(end_to_end=""),
                name="payment_end_to_end",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payment_is_positive"),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "due_on"], name="payment_due"),
            models.Index(fields=["centre", "origin_type", "origin_id"], name="payment_origin"),
        ]
        ordering = ["due_on", "id"]
        verbose_name = "paiement"

    def __str__(self) -> str:
        return f"{self.payee} – {self.label}"

    def get_absolute_url(self) -> str:
        return centre_url("payments:order", self.pk)


class PaymentLimit(CentreModel):
    """What one person may send alone, from a day on; above, a second person approves."""

    nature = models.CharField(
        "pour", max_length=9, choices=PaymentOrder.Nature.choices, blank=True, default=""
    )
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payment_limits",
        verbose_name="poste du budget",
    )
    whole = models.BooleanField("compte le total du lot, non chaque bénéficiaire", default=False)
    cents = models.PositiveBigIntegerField("plafond")
    since = models.DateField("à partir du")
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["nature", "heading__label", "-since", "id"]
        verbose_name = "plafond"

    def __str__(self) -> str:
        about = str(self.heading or "") or (self.get_nature_display() if self.nature else "")
        return f"plafond {about or 'général'}{' par lot' if self.whole else ''}"

    def get_absolute_url(self) -> str:
        return centre_url("payments:paymentlimit-detail", self.pk)
