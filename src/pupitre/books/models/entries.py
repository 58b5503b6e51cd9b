"""Entries of the books, their lines, and the questions asked about them."""

from typing import Any

from django.db import models

from pupitre.books.errors import ImmutableEntryError
from pupitre.books.models.analysis import AnalyticProject, Heading
from pupitre.books.models.chart import Account, Journal
from pupitre.books.models.entities import FiscalYear, LegalEntity
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person


class Entry(CentreModel):
    """One balanced entry: a draft until it is validated; then numbered, and never changed again."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="entries", verbose_name="structure"
    )
    year = CentreForeignKey(
        FiscalYear, models.PROTECT, related_name="entries", verbose_name="exercice"
    )
    journal = CentreForeignKey(
        Journal, models.PROTECT, related_name="entries", verbose_name="journal"
    )
    date = models.DateField("date")
    label = models.CharField("libellé", max_length=200)
    piece = models.CharField("pièce", max_length=60)
    piece_date = models.DateField("date de la pièce")
    number = models.PositiveIntegerField("numéro", null=True, editable=False)
    rank = models.PositiveIntegerField("rang de validation", null=True, editable=False)
    validated_on = models.DateField("validée le", null=True, editable=False)
    validated_by = models.CharField("validée par", max_length=200, blank=True, editable=False)
    settled_on = models.DateField("réglée le", null=True, blank=True)
    settled_by = models.CharField("mode de règlement", max_length=30, blank=True)
    key = models.CharField(max_length=200, null=True, blank=True, editable=False)
    origin_type = models.CharField(max_length=80, blank=True, editable=False)
    origin_id = models.BigIntegerField(null=True, editable=False)
    origin_label = models.CharField("issue de", max_length=200, blank=True, editable=False)
    reverses = CentreForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="reversals",
        verbose_name="contre-passe",
    )
    twin = CentreForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="écriture liée dans l’autre structure",
    )

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "key"], name="entry_key"),
            models.UniqueConstraint(
                fields=["centre", "year", "journal", "number"], name="entry_number"
            ),
            models.UniqueConstraint(fields=["centre", "year", "rank"], name="entry_rank"),
        ]
        indexes = [
            models.Index(fields=["centre", "entity", "date"], name="entry_date"),
            models.Index(fields=["centre", "origin_type", "origin_id"], name="entry_origin"),
        ]
        ordering = ["date", "id"]
        verbose_name = "écriture"

    def __str__(self) -> str:
        return f"{self.numbered} – {self.label}"

    def get_absolute_url(self) -> str:
        return centre_url("books:entry", self.pk)

    @property
    def numbered(self) -> str:
        """The number as the FEC writes it, « BQ0007 »; « brouillon » before validation."""
        return f"{self.journal.code}{self.number:04}" if self.number else "brouillon"

    @property
    def validated(self) -> bool:
        return self.number is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_validated(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        _refuse_validated(self.pk)
        return super().delete(*args, **kwargs)


def _refuse_validated(pk: int | None) -> None:
    if pk and Entry.objects.filter(pk=pk, number__isnull=False).exists():
        raise ImmutableEntryError


class EntryLine(CentreModel):
    """One line: an account, debit or credit in cents, and what it is for."""

    entry = CentreForeignKey(Entry, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("rang")
    account = CentreForeignKey(Account, models.PROTECT, related_name="lines", verbose_name="compte")
    auxiliary_code = models.CharField("compte auxiliaire", max_length=20, blank=True)
    auxiliary_label = models.CharField("tiers", max_length=120, blank=True)
    label = models.CharField("libellé", max_length=200)
    debit_cents = models.PositiveBigIntegerField("débit", default=0)
    credit_cents = models.PositiveBigIntegerField("crédit", default=0)
    heading = CentreForeignKey(
        Heading,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="poste du budget",
    )
    project = CentreForeignKey(
        AnalyticProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="projet",
    )
    person = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="book_lines",
        verbose_name="personne",
    )
    lettering = models.CharField("lettrage", max_length=6, blank=True)
    lettered_on = models.DateField("lettrée le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entry", "position"], name="line_position"),
            models.CheckConstraint(
                condition=models.Q(debit_cents=0) ^ models.Q(credit_cents=0), name="line_one_side"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "account", "auxiliary_code"], name="line_account_auxiliary"
            )
        ]
        ordering = ["entry_id", "position"]
        verbose_name = "ligne d’écriture"

    def __str__(self) -> str:
        return f"{self.account.number} {self.label}"

    @property
    def cents(self) -> int:
        """Debit minus credit."""
        return self.debit_cents - self.credit_cents

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_validated(self.entry_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        _refuse_validated(self.entry_id)
        return super().delete(*args, **kwargs)


class EntryQuestion(CentreModel):
    """A question about an entry and its answer; both stay on the entry."""

    entry = CentreForeignKey(Entry, models.PROTECT, related_name="questions")
    text = models.TextField("question")
    asked_by = models.CharField("posée par", max_length=200, editable=False)
    asked_at = models.DateTimeField("posée le", auto_now_add=True)
    answer = models.TextField("réponse", blank=True)
    answered_by = models.CharField("répondue par", max_length=200, blank=True, editable=False)
    answered_at = models.DateTimeField("répondue le", null=True, editable=False)

    class Meta(CentreModel.Meta):
        ordering = ["asked_at", "id"]
        verbose_name = "question"

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return centre_url("books:entry", self.entry_id)
