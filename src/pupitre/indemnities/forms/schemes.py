"""Forms of schemes, their prices, parts and coefficients, and of the vote."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm, DateInput
from pupitre.core.french import numeric_day
from pupitre.indemnities.forms.fields import EuroField, ListField
from pupitre.indemnities.models import IndemnitySettings, Pot, Rate, Scheme, Weight
from pupitre.indemnities.presets import presets
from pupitre.indemnities.queries.facts import target_choices
from pupitre.indemnities.rules.scheme import IndemnityError
from pupitre.indemnities.services.schemes import PAID, open_scheme, save_part, start_scheme
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person, Status
from pupitre.tasks.models import Task

NO_CEILING = "Vide : pas de plafond."
CEILINGS = ("meeting_cents", "person_cents", "year_cents", "total_cents")


class SettingsForm(CentreForm[IndemnitySettings]):
    """The centre's habits."""

    class Meta:
        model = IndemnitySettings
        fields = ("rhythm", "starts_on", "vote_required", "second_person")


class SchemeForm(CentreForm[Scheme]):
    """The rules of a scheme apart from its prices; a new one starts from a preset."""

    preset = forms.ChoiceField(label="Partir de", required=False)
    statuses = ListField(label="Qui est indemnisé, selon son statut ce jour-là")
    kinds = ListField(
        label="Réunions indemnisées", required=False, help_text="Rien de coché : toutes."
    )
    meeting_cents = EuroField(label="Au plus par réunion (€)", required=False, help_text=NO_CEILING)
    person_cents = EuroField(
        label="Au plus par personne et par règlement (€)", required=False, help_text=NO_CEILING
    )
    year_cents = EuroField(
        label="Au plus par personne et par an (€)", required=False, help_text=NO_CEILING
    )
    total_cents = EuroField(
        label="Enveloppe d'un règlement (€)",
        required=False,
        help_text="Au-delà, chacun est réduit en proportion. Vide : pas d'enveloppe.",
    )

    class Meta:
        model = Scheme
        fields = (
            "name", "since", "until", "note", "statuses", "kinds", "replacement", "evening_from",
            "minute_step", "minute_mode", "minute_least", "meeting_minutes",
        )  # fmt: skip

    field_order = ("preset", *Meta.fields, *CEILINGS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statuses"].choices = Status.Kind.choices  # type: ignore[attr-defined]
        self.fields["kinds"].choices = Meeting.Kind.choices  # type: ignore[attr-defined]
        self.fields["meeting_minutes"].help_text = "0 : pas de plafond."
        self.fields["note"].widget.attrs["rows"] = 2
        if self.instance.pk:
            del self.fields["preset"]
            self.initial.update({name: getattr(self.instance, name) for name in CEILINGS})
        else:
            starts = [(one.key, one.label) for one in presets()]
            self.fields["preset"].choices = [("", "Un barème vide"), *starts]  # type: ignore[attr-defined]
            self.initial.setdefault("statuses", PAID)
            self.initial.setdefault("since", timezone.localdate().replace(month=1, day=1))

    def _post_clean(self) -> None:
        for name in CEILINGS:
            setattr(self.instance, name, self.cleaned_data.get(name) or 0)
        super()._post_clean()  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """A voted scheme no longer changes."""
        found = super().clean() or {}
        if self.instance.pk:
            try:
                open_scheme(self.instance)
            except IndemnityError as refusal:
                self.add_error(None, str(refusal))
        return found

    def store(self, *, by: Actor, action: str = "") -> Scheme:
        if self.instance.pk:
            return super().store(by=by, action=action)
        return start_scheme(self.instance, preset_key=self.cleaned_data["preset"], by=by)


class PartForm(CentreForm[Any]):
    """A row of a scheme, refused once the scheme is voted."""

    def store(self, *, by: Actor, action: str = "") -> Any:
        return save_part(self.instance, by=by, expected_version=self.cleaned_data.get("version"))

    def _get_validation_exclusions(self) -> set[str]:
        """The scheme is not typed, yet a price is unique in it."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {"scheme"}


class RateForm(PartForm):
    """One price."""

    cents = EuroField(label="Montant (€)")
    target = forms.ChoiceField(label="Pour", required=False)

    class Meta:
        model = Rate
        fields = ("cents", "per", "target", "kind", "slot", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = target_choices()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Toutes"), *Meeting.Kind.choices]  # type: ignore[attr-defined]
        self.fields["slot"].choices = Rate.Slot.choices  # type: ignore[attr-defined]
        self.fields["role"].choices = Rate.Role.choices  # type: ignore[attr-defined]


class PotForm(PartForm):
    """One part of the sum to share."""

    class Meta:
        model = Pot
        fields = ("label", "percent", "by", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Toutes"), *Meeting.Kind.choices]  # type: ignore[attr-defined]


class WeightForm(PartForm):
    """A coefficient, a contribution to a project or a monthly sum."""

    class Meta:
        model = Weight
        fields = ("person", "purpose", "label", "value", "since", "until")


class DatedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice between decisions or meetings, each with its day: many have the same title."""

    def label_from_instance(self, obj: Any) -> str:
        day = obj.decided_on if isinstance(obj, Task) else obj.starts_at
        return f"{obj}, {numeric_day(day)}"


class VoteForm(forms.Form):
    """What voted a scheme: a decision of the register, or the meeting that took it."""

    decision: Any = DatedChoiceField(
        None,
        label="Décision du registre",
        required=False,
        empty_label="À écrire dans le registre",
    )
    meeting: Any = DatedChoiceField(
        None, label="Sinon, réunion qui l'a voté", required=False, empty_label="Choisir"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = voting_decisions()  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = voting_meetings()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("decision") and not found.get("meeting"):
            raise forms.ValidationError(
                "Choisissez la décision ou la réunion qui a voté ce barème."
            )
        return found


def voting_decisions() -> QuerySet[Task]:
    """The decisions that may have voted a scheme, latest first."""
    about = Q(title__icontains="barème") | Q(title__icontains="indemni")
    return Task.objects.filter(about, kind=Task.Kind.DECISION).order_by("-decided_on")


def voting_meetings() -> QuerySet[Meeting]:
    """The closed meetings where a scheme can be voted; assemblies first."""
    kinds = [Meeting.Kind.ASSEMBLY, Meeting.Kind.MANAGEMENT, Meeting.Kind.TEAM]
    closed = Meeting.objects.filter(state=Meeting.State.CLOSED, kind__in=kinds)
    return closed.order_by("kind", "-starts_at")


class VersionForm(forms.Form):
    """From when a new version applies."""

    since = forms.DateField(label="Nouvelle version à partir du", widget=DateInput)


def people_choices() -> QuerySet[Person]:
    """Everybody, those who left too: a correction may come after."""
    return Person.objects.order_by("last_name", "first_name")
