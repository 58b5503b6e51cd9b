"""The form of the centre's habits for meetings, and the filter of the facilitation sheets."""

from typing import Any

from django import forms

from pupitre.core.forms import CentreForm
from pupitre.meetings.models import MeetingSettings
from pupitre.meetings.reference import load_techniques

HDS_WARNING = (
    "Si vous l’autorisez, Pupitre garde des données de santé : il doit alors être hébergé"
    " chez un hébergeur certifié HDS."
)
MATURITIES = MeetingSettings._meta.get_field("maturity").choices or ()


class MeetingSettingsForm(CentreForm[MeetingSettings]):
    """When the evening begins, what RCPs keep, how mature the team is, what leaves by itself."""

    class Meta:
        model = MeetingSettings
        fields = (
            "evening_from",
            "express_minimum_professions",
            "case_text",
            "maturity",
            "send_automatically",
        )
        help_texts = {
            "evening_from": "Le temps passé après cette heure est compté à part.",
            "case_text": HDS_WARNING,
        }

    def clean_express_minimum_professions(self) -> int:
        count = int(self.cleaned_data["express_minimum_professions"])
        if not 1 <= count <= 10:
            raise forms.ValidationError("Indiquez de 1 à 10 professions.")
        return count


def _types() -> list[tuple[str, str]]:
    words = {word for sheet in load_techniques() for word in sheet.meeting_types}
    return [("", "toutes"), *((word, word) for word in sorted(words))]


class FacilitationForm(forms.Form):
    """What the meeting is like; an empty field filters nothing."""

    type = forms.ChoiceField(label="Réunion", required=False, choices=_types)
    maturite = forms.TypedChoiceField(
        label="L’équipe", required=False, coerce=int, empty_value=None, choices=MATURITIES
    )
    personnes = forms.IntegerField(label="Personnes", required=False, min_value=1, max_value=200)
    minutes = forms.IntegerField(
        label="Minutes disponibles", required=False, min_value=1, max_value=600
    )

    def asked(self) -> dict[str, Any]:
        """Return what was asked, leaving out what cannot be read."""
        return self.cleaned_data if self.is_valid() else dict(self.cleaned_data)
