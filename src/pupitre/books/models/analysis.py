"""What a line of the books is for: the budget's heading, the project, its funder. Centre-wide."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreForeignKey, CentreModel


class Heading(CentreModel):
    """A heading of the budget, on which the lines of every entity are counted."""

    class Direction(models.TextChoices):
        EXPENSE = "expense", "dépense"
        INCOME = "income", "recette"

    code = models.CharField("code", max_length=12)
    label = models.CharField("intitulé", max_length=120)
    direction = models.CharField("sens", max_length=7, choices=Direction.choices)
    order = models.PositiveSmallIntegerField("rang", default=50)
    active = models.BooleanField("proposé à la saisie", default=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "code"], name="heading_code")]
        ordering = ["direction", "order", "code"]
        verbose_name = "poste"

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return centre_url("books:heading-detail", self.pk)


class Funder(CentreModel):
    """Who gives money for something precise: the ARS, a town, a foundation."""

    name = models.CharField("financeur", max_length=120)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="funder_name")]
        ordering = ["name"]
        verbose_name = "financeur"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("books:funder-detail", self.pk)


class AnalyticProject(CentreModel):
    """A project or a grant whose money is followed apart."""

    name = models.CharField("projet", max_length=160)
    funder = CentreForeignKey(
        Funder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="financeur",
    )
    active = models.BooleanField("proposé à la saisie", default=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="analytic_project_name")
        ]
        ordering = ["name"]
        verbose_name = "projet suivi"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return centre_url("books:analyticproject-detail", self.pk)
