"""Forms of a centre: first start, settings, sites, hours, members."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, InstitutionContact, OpeningHours, Room, Site
from pupitre.centres.roles import Role
from pupitre.centres.services import NewCentre
from pupitre.core.forms import CentreForm, ReopenedForm


class NumberField(forms.CharField):
    """An identifier of a fixed length, pasted with or without spaces and dots."""

    def __init__(self, *, length: int, refusal: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.length, self.refusal = length, refusal

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(character for character in text.upper() if character.isalnum())

    def validate(self, value: str) -> None:
        if value and len(value) != self.length:
            raise ValidationError(self.refusal)


def finess_field(help_text: str = "") -> NumberField:
    return NumberField(
        label="Numéro FINESS",
        length=9,
        refusal="Un numéro FINESS a neuf caractères.",
        help_text=help_text,
    )


def siret_field() -> NumberField:
    return NumberField(
        label="Numéro SIRET", length=14, refusal="Un numéro SIRET a quatorze chiffres."
    )


class NewCentreForm(forms.Form):
    """What it takes to open a centre."""

    name = forms.CharField(label="Nom de la MSP", max_length=120)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label="Code postal",
        error_messages={"invalid": "Le code postal a cinq chiffres."},
    )
    town = forms.CharField(label="Commune", max_length=100)
    legal_form = forms.ChoiceField(label="Forme juridique", choices=Centre.LegalForm.choices)
    finess = finess_field("Neuf caractères ; il pourra être ajouté plus tard.")

    def new_centre(self) -> NewCentre:
        names = NewCentre.__dataclass_fields__
        return NewCentre(**{name: self.cleaned_data[name] for name in names})


class FirstStartForm(NewCentreForm):
    """The first centre and the account that coordinates it."""

    first_name = forms.CharField(label="Votre prénom", max_length=80)
    last_name = forms.CharField(label="Votre nom", max_length=80)
    email = forms.EmailField(label="Votre adresse e-mail")
    password = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Douze caractères au moins ; une phrase convient très bien.",
    )

    field_order = ["first_name", "last_name", "email", "password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        given = {
            name: self.cleaned_data.get(name, "") for name in ("email", "first_name", "last_name")
        }
        validate_password(password, User(**given))
        return password

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            message = "Cette adresse a déjà un compte."
            raise ValidationError(message)
        return email


class CentreSettingsForm(ReopenedForm[Centre]):
    """The centre's identity and its habits; a habit that is not sent stays.

    A centre has no version: the form carries a digest of what it showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    finess = finess_field()
    siret = siret_field()
    bulk_reading = forms.ChoiceField(
        label="Quand un compte ouvre 200 fiches en dix minutes",
        choices=Centre.BulkReading.choices,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._digest(self.instance)

    def _digest(self, centre: Centre) -> str:
        shown = forms.model_to_dict(centre, self._meta.fields)
        return salted_hmac("centre settings", repr(sorted(shown.items()))).hexdigest()

    def showed(self, stored: Centre) -> bool:
        """Tell whether this form was opened on what is stored."""
        return self.cleaned_data["seen"] in ("", self._digest(stored))

    def catch_up(self, current: Any) -> None:
        """Take what is stored as seen, so that sending the form again replaces it knowingly."""
        self.send_as("seen", self._digest(current))

    def clean_bulk_reading(self) -> str:
        return str(self.cleaned_data["bulk_reading"] or self.instance.bulk_reading)

    class Meta:
        model = Centre
        fields = [
            "name", "legal_form", "finess", "siret", "address", "postcode", "town", "email", "phone",
            "school_zone", "territory", "closure", "unscheduled_care", "bulk_reading",
        ]  # fmt: skip


class SiteForm(CentreForm[Site]):
    """A site."""

    finess = finess_field()
    siret = siret_field()

    class Meta:
        model = Site
        fields = ["name", "address", "postcode", "town", "finess", "siret", "phone", "closed_on"]


class RoomForm(CentreForm[Room]):
    """A room of a site."""

    class Meta:
        model = Room
        fields = ["site", "name", "seats", "area"]


class HoursForm(CentreForm[OpeningHours]):
    """One opening interval."""

    class Meta:
        model = OpeningHours
        fields = ["site", "weekday", "opens", "closes"]


class ContactForm(CentreForm[InstitutionContact]):
    """Who to call at an institution."""

    class Meta:
        model = InstitutionContact
        fields = ["institution", "name", "function", "email", "phone"]


class AccessForm(forms.Form):
    """Give somebody a role."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse e-mail")
    role = forms.ChoiceField(label="Rôle", choices=Role.choices)

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
