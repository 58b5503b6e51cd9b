"""Forms of persons, their statuses, groups and posts."""

from typing import Any

import puremagic
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pupitre.accounts.models import User
from pupitre.centres.models import Membership, Site
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm, DateInput
from pupitre.core.pictures import MOST_PIXELS, bare, pixels
from pupitre.core.tenancy import CentreModel
from pupitre.people.models import Group, GroupMember, Person, Post, Status
from pupitre.people.professions import professions
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_rpps
from pupitre.people.rules.spreadsheet import CellError, parse_email, parse_phone
from pupitre.people.services import set_sites

LARGEST_PHOTO = 2 * 1024**2
JPEG = "image/jpeg"
PHOTO_TYPES = {".png": "image/png", ".jpg": JPEG, ".jpeg": JPEG, ".jfif": JPEG, ".jpe": JPEG}


def profession_choices() -> list[tuple[str, str]]:
    """Return the professions as a form or a filter offers them."""
    return [(known.key, known.label) for known in professions()]


def photo_type(content: bytes) -> str:
    """Return the content type of a PNG or JPEG; ValidationError for anything else."""
    try:
        return PHOTO_TYPES[puremagic.from_string(content)]
    except (puremagic.PureError, KeyError, ValueError) as refusal:
        raise ValidationError("Choisissez une image PNG ou JPEG.") from refusal


class PersonForm(CentreForm[Person]):
    """A person, and the sites where they work."""

    profession = forms.ChoiceField(required=False)
    civility = forms.ChoiceField(
        label="Titre",
        required=False,
        choices=[("", "—"), ("Dr", "Dr"), ("Mme", "Mme"), ("M.", "M.")],
    )
    at_sites: forms.ModelMultipleChoiceField[Site] = forms.ModelMultipleChoiceField(
        None,  # filled inside the scope
        label="Sites",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        fields = [
            "kind", "civility", "last_name", "first_name", "profession", "speciality",
            "email", "phone", "secure_email", "rpps", "adeli", "am_number",
            "skills", "joined_on", "user", "photo",
        ]  # fmt: skip
        widgets = {"photo": forms.FileInput(attrs={"accept": "image/png,image/jpeg"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profession"].label = "Profession"
        self.fields["profession"].choices = [("", "—"), *profession_choices()]  # type: ignore[attr-defined]
        self.fields["user"].label = "Compte Pupitre"
        self.fields["at_sites"].queryset = Site.objects.all()  # type: ignore[attr-defined]
        members = Membership.objects.values("user_id")
        self.fields["user"].queryset = User.objects.filter(pk__in=members)  # type: ignore[attr-defined]
        if self.instance.pk:
            rows = self.instance.sites.values_list("site_id", flat=True)
            self.initial["at_sites"] = list(rows)

    def clean_email(self) -> str:
        return _read(parse_email, self.cleaned_data["email"])

    def clean_phone(self) -> str:
        return _read(parse_phone, self.cleaned_data["phone"])

    def clean_rpps(self) -> str:
        number = _read(parse_rpps, self.cleaned_data["rpps"])
        other = Person.objects.filter(rpps=number).exclude(pk=self.instance.pk).first()
        if number and other:
            raise ValidationError(f"Ce numéro RPPS est déjà celui de {other}.")
        return number

    def clean_user(self) -> User | None:
        user: User | None = self.cleaned_data["user"]
        other = Person.objects.filter(user=user).exclude(pk=self.instance.pk).first()
        if user and other:
            raise ValidationError(f"Ce compte est déjà celui de {other}.")
        return user

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if isinstance(photo, UploadedFile):
            if (photo.size or 0) > LARGEST_PHOTO:
                raise ValidationError("La photo dépasse 2 Mo : réduisez-la.")
            content = photo.read()
            photo_type(content)
            if pixels(content) > MOST_PIXELS:
                raise ValidationError("La photo a plus de 60 millions de points : réduisez-la.")
            return ContentFile(bare(content), name=photo.name)
        return photo

    @transaction.atomic
    def store(self, *, by: Actor, action: str = "") -> Person:
        person = super().store(by=by, action=action)
        set_sites(person, self.cleaned_data["at_sites"], by=by)
        return person


def _read(parse: Any, typed: str) -> str:
    try:
        return parse(typed) if typed else ""
    except (CellError, InvalidIdentifierError) as error:
        text = str(error)
        raise ValidationError(text[0].upper() + text[1:]) from error


class StatusForm(CentreForm[Status]):
    """A status of a person from a date."""

    class Meta:
        model = Status
        fields = ["kind", "since", "until", "replaces"]

    def choices_for(self, model: type[CentreModel]) -> Any:
        return model.objects.exclude(pk=self.instance.person_id)

    def clean(self) -> dict[str, Any]:
        """Refuse the same status twice at once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, since, until = (cleaned.get(name) for name in ("kind", "since", "until"))
        if not kind or not since:
            return cleaned
        same = Status.objects.filter(person=self.instance.person, kind=kind)
        for row in same.exclude(pk=self.instance.pk):
            if (until is None or row.since <= until) and (row.until is None or row.until >= since):
                raise ValidationError(
                    {
                        "since": f"Ce statut court déjà depuis le {row.since:%d/%m/%Y} : terminez-le d'abord."
                    }
                )
        return cleaned


class DepartureForm(forms.Form):
    """When a person leaves, and who takes over."""

    on = forms.DateField(
        label="Premier jour d'absence",
        widget=DateInput,
        help_text="Ce jour-là, la personne n'est plus de l'équipe.",
    )
    heir: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        None,
        label="Qui reprend ses tâches et ses groupes",
        required=False,
        empty_label="Personne pour l'instant",
    )

    def __init__(self, *args: Any, person: Person, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = others.exclude(pk=person.pk)  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """When a person comes back."""

    on = forms.DateField(label="De retour le", widget=DateInput)


class GroupForm(CentreForm[Group]):
    """A working group, with its mandate."""

    class Meta:
        model = Group
        fields = ["name", "kind", "mandate", "lead", "starts_on", "ends_on"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Group.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Un groupe porte déjà ce nom.")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            raise ValidationError({"ends_on": "La fin du mandat doit venir après son début."})
        return cleaned


class MemberForm(CentreForm[GroupMember]):
    """Somebody enters a group; somebody who had left it enters again."""

    class Meta:
        model = GroupMember
        fields = ["person", "since"]


class PostForm(CentreForm[Post]):
    """A function, who holds it, and to which function it answers."""

    class Meta:
        model = Post
        fields = ["title", "person", "reports_to", "since", "until"]

    def clean_reports_to(self) -> Post | None:
        """Refuse a chain that comes back to this very post."""
        above: Post | None = self.cleaned_data["reports_to"]
        step, seen = above, 0
        while step is not None and seen < 100:
            if self.instance.pk and step.pk == self.instance.pk:
                raise ValidationError(
                    "Une fonction ne peut pas dépendre d'elle-même, même de loin."
                )
            step, seen = step.reports_to, seen + 1
        return above
