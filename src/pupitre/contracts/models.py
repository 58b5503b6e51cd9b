"""What the centre is bound by: its charter, crisis plan, conventions, and its shared software."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person


class Agreement(CentreModel):
    """A text that binds the centre or its team; the file of it is attached."""

    class Kind(models.TextChoices):
        CHARTER = "charter", "charte d'engagement vis-à-vis des patients"
        CRISIS_PLAN = "crisis_plan", "plan de préparation aux crises sanitaires"
        EXCHANGE = "exchange", "procédure d'échange de données de santé avec l'extérieur"
        CONVENTION = "convention", "autre convention de partenariat"

    kind = models.CharField("sorte", max_length=11, choices=Kind.choices)
    title = models.CharField("titre", max_length=150)
    partner = models.CharField("avec qui", max_length=150, blank=True)
    edition = models.CharField("version", max_length=20, default="1")
    text = models.TextField("texte à signer", max_length=20_000, blank=True)
    adopted_on = models.DateField("adopté ou signé le", null=True, blank=True)
    displayed_on = models.DateField("affiché le", null=True, blank=True)
    sent_on = models.DateField("transmis à la CPAM le", null=True, blank=True)
    revised_on = models.DateField("dernière révision le", null=True, blank=True)
    review_on = models.DateField("à revoir avant le", null=True, blank=True)
    ends_on = models.DateField("valable jusqu'au", null=True, blank=True)

    class Meta(CentreModel.Meta):
        ordering = ["kind", "-adopted_on", "title"]
        verbose_name = "engagement"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("contracts:agreement-detail", self.pk)

    def clean(self) -> None:
        if self.adopted_on and self.ends_on and self.ends_on < self.adopted_on:
            raise ValidationError({"ends_on": "La fin doit venir après la signature."})


class Signature(CentreModel):
    """Somebody's signature of one version of a text."""

    class Via(models.TextChoices):
        LINK = "link", "par lien personnel"
        PAPER = "paper", "sur papier"

    agreement = CentreForeignKey(
        Agreement, models.CASCADE, related_name="signatures", verbose_name="texte"
    )
    person = CentreForeignKey(
        Person, models.PROTECT, related_name="signatures", verbose_name="signataire"
    )
    edition = models.CharField("version signée", max_length=20)
    signed_on = models.DateField("signé le")
    via = models.CharField("comment", max_length=5, choices=Via.choices, default=Via.PAPER)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "agreement", "person", "edition"],
                name="one_signature_per_edition",
            )
        ]
        ordering = ["person__last_name", "person__first_name"]
        verbose_name = "signature"

    def __str__(self) -> str:
        return f"{self.person}, {self.agreement} (version {self.edition})"


class Software(CentreModel):
    """A shared health software: its label, since when, for how many users."""

    class Level(models.TextChoices):
        NONE = "none", "non labellisé"
        STANDARD = "standard", "labellisé, niveau standard"
        ADVANCED = "advanced", "labellisé, niveau avancé"

    name = models.CharField("logiciel", max_length=100)
    publisher = models.CharField("éditeur", max_length=100, blank=True)
    level = models.CharField("label e-santé (ANS)", max_length=8, choices=Level.choices)
    labelled_on = models.DateField("label obtenu le", null=True, blank=True)
    acquired_on = models.DateField("acquis par la structure le")
    ended_on = models.DateField("abandonné le", null=True, blank=True)
    users = models.PositiveSmallIntegerField(
        "professionnels équipés", null=True, blank=True, validators=[MaxValueValidator(999)]
    )

    class Meta(CentreModel.Meta):
        ordering = ["ended_on", "name"]
        verbose_name = "logiciel partagé"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("contracts:software-detail", self.pk)

    def clean(self) -> None:
        if self.ended_on and self.acquired_on and self.ended_on < self.acquired_on:
            raise ValidationError({"ended_on": "L'abandon doit venir après l'acquisition."})
