"""Forms of personal data: holds, durations, erasure, period of a report."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pupitre.core.forms import CentreForm, DateInput
from pupitre.privacy.models import LegalHold
from pupitre.privacy.queries.access import accounts_seen
from pupitre.privacy.rules import Rule, duration_words

REASONS = (
    ("demande de la personne", "demande de la personne (droit à l'effacement)"),
    ("données devenues inutiles", "données devenues inutiles"),
    ("saisie par erreur", "saisie par erreur"),
)


class HoldForm(CentreForm[LegalHold]):
    """A hold on a person, on a document, or on everything when both are empty."""

    class Meta:
        model = LegalHold
        fields = ("person", "document", "reason")
        help_texts = {
            "person": "Vide, sans document : toute la structure est gelée.",
            "reason": "Litige, contrôle, demande d'un juge : ce qui oblige à garder.",
        }


class DurationForm(forms.Form):
    """Another duration for one rule."""

    months = forms.IntegerField(label="Durée en mois", min_value=1, max_value=1200)
    because = forms.CharField(
        label="Pourquoi",
        max_length=200,
        help_text="Avis du délégué à la protection des données, texte, contrat.",
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule.least:
            self.fields["months"].help_text = f"Pas moins de {duration_words(rule.least, rule)}."


class EraseForm(forms.Form):
    """The reason of an erasure, and its name typed once more."""

    reason = forms.ChoiceField(label="Motif", choices=REASONS)
    name = forms.CharField(label="Recopiez le nom pour confirmer", max_length=80)

    def __init__(self, *args: Any, last_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_name = last_name

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"]).strip()
        if typed.casefold() != self.last_name.strip().casefold():
            raise ValidationError(f"Écrivez « {self.last_name} » : rien n'est encore effacé.")
        return typed


class PeriodForm(forms.Form):
    """Two days and an account, in the address: what a breach report covers."""

    du = forms.DateField(label="Du", widget=DateInput, required=False)
    au = forms.DateField(label="Au", widget=DateInput, required=False)
    compte = forms.TypedChoiceField(label="Compte", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["compte"].choices = [("", "Toute la structure"), *accounts_seen()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["au"] = given.get("au") or self.today
        month = min(timedelta(days=30), given["au"] - date.min)
        given["du"] = given.get("du") or given["au"] - month
        if given["du"] > given["au"]:
            raise ValidationError("Le début doit venir avant la fin.")
        return given
