"""The annual report's texts, and the order in which a centre wants its statistics."""

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreModel


class ReportText(CentreModel):
    """What the coordinator wrote for one chapter of one year's report."""

    year = models.PositiveSmallIntegerField("année")
    key = models.SlugField("chapitre", max_length=40)
    text = models.TextField("texte", max_length=10_000, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "key"], name="one_text_per_chapter")
        ]
        ordering = ["year", "key"]
        verbose_name = "texte du rapport d'activité"

    def __str__(self) -> str:
        return f"Rapport {self.year}, {self.key}"

    def get_absolute_url(self) -> str:
        return centre_url("desk:report", self.year)


class StatisticsGrid(CentreModel):
    """The headings of an outside form in its order, each with the code of a figure (`desk.rules.read_grid`)."""

    text = models.TextField("grille", max_length=10_000, blank=True)

    class Meta(CentreModel.Meta):
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_statistics_grid")]
        verbose_name = "grille de statistiques"

    def __str__(self) -> str:
        return "Grille de statistiques"
