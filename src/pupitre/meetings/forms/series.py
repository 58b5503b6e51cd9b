"""The forms of a series and of one of its dates."""

from datetime import date
from typing import Any

from django import forms

from pupitre.core.actor import Actor
from pupitre.core.dates import MONTHS, WEEKDAYS
from pupitre.core.forms import CentreForm, DateInput, TimeInput
from pupitre.meetings.forms.fields import guard
from pupitre.meetings.forms.prepare import near
from pupitre.meetings.models import Meeting, Series
from pupitre.meetings.services.series import save_series

RHYTHMS = [
    (
        "Chaque mois",
        [
            ("nth_weekday:1", "le premier du mois"),
            ("nth_weekday:2", "le deuxième du mois"),
            ("nth_weekday:3", "le troisième du mois"),
            ("nth_weekday:4", "le quatrième du mois"),
            ("nth_weekday:-1", "le dernier du mois"),
            ("monthly_date:0", "à la même date que la première fois"),
        ],
    ),
    (
        "En semaines",
        [
            ("every_weeks:1", "chaque semaine"),
            ("every_weeks:2", "une semaine sur deux"),
            ("every_weeks:3", "toutes les 3 semaines"),
            ("every_weeks:4", "toutes les 4 semaines"),
            ("every_weeks:6", "toutes les 6 semaines"),
        ],
    ),
]


class SeriesForm(CentreForm[Series]):
    """A series as one says it: « le premier mardi du mois à 12 h 30, sauf août »."""

    rhythm = forms.ChoiceField(label="Rythme", choices=RHYTHMS)
    weekday = forms.TypedChoiceField(
        label="Jour", coerce=int, choices=list(enumerate(WEEKDAYS)), initial=1
    )
    skip_months = forms.TypedMultipleChoiceField(
        label="Mois sans réunion",
        coerce=int,
        required=False,
        choices=list(enumerate(MONTHS, start=1)),
        widget=forms.CheckboxSelectMultiple,
    )
    no_breaks = forms.BooleanField(label="Pas pendant les vacances scolaires", required=False)
    field_order = (
        *("template", "name", "rhythm", "weekday", "at", "starts_on", "until"),
        *("skip_holidays", "no_breaks", "skip_months"),
    )

    class Meta:
        model = Series
        fields = [
            *("template", "name", "weekday", "at", "starts_on", "until"),
            *("skip_months", "skip_holidays"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = "Vide : douze mois, à prolonger d’un clic ensuite."
        self.fields["name"].required = False
        self.fields["name"].help_text = "Vide : celui du modèle."
        self.initial["no_breaks"] = bool(self.instance.skip_breaks)
        if self.instance.pk:
            number = 0 if self.instance.rule == "monthly_date" else self.instance.number
            self.initial["rhythm"] = f"{self.instance.rule}:{number}"

    def clean_starts_on(self) -> date:
        return near(self.cleaned_data["starts_on"])

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        return near(until) if until else None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        template, starts_on, until = (
            found.get(name) for name in ("template", "starts_on", "until")
        )
        if template and not found.get("name"):
            found["name"] = template.name
        if starts_on and until and until < starts_on:
            self.add_error("until", "La fin doit venir après le début.")
        guard(self, "name")
        if len(found.get("skip_months", [])) == 12:
            self.add_error("skip_months", "Laissez au moins un mois avec une réunion.")
        return found

    def _post_clean(self) -> None:
        """Write the rhythm on the series before Django validates it."""
        rule, _, number = self.cleaned_data.get("rhythm", "").partition(":")
        starts_on: date | None = self.cleaned_data.get("starts_on")
        if rule and starts_on:
            fixed = rule == Series.Rule.MONTHLY_DATE
            self.instance.rule = rule
            self.instance.number = starts_on.day if fixed else int(number)
        self.instance.skip_breaks = ["*"] if self.cleaned_data.get("no_breaks") else []
        super()._post_clean()  # type: ignore[misc]  # Django's own hook

    def save_with_meetings(self, *, by: Actor, now: Any) -> list[Meeting]:
        version = self.cleaned_data.get("version")
        return save_series(self.instance, by=by, now=now, expected_version=version)


class OccurrenceForm(forms.Form):
    """One date of a series, moved."""

    to = forms.DateField(label="Nouvelle date", widget=DateInput)
    at = forms.TimeField(label="Heure", required=False, widget=TimeInput)
    why = forms.CharField(label="Raison", required=False, max_length=200)

    def clean_to(self) -> date:
        return near(self.cleaned_data["to"])


class CancelForm(forms.Form):
    """One date of a series, cancelled."""

    why = forms.CharField(label="Raison", required=False, max_length=200)


class EndForm(forms.Form):
    """The last day of a series, or until when to make its meetings."""

    until = forms.DateField(label="Jusqu’au", widget=DateInput)

    def clean_until(self) -> date:
        return near(self.cleaned_data["until"])
