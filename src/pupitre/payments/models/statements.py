"""The yearly statement of an associate."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel
from pupitre.people.models import Person


class AnnualStatement(CentreModel):
    """What an associate received in a year; the share of result is the accountant's figure, typed."""

    person = CentreForeignKey(
        Person, models.PROTECT, related_name="payment_statements", verbose_name="associé·e"
    )
    year = models.PositiveSmallIntegerField("année")
    share_cents = models.BigIntegerField("part de résultat", null=True, blank=True)
    note = models.CharField("précision", max_length=200, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "year"], name="one_annual_statement"
            )
        ]
        ordering = ["-year", "person__last_name", "person__first_name"]
        verbose_name = "relevé annuel"

    def __str__(self) -> str:
        return f"Relevé {self.year} de {self.person}"

    def get_absolute_url(self) -> str:
        return centre_url("payments:statement", self.pk)
