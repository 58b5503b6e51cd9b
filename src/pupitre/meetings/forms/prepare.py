"""Forms of the preparation: a new meeting, its agenda, its participants, its mails."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from pupitre.centres.models import Room
from pupitre.core.dates import local, utc_moment
from pupitre.core.forms import CentreForm, DateInput, TimeInput
from pupitre.core.tenancy import CentreModel
from pupitre.meetings.models import AgendaItem, Meeting, MeetingTemplate, Participant
from pupitre.people.guarded import no_patient
from pupitre.people.models import Group, Person
from pupitre.people.queries import team

FAR = timedelta(days=10 * 365)


def near(day: date) -> date:
    """Refuse a day more than ten years away: a mistyped year, which would make hundreds of meetings."""
    if abs(day - timezone.localdate()) > FAR:
        raise forms.ValidationError("Cette date est à plus de dix ans : vérifiez l’année.")
    return day


class WhenForm(forms.Form):
    """A day and a time of Paris, and a length."""

    day = forms.DateField(label="Date", widget=DateInput)
    at = forms.TimeField(label="Heure", widget=TimeInput, initial=time(12, 30))
    minutes = forms.IntegerField(
        label="Durée (minutes)",
        min_value=5,
        max_value=720,
        required=False,
        help_text="Vide : celle du modèle.",
    )

    def clean_day(self) -> date:
        return near(self.cleaned_data["day"])

    def starts_at(self) -> datetime:
        return utc_moment(self.cleaned_data["day"], self.cleaned_data["at"])


class NewMeetingForm(WhenForm):
    """A meeting from its model or from its title; the rest may be said later."""

    field_order = ["template", "title", "kind", "group", "day", "at", "minutes", "room", "place"]

    template: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label="Modèle",
        required=False,
        empty_label="Sans modèle",
        help_text="Il apporte la durée, les invités, la salle, l’ordre du jour et le rétroplanning.",
    )
    title = forms.CharField(
        label="Titre", max_length=160, required=False, help_text="Vide : celui du modèle."
    )
    kind = forms.ChoiceField(
        label="Sorte de réunion",
        required=False,
        choices=[("", "Celle du modèle"), *Meeting.Kind.choices],
    )
    group: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None,
        label="Invités",
        required=False,
        empty_label="Ceux du modèle, ou toute l’équipe",
    )
    room: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label="Salle", required=False, empty_label="Celle du modèle"
    )
    place = forms.CharField(label="Autre lieu", max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        groups = Group.objects.exclude(ends_on__lt=today)
        _fill(self, "template", MeetingTemplate.objects.all())
        _fill(self, "group", groups)
        _fill(self, "room", open_rooms())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("template", "title", "kind")):
            self.add_error("title", "Écrivez un titre, ou choisissez un modèle ou une sorte.")
        return data


def _fill(form: forms.BaseForm, name: str, rows: Any) -> None:
    field = form.fields[name]
    field.queryset = rows  # type: ignore[attr-defined]
    if name == "room":
        field.label_from_instance = room_label  # type: ignore[attr-defined]


def open_rooms() -> Any:
    """Return the rooms of the sites that are open."""
    return Room.objects.filter(site__closed_on=None).select_related("site")


def room_label(room: Room) -> str:
    return f"{room.name}, {room.site.name}"


class MeetingForm(CentreForm[Meeting]):
    """What may still change of a planned meeting: its words, its place, its time."""

    day = forms.DateField(label="Date", widget=DateInput)
    at = forms.TimeField(label="Heure", widget=TimeInput)
    minutes = forms.IntegerField(label="Durée (minutes)", min_value=5, max_value=720)
    video_url = forms.URLField(
        label="Lien de visioconférence", required=False, assume_scheme="https"
    )
    field_order = [
        "title",
        "day",
        "at",
        "minutes",
        "room",
        "place",
        "video_url",
        "purpose",
        "quorum",
    ]

    class Meta:
        model = Meeting
        fields = ["title", "room", "place", "video_url", "purpose", "quorum"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start, end = local(self.instance.starts_at), self.instance.ends_at
        minutes = round((end - self.instance.starts_at).total_seconds() / 60)
        self.initial.update(day=start.date(), at=start.time(), minutes=minutes)
        _fill(self, "room", open_rooms())

    def starts_at(self) -> datetime:
        return utc_moment(self.cleaned_data["day"], self.cleaned_data["at"])

    clean_day = WhenForm.clean_day


class CancelForm(forms.Form):
    """Why a meeting is cancelled, for those who were invited."""

    why = forms.CharField(
        label="Raison",
        max_length=200,
        required=False,
        help_text="Les personnes convoquées la liront.",
    )


class ItemForm(CentreForm[AgendaItem]):
    """An item of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ["title", "minutes", "owner", "detail"]
        widgets = {"minutes": forms.NumberInput(attrs={"min": 1, "max": 480})}

    def choices_for(self, model: type[CentreModel]) -> Any:
        return team(timezone.localdate())

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 480:
            raise forms.ValidationError("Indiquez une durée entre 1 et 480 minutes.")
        return minutes


class NewItemForm(ItemForm):
    """The one-line form under the agenda."""

    class Meta(ItemForm.Meta):
        fields = ["title", "minutes"]


class AnswerForm(forms.Form):
    """An answer to an invitation, with the person who gets the proxy."""

    answer = forms.ChoiceField(label="Réponse", choices=Participant.Answer.choices)
    proxy: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label="Pouvoir donné à", required=False
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "proxy", proxies_for(participant))


def proxies_for(participant: Participant) -> Any:
    """Return whom a participant may give their proxy to: the others who did not say they will be away."""
    away = [Participant.Answer.EXCUSED, Participant.Answer.PROXY]
    others = participant.meeting.participants.exclude(answer__in=away).exclude(pk=participant.pk)
    return Person.objects.filter(pk__in=others.values("person"))


class MailForm(forms.Form):
    """A mail read over before it leaves."""

    subject = forms.CharField(label="Objet", max_length=200, validators=[no_patient])
    body = forms.CharField(
        label="Texte",
        validators=[no_patient],
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="{prenom} et {lien} sont remplis pour chaque personne : gardez {lien}.",
    )

    def __init__(self, *args: Any, needs_link: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_link = needs_link
        if not needs_link:
            self.fields["body"].help_text = "{prenom} est rempli pour chaque personne."

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if self.needs_link and "{lien}" not in body:
            raise forms.ValidationError(
                "Remettez {lien} dans le texte : c’est l’adresse personnelle de réponse."
            )
        return body


class TopicForm(forms.Form):
    """A topic proposed by somebody invited."""

    text = forms.CharField(
        label="Votre sujet",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="La première ligne servira de titre. Ne nommez aucun patient.",
    )
