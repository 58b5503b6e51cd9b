"""Forms of messages: writing to many, a returned mail."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pupitre.centres.models import Site
from pupitre.people.guarded import no_patient
from pupitre.people.models import Group, Person
from pupitre.people.queries import group_people, profession_of, team


def audiences() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return whom one can write to, grouped for a select."""
    keys = team(timezone.localdate()).exclude(profession="").values_list("profession", flat=True)
    known = {key: profession_of(key) for key in keys.order_by("profession").distinct()}
    professions = [(f"profession:{key}", found.label) for key, found in known.items() if found]
    return [
        ("La MSP", [("team", "Toute l’équipe")]),
        ("Groupes", [(f"group:{group.pk}", str(group)) for group in Group.objects.all()]),
        ("Professions", professions),
        ("Sites", [(f"site:{site.pk}", str(site)) for site in Site.objects.all()]),
    ]


def people_of(audience: str) -> QuerySet[Person]:
    """Return the persons of an audience who are here today."""
    today = timezone.localdate()
    kind, _, key = audience.partition(":")
    if kind == "group":
        return group_people(Group.objects.get(pk=key), today)
    if kind == "profession":
        return team(today).filter(profession=key)
    if kind == "site":
        return team(today).filter(sites__site_id=key)
    return group_people(None, today)


class ComposeForm(forms.Form):
    """A message to the team, a group, professions or a site."""

    audience = forms.ChoiceField(label="À")
    subject = forms.CharField(label="Objet", max_length=200, validators=[no_patient])
    body = forms.CharField(
        label="Message",
        validators=[no_patient],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="{nom} et {prenom} sont remplacés par ceux de chaque personne.",
    )
    reply_to = forms.EmailField(
        label="Les réponses vont à", required=False, help_text="Votre adresse, d’habitude."
    )
    list_name = forms.CharField(
        label="Nom de la liste",
        max_length=100,
        required=False,
        help_text="Pour une lettre d’information ou une invitation : chacun pourra s’en retirer. "
        "Laissez vide pour ce qui concerne le travail de chacun.",
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences()  # type: ignore[attr-defined]
        self.initial.setdefault("token", uuid4().hex)


class BounceForm(forms.Form):
    """A mail that came back, pasted or as a file."""

    text = forms.CharField(
        label="Le mail revenu, en entier",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Dans votre messagerie : « Afficher l’original » ou « Code source », puis tout copier.",
    )
    file = forms.FileField(label="ou le fichier .eml", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("text") and not given.get("file"):
            raise forms.ValidationError("Collez le mail revenu, ou choisissez son fichier .eml.")
        return given

    def octets(self) -> bytes:
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()
