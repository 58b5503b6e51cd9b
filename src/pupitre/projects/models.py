"""What the centre does beyond consultations: actions, quality, visiting professionals, the SAS."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person

ENDS_FIRST = "La fin doit venir après le début."


class Action(CentreModel):
    """A public-health mission, a prevention action, an action with users, or one during a crisis."""

    class Kind(models.TextChoices):
        MISSION = "mission", "mission de santé publique (au contrat ACI)"
        PREVENTION = "prevention", "autre action de prévention"
        USERS = "users", "action avec les usagers"
        CRISIS = "crisis", "action pendant une crise sanitaire reconnue par l'ARS"

    class Level(models.IntegerChoices):
        INFORM = 1, "niveau 1 : consulter, informer (enquête, boîte à idées, brochure, site)"
        BUILD = 2, "niveau 2 : construire et décider ensemble (patient référent, comité, médiateur)"

    title = models.CharField("titre", max_length=150)
    kind = models.CharField("sorte", max_length=10, choices=Kind.choices, default=Kind.PREVENTION)
    theme = models.CharField("thème de la mission", max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(
        "implication des usagers", choices=Level.choices, null=True, blank=True
    )
    lead = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="référent·e",
    )
    partners = models.CharField("avec qui", max_length=200, blank=True)
    starts_on = models.DateField("débute le")
    ends_on = models.DateField("se termine le", null=True, blank=True)
    survey_on = models.DateField("enquête de satisfaction faite le", null=True, blank=True)
    reached = models.PositiveIntegerField(
        "personnes touchées", null=True, blank=True, validators=[MaxValueValidator(999_999)]
    )
    hours = models.PositiveIntegerField(
        "heures de l'équipe", null=True, blank=True, validators=[MaxValueValidator(99_999)]
    )
    budget_cents = models.PositiveBigIntegerField("budget", null=True, blank=True)
    results = models.TextField("résultats", max_length=2000, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="action_ends_after_it_starts",
                violation_error_message=ENDS_FIRST,
            )
        ]
        ordering = ["-starts_on", "title"]
        verbose_name = "action"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("projects:action-detail", self.pk)

    def clean(self) -> None:
        if self.kind == self.Kind.MISSION and not self.theme:
            raise ValidationError({"theme": "Choisissez le thème que le contrat donne."})
        if self.kind == self.Kind.USERS and not self.level:
            raise ValidationError({"level": "Dites à quel niveau les usagers sont associés."})


class Quality(CentreModel):
    """A quality approach, step by step: diagnosis, improvement plan, results."""

    title = models.CharField("thème de la démarche", max_length=150)
    referent = CentreForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="qualities",
        verbose_name="référent·e",
    )
    objective = models.TextField("objectif choisi, et pourquoi", max_length=1000, blank=True)
    diagnosed_on = models.DateField("niveau 1, diagnostic fait le")
    deployed_on = models.DateField(
        "niveau 2, plan d'amélioration déployé le", null=True, blank=True
    )
    concluded_on = models.DateField("niveau 3, bilan conclu le", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["-diagnosed_on", "title"]
        verbose_name = "démarche qualité"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("projects:quality-detail", self.pk)

    def clean(self) -> None:
        if self.concluded_on and not self.deployed_on:
            raise ValidationError(
                {"deployed_on": "Le bilan vient après un plan déployé : datez-le."}
            )
        dates = [day for day in (self.diagnosed_on, self.deployed_on, self.concluded_on) if day]
        if dates != sorted(dates):
            raise ValidationError("Les niveaux se suivent : leurs dates aussi.")


class Offer(CentreModel):
    """Somebody's part in what the centre offers: sessions of a visitor, a CSTM, the SAS."""

    class Kind(models.TextChoices):
        SESSIONS = "sessions", "vacations d'un professionnel extérieur"
        CSTM = "cstm", "vacations en contrat de solidarité territoriale (CSTM)"
        SAS = "sas", "médecin inscrit au service d'accès aux soins (SAS)"
        SAS_ALL = "sas_all", "la structure prend toutes les demandes du régulateur du SAS"

    VISITS = frozenset({Kind.SESSIONS, Kind.CSTM})

    kind = models.CharField("sorte", max_length=8, choices=Kind.choices)
    person = CentreForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="qui"
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    half_days = models.DecimalField(
        "demi-journées par semaine",
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(12)],
    )
    slots = models.CharField("jours et créneaux", max_length=150, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="offer_ends_after_it_starts",
                violation_error_message=ENDS_FIRST,
            )
        ]
        ordering = ["kind", "person__last_name", "-since"]
        verbose_name = "vacation ou participation au SAS"

    def __str__(self) -> str:
        return (
            f"{self.person}, {self.get_kind_display()}" if self.person else self.get_kind_display()
        )

    def get_absolute_url(self) -> str:
        return centre_url("projects:offer-detail", self.pk)

    def clean(self) -> None:
        if self.kind != self.Kind.SAS_ALL and self.person_id is None:
            raise ValidationError({"person": "Choisissez la personne dans l'annuaire."})
        if self.kind in self.VISITS and self.half_days is None:
            raise ValidationError({"half_days": "Dites combien de demi-journées par semaine."})
