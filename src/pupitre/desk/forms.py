"""Forms of the annual report and of the statistics."""

from collections.abc import Collection
from typing import Any

from django import forms

from pupitre.core.forms import CentreForm
from pupitre.desk.models import ReportText, StatisticsGrid
from pupitre.desk.rules import GridError, read_grid
from pupitre.people.guarded import guard_texts


class TextForm(CentreForm[ReportText]):
    """The text of one chapter; a patient's identity is refused."""

    class Meta:
        model = ReportText
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"text": "Une ligne vide sépare deux paragraphes. Jamais un patient."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class GridForm(CentreForm[StatisticsGrid]):
    """The headings of an outside form; every code must exist."""

    class Meta:
        model = StatisticsGrid
        fields = ("text",)
        labels = {"text": "Rubriques du formulaire, dans leur ordre"}
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "text": "Une rubrique par ligne, puis « = » et le code d’un chiffre ci-dessous. Une ligne sans « = » est un titre."
        }

    def __init__(self, *args: Any, codes: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        guard_texts(self)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            read_grid(text, self.codes)
        except GridError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return text
