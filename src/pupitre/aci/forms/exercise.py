"""Forms of the ACI: the settings of one exercise, the day of the declaration."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from pupitre.aci.models import Exercise
from pupitre.core.forms import CentreForm, DateInput
from pupitre.documents.forms import no_patient_in_name


class DeclareForm(forms.Form):
    """The day on which the declaration was handed in, and what proves it."""

    on = forms.DateField(label="Déclaré le", widget=DateInput())
    receipt = forms.FileField(
        label="Accusé de la CPAM",
        required=False,
        help_text="Une copie d'écran ou le PDF reçu ; il peut être ajouté plus tard.",
        validators=[no_patient_in_name],
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Cette date est à venir : notez le jour où c'est fait.")
        return on


class ExerciseForm(CentreForm[Exercise]):
    """The settings of an exercise: precarity, national rates, declaration."""

    class Meta:
        model = Exercise
        fields = (
            "c2s",
            "ame",
            "c2s_national",
            "ame_national",
            "rates_confirmed",
            "declare_by",
            "declared_on",
        )
        help_texts = {
            "c2s": "Donnée par la CPAM, en pour cent de la patientèle.",
            "c2s_national": "Aucun taux officiel publié n'a été trouvé : demandez celui de l'exercice à la CPAM. Vide : celui du barème.",
            "ame_national": "Vide : celui du barème, à vérifier de même.",
            "rates_confirmed": "À cocher quand ces deux taux viennent de la CPAM pour cet exercice : l'avertissement disparaît.",
            "declare_by": "Vide : 31 janvier. Cette date n'est publiée que pour 2022 : vérifiez-la auprès de la CPAM.",
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("c2s", "ame", "c2s_national", "ame_national"):
            share = found.get(name)
            if share is not None and not 0 <= share <= 100:
                self.add_error(name, "Écrivez un pourcentage entre 0 et 100.")
        if found.get("rates_confirmed") and found.get("c2s_national") is None:
            self.add_error("c2s_national", "Écrivez le taux que la CPAM a confirmé.")
        return found
