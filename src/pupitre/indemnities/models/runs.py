"""Runs with every line, statements, corrections."""

from django.db import models
from django.db.models import F, Q

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.indemnities.models.schemes import Scheme
from pupitre.indemnities.rules import periods
from pupitre.indemnities.rules.scheme import Span
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person

PERSON = "personne"


class IndemnityRun(CentreModel):
    """A period to settle: computed on sight while it is a draft, written line by line once approved."""

    class State(models.TextChoices):
        DRAFT = "draft", "à approuver"
        APPROVED = "approved", "approuvé"
        CANCELLED = "cancelled", "annulé"

    scheme = CentreForeignKey(Scheme, models.PROTECT, related_name="runs", verbose_name="barème")
    first = models.DateField("du")
    last = models.DateField("au")
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.DRAFT)
    to_share = models.PositiveBigIntegerField("somme à partager", default=0)
    forced_why = models.CharField("sans vote, parce que", max_length=200, blank=True)
    prepared_by = models.CharField("préparé par", max_length=200, blank=True, editable=False)
    prepared_user = models.BigIntegerField(null=True, blank=True, editable=False)
    approved_on = models.DateField("approuvé le", null=True, blank=True, editable=False)
    approved_by = models.CharField("approuvé par", max_length=200, blank=True, editable=False)
    cancelled_why = models.CharField("annulé parce que", max_length=200, blank=True)
    sent_at = models.DateTimeField("relevés envoyés le", null=True, blank=True, editable=False)
    unshared = models.BigIntegerField("reste à la société", default=0, editable=False)
    prices = models.JSONField("prix de la minute", default=dict, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="run_ends_after_it_starts",
                violation_error_message="La fin de la période doit venir après son début.",
            )
        ]
        ordering = ["-last", "-id"]
        verbose_name = "règlement des indemnités"

    def __str__(self) -> str:
        return f"Indemnités, {periods.words(self.span)}"

    def get_absolute_url(self) -> str:
        return centre_url("indemnities:run", self.pk)

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


class CountedMeeting(CentreModel):
    """A meeting counted by a run, with the facts as they were; `correction`: it had been counted before."""

    run = CentreForeignKey(IndemnityRun, models.CASCADE, related_name="counted")
    meeting = CentreForeignKey(Meeting, models.PROTECT, related_name="+")
    facts = models.JSONField(default=list)
    correction = models.BooleanField(default=False)

    class Meta(CentreModel.Meta):
        verbose_name = "réunion comptée"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "run", "meeting"], name="one_count_per_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.run}"


class Statement(CentreModel):
    """What a person has for a run: the lines' sum, what is carried from before, what is paid."""

    run = CentreForeignKey(IndemnityRun, models.CASCADE, related_name="statements")
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="indemnities", verbose_name=PERSON
    )
    associate = models.BooleanField("associé·e à la fin de la période", default=False)
    minutes = models.PositiveIntegerField("minutes", default=0)
    due_cents = models.BigIntegerField("somme des lignes", default=0)
    carried_cents = models.BigIntegerField("report du règlement précédent", default=0)
    paid_on = models.DateField("payé le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "run", "person"], name="one_statement")
        ]
        indexes = [models.Index(fields=["centre", "person"], name="statement_person")]
        ordering = ["person__last_name", "person__first_name"]
        verbose_name = "relevé d'indemnités"

    def __str__(self) -> str:
        return f"{self.person}, {self.run}"

    def get_absolute_url(self) -> str:
        return centre_url("indemnities:statement", self.pk)

    @property
    def net_cents(self) -> int:
        return self.due_cents + self.carried_cents

    @property
    def pay_cents(self) -> int:
        """What the bank transfers; a negative balance waits for the next run."""
        return max(0, self.net_cents)


class RunLine(CentreModel):
    """One amount of a statement and its reason; never changed once written."""

    class Kind(models.TextChoices):
        TIME = "time", "temps de présence"
        ROLE = "role", "rôle"
        POT = "pot", "part"
        ALLOWANCE = "allowance", "forfait"
        CEILING = "ceiling", "plafond"
        ADJUSTMENT = "adjustment", "correction"

    statement = CentreForeignKey(Statement, models.CASCADE, related_name="lines")
    kind = models.CharField("sorte", max_length=10, choices=Kind.choices)
    meeting = CentreForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="indemnity_lines"
    )
    attendee = CentreForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    day_minutes = models.PositiveSmallIntegerField("minutes de jour", default=0)
    evening_minutes = models.PositiveSmallIntegerField("minutes du soir", default=0)
    cents = models.BigIntegerField("montant")
    because = models.CharField("pourquoi", max_length=400)

    class Meta(CentreModel.Meta):
        ordering = ["id"]
        verbose_name = "ligne d'indemnité"

    def __str__(self) -> str:
        return self.because

    @property
    def minutes(self) -> int:
        return self.day_minutes + self.evening_minutes


class Adjustment(CentreModel):
    """A correction decided by hand, dated, with its reason; the next run takes it."""

    person = CentreForeignKey(Person, models.PROTECT, related_name="+", verbose_name=PERSON)
    on = models.DateField("datée du")
    cents = models.BigIntegerField("montant")
    why = models.CharField("pourquoi", max_length=300)
    run = CentreForeignKey(
        IndemnityRun,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="pris dans",
    )

    class Meta(CentreModel.Meta):
        ordering = ["-on", "-id"]
        verbose_name = "correction d'indemnité"

    def __str__(self) -> str:
        return f"{self.person}, {self.why}"

    def get_absolute_url(self) -> str:
        return centre_url("indemnities:person", self.person_id)
