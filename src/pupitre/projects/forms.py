"""Forms of actions, quality approaches, visiting professionals."""

from typing import Any

from django import forms

from pupitre.core.forms import CentreForm
from pupitre.core.money import MoneyError, format_amount, parse_cents
from pupitre.core.tenancy import CentreModel
from pupitre.people.guarded import guard_texts
from pupitre.people.models import Person
from pupitre.projects.models import Action, Offer, Quality
from pupitre.projects.reference import load_mission_themes


def people_for(chosen: int | None) -> Any:
    """Return who may be named: those who have not left, and who is named already."""
    return Person.objects.filter(left_on=None) | Person.objects.filter(pk__in=[chosen])


class ActionForm(CentreForm[Action]):
    """An action, its budget typed in euros."""

    budget = forms.CharField(label="Budget (€)", required=False, max_length=20)

    class Meta:
        model = Action
        fields = (
            "title", "kind", "theme", "level", "lead", "partners", "starts_on", "ends_on",
            "survey_on", "reached", "hours", "results",
        )  # fmt: skip
        help_texts = {
            "level": "Seulement pour une action avec les usagers.",
            "survey_on": "Seulement s'il y en a eu une : elle vaut niveau 1 de l'implication des usagers.",
            "reached": "Un nombre, jamais un nom.",
            "results": "Ce qui a été fait et ce qui a changé, en quelques phrases.",
        }

    field_order = (
        "title", "kind", "theme", "level", "lead", "partners", "starts_on", "ends_on",
        "survey_on", "reached", "hours", "budget", "results",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        theme = self.fields["theme"]
        self.fields["theme"] = forms.ChoiceField(
            label=theme.label,
            help_text="Seulement pour une mission : deux missions du même thème n'en font qu'une.",
            required=False,
            choices=[("", "—"), *load_mission_themes().labels.items()],
        )
        if self.instance.budget_cents is not None:
            self.initial["budget"] = format_amount(self.instance.budget_cents)

    def choices_for(self, model: type[CentreModel]) -> Any:
        return people_for(self.instance.lead_id)

    def clean_budget(self) -> int | None:
        text = self.cleaned_data["budget"].strip()
        try:
            cents = parse_cents(text) if text else None
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from None
        if cents is not None and cents < 0:
            raise forms.ValidationError("Un budget ne peut pas être négatif.")
        return cents

    def _post_clean(self) -> None:
        """Fill what was typed in euros before the record checks itself."""
        self.instance.budget_cents = self.cleaned_data.get("budget")
        super()._post_clean()  # type: ignore[misc]


class QualityForm(CentreForm[Quality]):
    """A quality approach and the dates of its levels."""

    class Meta:
        model = Quality
        fields = ("title", "referent", "objective", "diagnosed_on", "deployed_on", "concluded_on")
        help_texts = {
            "diagnosed_on": "Référent nommé, une action et un objectif choisis.",
            "concluded_on": "Résultats comparés aux objectifs.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def choices_for(self, model: type[CentreModel]) -> Any:
        return people_for(self.instance.referent_id)


class OfferForm(CentreForm[Offer]):
    """Sessions of a visiting professional, or a part in the SAS."""

    class Meta:
        model = Offer
        fields = ("kind", "person", "since", "until", "half_days", "slots")
        help_texts = {
            "person": "Un vacataire s'ajoute d'abord à l'annuaire, avec son numéro RPPS.",
            "half_days": "Vacations seulement : 1 par semaine, 0,5 pour une semaine sur deux, 0,25 une fois par mois.",
            "slots": "Mardi matin, 1er et 3e jeudis…",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        self.fields["half_days"].localize = True
        self.fields["half_days"].widget.is_localized = True

    def choices_for(self, model: type[CentreModel]) -> Any:
        return people_for(self.instance.person_id)
