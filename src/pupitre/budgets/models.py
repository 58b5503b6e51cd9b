"""Budgets of a legal entity, their scenarios and frozen versions, lines, and what people say of a line."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from pupitre.books.models import AnalyticProject, Heading, LegalEntity
from pupitre.budgets.rules.months import LONGEST, Period, months_words
from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person
from pupitre.tasks.models import Task


class Budget(CentreModel):
    """The budget of one entity for one year: the frame of its scenarios and versions."""

    entity = CentreForeignKey(
        LegalEntity, models.PROTECT, related_name="budgets", verbose_name="structure"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "entity", "starts_on"], name="one_budget"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="budget_ends_after_it_starts"
            ),
        ]
        ordering = ["-starts_on", "entity__name", "id"]
        verbose_name = "budget"

    def __str__(self) -> str:
        return f"Budget {self.year}"

    def get_absolute_url(self) -> str:
        return centre_url("budgets:budget", self.pk)

    def clean(self) -> None:
        """Refuse an end before the start, and more months than a fiscal year may last."""
        if not (self.starts_on and self.ends_on):
            return
        if self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": "La fin doit venir après le début."})
        if len(self.period.months) > LONGEST:
            raise ValidationError({"ends_on": f"Un exercice dure au plus {LONGEST} mois."})

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def year(self) -> str:
        """« 2027 », or « 2026-2027 » for a year across two."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}-{last}"


class Plan(CentreModel):
    """A scenario, open to changes, or once numbered a frozen version of it; the vote names a version."""

    budget = CentreForeignKey(Budget, models.CASCADE, related_name="plans", verbose_name="budget")
    name = models.CharField("nom", max_length=80)
    number = models.PositiveSmallIntegerField("version", null=True, editable=False)
    rank = models.PositiveSmallIntegerField("rang du vote", null=True, editable=False)
    why = models.CharField("pourquoi", max_length=300, blank=True)
    made_by = models.CharField("préparé par", max_length=200, editable=False)
    frozen_at = models.DateTimeField("figée le", null=True, editable=False)
    decision = CentreForeignKey(
        Task,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="décision",
    )
    meeting = CentreForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="réunion qui l’a voté",
    )
    voted_on = models.DateField("voté le", null=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "budget", "number"], name="one_plan_number"),
            models.UniqueConstraint(fields=["centre", "budget", "rank"], name="one_plan_rank"),
            models.UniqueConstraint(
                fields=["centre", "budget", "name"],
                condition=Q(number=None),
                name="one_scenario_name",
                violation_error_message="Un scénario porte déjà ce nom : choisissez-en un autre.",
            ),
        ]
        ordering = ["budget_id", F("number").asc(nulls_first=True), "id"]
        verbose_name = "scénario"

    def __str__(self) -> str:
        return f"{self.budget}, {self.title}"

    def get_absolute_url(self) -> str:
        return centre_url("budgets:plan", self.pk)

    @property
    def open(self) -> bool:
        return self.number is None

    @property
    def title(self) -> str:
        """« Budget de base », « version 2, Budget de base », « budget rectificatif n° 1 (version 3) »."""
        if self.rank:
            voted = "budget voté" if self.rank == 1 else f"budget rectificatif n° {self.rank - 1}"
            return f"{voted} (version {self.number})"
        return self.name if self.open else f"version {self.number}, {self.name}"


def new_key() -> str:
    return uuid4().hex


class PlanLine(CentreModel):
    """One amount of a plan; its copies in other plans keep its key."""

    plan = CentreForeignKey(Plan, models.CASCADE, related_name="lines", verbose_name="scénario")
    heading = CentreForeignKey(
        Heading, models.PROTECT, related_name="budget_lines", verbose_name="poste"
    )
    project = CentreForeignKey(
        AnalyticProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name="projet suivi",
    )
    label = models.CharField("ligne", max_length=120)
    cents = models.PositiveBigIntegerField("montant de l’année")
    months = models.JSONField("mois", default=list, blank=True)
    note = models.CharField("explication", max_length=300, blank=True)
    key = models.CharField(max_length=32, default=new_key, editable=False)
    fact = models.CharField(max_length=80, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "plan", "key"], name="one_plan_line_key")
        ]
        ordering = ["plan_id", "heading__direction", "heading__order", "heading__code", "id"]
        verbose_name = "ligne du budget"

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return centre_url("budgets:planline-detail", self.pk)

    @property
    def when(self) -> str:
        return months_words(self.months)


class Remark(CentreModel):
    """What somebody says of a line, with the amount that they propose where they do."""

    class State(models.TextChoices):
        NOTE = "", "remarque"
        OPEN = "open", "proposition à décider"
        ACCEPTED = "accepted", "proposition reprise"
        DECLINED = "declined", "proposition écartée"

    line = CentreForeignKey(PlanLine, models.CASCADE, related_name="remarks", verbose_name="ligne")
    text = models.CharField("remarque", max_length=500, blank=True)
    cents = models.PositiveBigIntegerField("montant proposé", null=True, blank=True)
    state = models.CharField(
        "état", max_length=8, choices=State.choices, blank=True, default=State.NOTE, editable=False
    )
    made_by = models.CharField("par", max_length=200, editable=False)
    made_at = models.DateTimeField("le", auto_now_add=True)
    person = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="personne",
    )
    answered_by = models.CharField("décidée par", max_length=200, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        ordering = ["made_at", "id"]
        verbose_name = "remarque"

    def __str__(self) -> str:
        return self.text[:80] or "montant proposé"

    def get_absolute_url(self) -> str:
        return str(self.line.get_absolute_url())

    def clean(self) -> None:
        if not self.text and self.cents is None:
            raise ValidationError({"text": "Écrivez une remarque, ou proposez un montant."})
