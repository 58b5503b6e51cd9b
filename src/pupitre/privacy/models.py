"""What a centre decides and keeps about personal data: durations, holds, erasures, purges."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.documents.models import Document
from pupitre.people.models import Person


class PrivacySettings(CentreModel):
    """Whether what is due goes by itself."""

    automatic = models.BooleanField("purger chaque semaine, sans demander", default=False)

    class Meta(CentreModel.Meta):
        verbose_name = "réglages des données personnelles"
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_privacy_settings")]

    def __str__(self) -> str:
        return "automatique" if self.automatic else "sur demande"


class RetentionChoice(CentreModel):
    """The centre's own duration for one rule, instead of the default."""

    rule = models.CharField("règle", max_length=30, editable=False)
    months = models.PositiveSmallIntegerField("durée en mois")
    because = models.CharField("pourquoi", max_length=200)

    class Meta(CentreModel.Meta):
        verbose_name = "durée de conservation choisie"
        constraints = [
            models.UniqueConstraint(fields=["centre", "rule"], name="one_choice_per_rule")
        ]

    def __str__(self) -> str:
        return f"{self.rule} : {self.months} mois"


class LegalHold(CentreModel):
    """What no purge and no erasure may touch until it is lifted: a person, a document, or all the centre."""

    person = CentreForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="holds", verbose_name="personne"
    )
    document = CentreForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name="document",
    )
    reason = models.CharField("pourquoi", max_length=250)
    placed_on = models.DateField("depuis le", auto_now_add=True)
    placed_by = models.CharField("demandé par", max_length=200, editable=False)
    lifted_on = models.DateField("levé le", null=True, blank=True, editable=False)

    class Meta(CentreModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(document__isnull=True),
                name="hold_on_one_thing",
                violation_error_message="Choisissez une personne ou un document, pas les deux.",
            )
        ]
        ordering = ["-id"]
        verbose_name = "gel"

    def __str__(self) -> str:
        return f"Gel : {self.subject}"

    def get_absolute_url(self) -> str:
        return centre_url("privacy:legalhold-list")

    @property
    def subject(self) -> str:
        return str(self.person or self.document or "toute la structure")

    def clean(self) -> None:
        if not self.reason.strip():
            raise ValidationError({"reason": "Écrivez pourquoi : c'est ce qui justifie de garder."})


class Erasure(CentreModel):
    """An erasure done: of whom by number only, why, and what became of each table."""

    person_number = models.BigIntegerField("fiche")
    erased_at = models.DateTimeField("effacée le", auto_now_add=True)
    reason = models.CharField("motif", max_length=120)
    lines = models.JSONField("bilan", default=list, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person_number"], name="one_erasure_per_person"
            )
        ]
        ordering = ["-id"]
        verbose_name = "effacement"

    def __str__(self) -> str:
        return f"Personne effacée {self.person_number}"

    def get_absolute_url(self) -> str:
        return centre_url("privacy:erasure", self.pk)


class PurgeReport(CentreModel):
    """What a purge took, or would take and waits for somebody to say yes."""

    day = models.DateField("au")
    made_at = models.DateTimeField(auto_now_add=True)
    done = models.BooleanField("faite", default=False)
    lines = models.JSONField("bilan", default=list, blank=True)
    total = models.PositiveIntegerField("lignes", default=0)

    class Meta(CentreModel.Meta):
        ordering = ["-id"]
        verbose_name = "purge"

    def __str__(self) -> str:
        return f"Purge au {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return centre_url("privacy:report", self.pk)
