"""Forms of runs, corrections and simulations."""

from typing import Any

from django import forms

from pupitre.core.forms import DateInput
from pupitre.indemnities.forms.fields import EuroField
from pupitre.indemnities.forms.schemes import people_choices
from pupitre.indemnities.models import Scheme
from pupitre.indemnities.rules.scheme import Span


class SpanForm(forms.Form):
    """A period, both days counted."""

    first = forms.DateField(label="Du", widget=DateInput)
    last = forms.DateField(label="Au", widget=DateInput)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", "La fin de la période doit venir après son début.")
        return found

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])


class RunForm(SpanForm):
    """What a run settles."""

    scheme: Any = forms.ModelChoiceField(None, label="Barème", empty_label=None)
    to_share = EuroField(
        label="Somme à partager (€)",
        required=False,
        help_text="Pour les barèmes qui partagent une somme : ACI reçue, moins les dépenses.",
    )
    forced_why = forms.CharField(
        label="Sans vote, parce que",
        max_length=200,
        required=False,
        help_text="Seulement si le barème n'est pas encore voté ; la raison reste dans l'historique.",
    )
    field_order = ("scheme", "first", "last", "to_share", "forced_why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = Scheme.objects.all()  # type: ignore[attr-defined]


class SumForm(forms.Form):
    """The sum that a draft shares."""

    to_share = EuroField(label="Somme à partager (€)")


class WhyForm(forms.Form):
    """The reason of a cancellation."""

    why = forms.CharField(label="Pourquoi", max_length=200)


class AdjustmentForm(forms.Form):
    """A dated correction for a person."""

    person: Any = forms.ModelChoiceField(None, label="Personne", empty_label="Choisir")
    on = forms.DateField(label="Datée du", widget=DateInput)
    cents = EuroField(
        label="Montant (€)", signed=True, help_text="Négatif pour reprendre une somme."
    )
    why = forms.CharField(label="Pourquoi", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_choices()  # type: ignore[attr-defined]


class SimulationForm(SpanForm):
    """The schemes to compare on a period."""

    schemes: Any = forms.ModelMultipleChoiceField(
        None,
        label="Barèmes à comparer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un barème."},
    )
    to_share = EuroField(label="Somme à partager (€)", required=False)
    field_order = ("first", "last", "to_share", "schemes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schemes"].queryset = Scheme.objects.all()  # type: ignore[attr-defined]

    def clean_schemes(self) -> list[Scheme]:
        """The voted ones first: the others are compared with them."""
        chosen = list(self.cleaned_data["schemes"])
        if len(chosen) > 3:
            raise forms.ValidationError("Comparez trois barèmes au plus.")
        return sorted(chosen, key=lambda scheme: (not scheme.voted, scheme.since, scheme.pk))
