"""Banque: statements imported, their lines, what settles them, and the rules learned."""

from django.db import models

from pupitre.books.models import Account, AnalyticProject, Entry, EntryLine, Heading
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.payments.models import BankAccount
from pupitre.people.models import Person


class CsvFormat(CentreModel):
    """How an account's bank writes its CSV (`rules.csv_mapping.CsvMapping` as JSON)."""

    account = CentreForeignKey(BankAccount, models.CASCADE, related_name="csv_formats")
    mapping = models.JSONField(default=dict)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "account"], name="one_csv_format")]
        verbose_name = "description du CSV"

    def __str__(self) -> str:
        return f"CSV de {self.account}"


class BankStatement(CentreModel):
    """One imported file of one account; balances are None when the file does not tell them."""

    account = CentreForeignKey(
        BankAccount, models.PROTECT, related_name="statements", verbose_name="compte"
    )
    kind = models.CharField("format", max_length=20)
    name = models.CharField("fichier", max_length=200)
    first_on = models.DateField("du")
    last_on = models.DateField("au")
    opening_cents = models.BigIntegerField("solde de départ", null=True, blank=True)
    closing_cents = models.BigIntegerField("solde de fin", null=True, blank=True)
    brought = models.PositiveIntegerField("lignes nouvelles", default=0)
    already = models.PositiveIntegerField("lignes déjà connues", default=0)
    left_out = models.PositiveIntegerField("lignes sans mouvement", default=0)
    despite = models.TextField("importé malgré", blank=True)
    imported_at = models.DateTimeField("importé le", auto_now_add=True)
    imported_by = models.CharField("importé par", max_length=200)
    document = CentreForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(CentreModel.Meta):
        ordering = ["-last_on", "-id"]
        verbose_name = "relevé"

    def __str__(self) -> str:
        return f"Relevé du {self.first_on:%d/%m/%Y} au {self.last_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return centre_url("bank:account", self.account_id)


class BankLine(CentreModel):
    """One movement of an account, as its bank tells it: money in is positive."""

    class How(models.TextChoices):
        WAITING = "", "à rapprocher"
        POSTED = "posted", "écrite depuis la banque"
        MATCHED = "matched", "pointée avec la comptabilité"

    account = CentreForeignKey(
        BankAccount, models.PROTECT, related_name="bank_lines", verbose_name="compte"
    )
    statement = CentreForeignKey(BankStatement, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("rang")
    on = models.DateField("date")
    value_on = models.DateField("date de valeur", null=True, blank=True)
    cents = models.BigIntegerField("montant")
    label = models.CharField("libellé", max_length=200)
    detail = models.TextField("précision", blank=True)
    counterparty = models.CharField("tiers", max_length=200, blank=True)
    bank_id = models.CharField(max_length=100, blank=True)
    reference = models.CharField("référence", max_length=60, blank=True)
    key = models.CharField(max_length=40)
    how = models.CharField("état", max_length=8, choices=How.choices, blank=True, default="")
    entry = CentreForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_lines",
        verbose_name="écriture",
    )
    settled_at = models.DateTimeField("rapprochée le", null=True, blank=True)
    settled_by = models.CharField("rapprochée par", max_length=200, blank=True)
    undone = models.PositiveSmallIntegerField(
        default=0
    )  # each new try has its own key in the books

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "account", "key"], name="bank_line_key")
        ]
        indexes = [
            models.Index(fields=["centre", "account", "how", "on"], name="bank_line_waiting")
        ]
        ordering = ["on", "statement_id", "position"]
        verbose_name = "ligne de relevé"

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.label}"

    def get_absolute_url(self) -> str:
        return f"{centre_url('bank:reconcile', self.account_id)}?ligne={self.pk}"

    @property
    def waits(self) -> bool:
        return self.how == self.How.WAITING

    @property
    def words(self) -> str:
        """All that the bank says of it, for people and for rules."""
        return " ".join(filter(None, (self.counterparty, self.label, self.detail)))


class Pointing(CentreModel):
    """A bank line and a line of the bank's account in the books that are the same money, for `cents` of it."""

    line = CentreForeignKey(BankLine, models.CASCADE, related_name="pointings")
    entry_line = CentreForeignKey(EntryLine, models.PROTECT, related_name="pointings")
    cents = models.BigIntegerField("montant pointé")

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "line", "entry_line"], name="one_pointing")
        ]
        verbose_name = "pointage"

    def __str__(self) -> str:
        return f"{self.line} = {self.entry_line}"


class BankRule(CentreModel):
    """A habit learned from what was chosen: these words, in this direction, mean this account."""

    class Direction(models.TextChoices):
        IN = "in", "encaissement"
        OUT = "out", "paiement"

    words = models.CharField("mots du libellé", max_length=200, help_text="Tous doivent y figurer.")
    direction = models.CharField("sens", max_length=3, choices=Direction.choices)
    ledger_account = CentreForeignKey(
        Account, models.CASCADE, related_name="bank_rules", verbose_name="compte"
    )
    heading = CentreForeignKey(
        Heading, models.SET_NULL, null=True, blank=True, related_name="bank_rules", verbose_name="poste du budget",
    )  # fmt: skip
    project = CentreForeignKey(
        AnalyticProject, models.SET_NULL, null=True, blank=True, related_name="bank_rules", verbose_name="projet",
    )  # fmt: skip
    person = CentreForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="bank_rules", verbose_name="personne",
    )  # fmt: skip
    uses = models.PositiveIntegerField("fois choisie", default=0, editable=False)
    misses = models.PositiveIntegerField("fois corrigée", default=0, editable=False)
    last_cents = models.BigIntegerField(null=True, editable=False)
    last_on = models.DateField("dernière fois", null=True, editable=False)
    last_label = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        ordering = ["words", "id"]
        verbose_name = "règle de rapprochement"

    def __str__(self) -> str:
        return f"« {self.words} » → {self.ledger_account}"

    def get_absolute_url(self) -> str:
        return centre_url("bank:bankrule-detail", self.pk)
