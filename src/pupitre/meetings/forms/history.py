"""The form of a pasted history, and the choices for names that nobody bears."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from pupitre.meetings.queries.history import HistoryPlan

MOST = 400_000
"""A year of meetings of a hundred people takes a tenth of it."""


class PasteForm(forms.Form):
    """What was copied from the spreadsheet, its line of titles included."""

    pasted = forms.CharField(
        label="Le tableau copié depuis votre tableur",
        strip=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={
            "required": "Collez le tableau, avec sa ligne de titres.",
            "max_length": "Ce tableau est trop grand : collez une année à la fois.",
        },
    )


def choices_in(data: QueryDict) -> Mapping[str, str]:
    """Return name → choice, as the preview's lists send them: `nom-3` names what `choix-3` answers."""
    numbers = (key.removeprefix("nom-") for key in data if key.startswith("nom-"))
    return {str(data[f"nom-{number}"]): data.get(f"choix-{number}", "") for number in numbers}


def asks_to_keep(data: QueryDict, plan: HistoryPlan) -> bool:
    """Return whether the person saw a clean preview and asked to keep it."""
    return "keep" in data and plan.ready
