"""Fields that several forms of meetings share: professions, and rooms told apart by their site."""

from collections.abc import Iterable
from typing import Any

from django import forms

from pupitre.centres.models import Room, Site
from pupitre.meetings.queries.rcp import profession_label
from pupitre.people.guarded import PatientIdentityError, refuse_identity
from pupitre.people.models import Person


def profession_choices(chosen: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The professions that somebody of the centre has, and those already chosen."""
    present = Person.objects.exclude(profession="").values_list("profession", flat=True)
    keys = {*present.order_by().distinct(), *chosen}
    return sorted(((key, profession_label(key)) for key in keys), key=lambda choice: choice[1])


def guard(form: forms.BaseForm, *names: str) -> None:
    """Refuse the texts of a form that betray a patient's identity."""
    for name in names:
        try:
            refuse_identity(str(form.cleaned_data.get(name, "")))
        except PatientIdentityError as refusal:
            form.add_error(name, str(refusal))


class ProfessionsField(forms.MultipleChoiceField):
    """Professions to tick; `offer` gives it those of the centre."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self, chosen: Iterable[str]) -> None:
        self.choices = profession_choices(chosen)


class RoomField(forms.ModelChoiceField[Room]):
    """A room, with its site's name where the centre has several sites."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, required=False, label="Salle", **kwargs)
        self.told_apart = False

    def offer(self) -> None:
        self.told_apart = Site.objects.filter(closed_on=None).count() > 1
        self.queryset = Room.objects.filter(site__closed_on=None).select_related("site")

    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.site.name} · {obj.name}" if self.told_apart else obj.name
