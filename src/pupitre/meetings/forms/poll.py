"""The form of a date poll: its slots are typed as days and hours."""

from datetime import datetime
from typing import Any

from django import forms

from pupitre.core.actor import Actor
from pupitre.core.dates import Calendar
from pupitre.core.forms import CentreForm
from pupitre.meetings.forms.fields import ProfessionsField, guard
from pupitre.meetings.models import Poll
from pupitre.meetings.rules.slots import Proposal, SlotError, read_hours, read_slots, write_slots
from pupitre.meetings.services.poll import open_poll


class PollForm(CentreForm[Poll]):
    """A poll; what is left empty comes from the model."""

    days = forms.CharField(
        label="Jours proposés",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="« mardi 1/12, jeudi 3/12, 8/12 20h » : un jour peut avoir sa propre heure. Douze créneaux au plus.",
    )
    hours = forms.CharField(
        label="Heures, pour chaque jour",
        required=False,
        max_length=100,
        help_text="« 12h30, 20h » : chaque jour est proposé à chacune de ces heures.",
    )
    professions = ProfessionsField(label="Professions nécessaires")
    field_order = (
        *("template", "title", "days", "hours", "minutes", "closes_on"),
        *("group", "quorum", "professions"),
    )

    class Meta:
        model = Poll
        fields = ["template", "title", "minutes", "closes_on", "group", "quorum", "professions"]

    def __init__(self, *args: Any, now: datetime, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.calendar = now, calendar
        self.proposal = Proposal((), ())
        self.fields["professions"].offer(self.instance.professions)  # type: ignore[attr-defined]
        for name in ("title", "minutes", "quorum"):
            self.fields[name].required = False
            self.fields[name].help_text = "Vide : comme le modèle."
        self.fields["group"].help_text = "Vide : celui du modèle, sinon toute l’équipe."
        if self.instance.pk:
            starts = self.instance.slots.values_list("starts_at", flat=True)
            self.initial["days"] = write_slots(list(starts))
        else:
            self.initial.update(minutes=None, quorum=None)

    def clean_hours(self) -> str:
        hours: str = self.cleaned_data["hours"]
        try:
            read_hours(hours)
        except SlotError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return hours

    def clean_quorum(self) -> int:
        return self.cleaned_data["quorum"] or 0

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        template = found.get("template")
        found["title"] = found.get("title") or (template.name if template else "")
        found["minutes"] = found.get("minutes") or (template.minutes if template else 90)
        if not found["title"] and "title" not in self.errors:
            self.add_error("title", "Donnez un titre, ou choisissez un modèle.")
        if {"days", "hours"} <= found.keys():
            self._read_slots(found)
        self._check_last_day(found)
        guard(self, "title")
        return found

    def _read_slots(self, found: dict[str, Any]) -> None:
        kept = (
            list(self.instance.slots.values_list("starts_at", flat=True))
            if self.instance.pk
            else []
        )
        past = [start for start in kept if start <= self.now]
        now = min([self.now, *past]) if past else self.now
        try:
            self.proposal = read_slots(found["days"], found["hours"], now, self.calendar)
        except SlotError as refusal:
            self.add_error("days", str(refusal))

    def _check_last_day(self, found: dict[str, Any]) -> None:
        closes_on = found.get("closes_on")
        if closes_on is None:
            return
        if closes_on < self.now.date():
            self.add_error("closes_on", "Ce jour est passé : laissez le temps de répondre.")
        elif self.proposal.starts and closes_on > self.proposal.starts[-1].date():
            self.add_error("closes_on", "Choisissez un jour avant la dernière date proposée.")

    def store(self, *, by: Actor, action: str = "") -> Poll:
        """Save the poll and its slots; raises PollError."""
        version = self.cleaned_data.get("version")
        return open_poll(
            self.instance, starts=self.proposal.starts, by=by, expected_version=version
        )
