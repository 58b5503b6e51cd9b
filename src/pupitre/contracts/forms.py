"""Forms of agreements, signatures and software."""

from typing import Any

from django import forms
from django.utils import timezone

from pupitre.contracts.models import Agreement, Software
from pupitre.core.forms import CentreForm, DateInput
from pupitre.people.guarded import guard_texts
from pupitre.people.models import Person


class AgreementForm(CentreForm[Agreement]):
    """A text that binds the centre."""

    class Meta:
        model = Agreement
        fields = (
            "kind", "title", "partner", "edition", "text", "adopted_on", "displayed_on", "sent_on",
            "revised_on", "review_on", "ends_on",
        )  # fmt: skip
        help_texts = {
            "edition": "Changez-la quand le texte change : chacun signe alors de nouveau.",
            "text": "Seulement si l'équipe le signe ici : chacun le lit avant de signer.",
            "displayed_on": "Charte : dans la salle d'attente.",
            "sent_on": "Charte : la CPAM la demande.",
            "review_on": "Pupitre le rappelle deux mois avant.",
            "ends_on": "Vide : sans limite.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class SignatureForm(forms.Form):
    """A signature given on paper."""

    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label="Qui a signé sur papier", queryset=None
    )
    signed_on = forms.DateField(label="Le", widget=DateInput())

    def __init__(self, data: Any = None, *, waiting: Any) -> None:
        super().__init__(data, initial={"signed_on": timezone.localdate()})
        keys = [person.pk for person in waiting]
        self.fields["person"].queryset = Person.objects.filter(pk__in=keys)  # type: ignore[attr-defined]

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ce jour n'est pas encore venu.")
        return day


class SoftwareForm(CentreForm[Software]):
    """A shared software."""

    class Meta:
        model = Software
        fields = (
            "name", "publisher", "level", "labelled_on", "acquired_on", "ended_on", "users",
        )  # fmt: skip
        help_texts = {
            "acquired_on": "La première fois : l'année d'acquisition, l'ACI compte les mois.",
            "users": "Combien de professionnels l'utilisent aujourd'hui.",
        }
