"""The form of a model of meeting: its agenda as lines, its back-plan as rows."""

from typing import Any

from django import forms
from django.utils.text import slugify

from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm
from pupitre.meetings.forms.fields import ProfessionsField, RoomField, guard
from pupitre.meetings.models import MeetingTemplate
from pupitre.meetings.rules.agenda_lines import (
    AgendaLine,
    AgendaLineError,
    read_agenda,
    write_agenda,
)
from pupitre.meetings.rules.steps import read_steps
from pupitre.meetings.services.templates import agenda_of, save_template
from pupitre.people.guarded import PatientIdentityError, refuse_identity


class StepForm(forms.Form):
    """One step of the back-plan; without a label it is left out. `key` ties it to the act that ticks it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    label = forms.CharField(label="Étape", max_length=120, required=False)
    offset = forms.IntegerField(
        label="Jours avant (−) ou après", min_value=-365, max_value=365, required=False
    )
    owner_role = forms.CharField(label="Par", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("label") and found.get("offset") is None and "offset" not in self.errors:
            self.add_error("offset", "Dites combien de jours avant (−15) ou après (8) la réunion.")
        return found


StepFormSet = forms.formset_factory(StepForm, extra=2, max_num=20)


class MeetingTemplateForm(CentreForm[MeetingTemplate]):
    """A model of meeting."""

    room = RoomField()
    professions = ProfessionsField(label="Professions nécessaires")
    agenda = forms.CharField(
        label="Ordre du jour",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Un point par ligne, ses minutes à la fin : « Tour de table, 10 ».",
    )
    field_order = ("name", "kind", "minutes", "agenda", "group", "room", "quorum", "professions")

    class Meta:
        model = MeetingTemplate
        fields = ["name", "kind", "minutes", "group", "room", "quorum", "professions", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["professions"].offer(self.instance.professions)  # type: ignore[attr-defined]
        self.fields["room"].offer()  # type: ignore[attr-defined]
        self.fields["quorum"].required = False
        self.fields["minutes"].widget.attrs["min"] = 5
        self.initial["agenda"] = write_agenda(agenda_of(self.instance))
        steps = [
            {"key": s.key, "label": s.label, "offset": s.offset, "owner_role": s.owner_role}
            for s in read_steps(self.instance.steps)
        ]
        self.steps = StepFormSet(data, initial=steps, prefix="steps")

    def is_valid(self) -> bool:
        return super().is_valid() and self.steps.is_valid()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        guard(self, "name", "purpose")
        return found

    def clean_quorum(self) -> int:
        return self.cleaned_data["quorum"] or 0

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 24 * 60:
            raise forms.ValidationError("Donnez une durée entre 5 minutes et 24 heures.")
        return minutes

    def clean_agenda(self) -> tuple[AgendaLine, ...]:
        try:
            refuse_identity(self.cleaned_data["agenda"])
            return read_agenda(self.cleaned_data["agenda"])
        except (AgendaLineError, PatientIdentityError) as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def store(self, *, by: Actor, action: str = "") -> MeetingTemplate:
        self.instance.steps = self._steps()
        return save_template(
            self.instance,
            agenda=self.cleaned_data["agenda"],
            by=by,
            expected_version=self.cleaned_data.get("version"),
        )

    def _steps(self) -> list[dict[str, Any]]:
        kept = [row for row in self.steps.cleaned_data if row.get("label")]
        for row in kept:
            row["key"] = row["key"] or slugify(row["label"])[:30]
        return sorted(kept, key=lambda row: row["offset"])
