"""Forms of decisions and tasks."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from pupitre.core.forms import CentreForm, DateInput
from pupitre.core.tenancy import CentreModel
from pupitre.people.guarded import no_patient
from pupitre.people.models import Person
from pupitre.people.queries import team
from pupitre.tasks.models import Task


class TaskForm(CentreForm[Task]):
    """What, who, for when."""

    class Meta:
        model = Task
        fields = ["title", "kind", "owner", "due", "group", "decided_on", "detail"]
        widgets = {
            "kind": forms.RadioSelect,
            "title": forms.TextInput(attrs={"autofocus": True}),
            "detail": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "detail"):
            self.fields[name].validators.append(no_patient)
        self.initial["decided_on"] = self.initial.get("decided_on") or timezone.localdate()
        self.fields["owner"].empty_label = "Toute l’équipe"  # type: ignore[attr-defined]
        self.fields["group"].empty_label = "Aucun"  # type: ignore[attr-defined]

    def choices_for(self, model: type[CentreModel]) -> Any:
        """Offer who is here today, and who has the task already."""
        if model is Person:
            here = team(timezone.localdate()).values("pk")
            return Person.objects.filter(Q(pk__in=here) | Q(pk=self.instance.owner_id))
        return super().choices_for(model)


class PostponeForm(forms.Form):
    """The new date of a task."""

    until = forms.DateField(
        label="Reporter au",
        widget=DateInput(),
        error_messages={"required": "Choisissez la nouvelle date."},
    )
