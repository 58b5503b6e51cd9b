"""Forms of RCPs: the one-page express RCP, and the facts of an RCP meeting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from pupitre.centres.reference import load_themes
from pupitre.core.dates import local, utc_moment
from pupitre.core.forms import DateInput, TimeInput
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.rcp import CASE_TEXT_OFF, Express
from pupitre.people.guarded import PatientIdentityError, refuse_identity
from pupitre.people.models import Person
from pupitre.people.queries import profession_words

DEFAULT_MINUTES = 15


def _between(least: int, most: int, sentence: str) -> Sequence[Any]:
    return [MinValueValidator(least, sentence), MaxValueValidator(most, sentence)]


class FilesField(forms.IntegerField):
    """A number of files; more than 200 in one meeting is a slip."""

    def __init__(self, *, least: int, **kwargs: Any) -> None:
        sentence = f"Indiquez de {least} à 200 dossiers."
        super().__init__(
            label="Dossiers étudiés",
            validators=_between(least, 200, sentence),
            error_messages={"required": sentence, "invalid": sentence},
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": least, "max": 200}),
            **kwargs,
        )


class ThemesField(forms.MultipleChoiceField):
    """Themes of annexe 3, by their keys."""

    def __init__(self) -> None:
        super().__init__(
            label="Thèmes de l’annexe 3",
            help_text="Pour l’ACI, les dossiers comptent sur ces thèmes.",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=lambda: list(load_themes().labels.items()),
            error_messages={
                "invalid_choice": "Le thème « %(value)s » n’est pas dans la liste de l’annexe 3."
            },
        )


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """Persons, each with the profession that the RCP counts."""

    def label_from_instance(self, obj: Person) -> str:
        words = profession_words(obj)
        return f"{obj}, {words.lower()}" if words else str(obj)


class ExpressForm(forms.Form):
    """An RCP on the telephone: four people and three files in twenty seconds."""

    file_count = FilesField(least=1)
    people = PeopleField(
        label="Qui a participé",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez les personnes qui ont participé."},
    )
    themes = ThemesField()
    minutes = forms.IntegerField(
        label="Durée (minutes)",
        initial=DEFAULT_MINUTES,
        validators=_between(1, 240, "Indiquez une durée de 1 à 240 minutes."),
    )
    day = forms.DateField(label="Date", widget=DateInput())
    at = forms.TimeField(label="Début", widget=TimeInput())

    def __init__(self, *args: Any, people: QuerySet[Person], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        began = local(now) - timedelta(minutes=DEFAULT_MINUTES)
        self.initial = {"day": began.date(), "at": began.time()}
        self.fields["file_count"].widget.attrs["autofocus"] = True

    def express(self) -> Express:
        """Return what was typed, once valid."""
        given = self.cleaned_data
        return Express(
            starts_at=utc_moment(given["day"], given["at"]),
            minutes=given["minutes"],
            people=list(given["people"]),
            files=given["file_count"],
            themes=given["themes"],
        )


class RcpFactsForm(forms.Form):
    """Files and themes of an RCP; the text on cases only where the centre allows it."""

    file_count = FilesField(least=0, required=False)
    themes = ThemesField()
    case_text = forms.CharField(
        label="Texte sur les cas",
        required=False,
        widget=forms.Textarea,
        help_text="Sans nom ni date de naissance. Ce texte n’est ni envoyé ni mis au compte rendu.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, meeting: Meeting, case_text: bool) -> None:
        facts = {
            "file_count": meeting.files,
            "themes": meeting.themes,
            "case_text": meeting.case_text,
            "version": meeting.version,
        }
        super().__init__(data, initial=facts)
        if not case_text:
            del self.fields["case_text"]

    def clean_case_text(self) -> str:
        text = str(self.cleaned_data["case_text"])
        try:
            refuse_identity(text)
        except PatientIdentityError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        """A text sent while the centre keeps none is refused, not dropped in silence."""
        if "case_text" not in self.fields and self.data.get("case_text"):
            raise forms.ValidationError(CASE_TEXT_OFF)
        return self.cleaned_data
