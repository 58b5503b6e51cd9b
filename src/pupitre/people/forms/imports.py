"""Forms that bring persons and counts in from elsewhere."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from pupitre.core.forms import DateInput
from pupitre.people.models import Person
from pupitre.people.rules.counts import Count
from pupitre.people.rules.directory import Selection
from pupitre.people.rules.identifiers import (
    InvalidIdentifierError,
    parse_finess,
    parse_rpps,
    parse_siret,
)
from pupitre.people.services.readings import LARGEST, left_files

LARGEST_SHEET = 2 * 1024**2


class ReadingForm(forms.Form):
    """Which extraction of the national directory, and whom to look for."""

    file = forms.FileField(
        label="Extraction de l’Annuaire Santé",
        required=False,
        help_text="Le fichier « personne-activite », en .txt ou en .zip, 1 Go au plus.",
        widget=forms.FileInput(attrs={"accept": ".txt,.zip"}),
    )
    left = forms.ChoiceField(label="Ou un fichier déposé sur le serveur", required=False)
    finess = forms.CharField(label="Numéros FINESS des lieux d’exercice", required=False)
    siret = forms.CharField(label="Numéros SIRET des lieux d’exercice", required=False)
    rpps = forms.CharField(
        label="Numéros RPPS", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    names = forms.CharField(
        label="Noms d’exercice", required=False, help_text="Séparés par des virgules."
    )
    postcodes = forms.CharField(
        label="Codes postaux",
        required=False,
        help_text="Avec des noms, les deux doivent convenir.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = left_files()
        if files:
            self.fields["left"].choices = [("", "—"), *((name, name) for name in files)]  # type: ignore[attr-defined]
        else:
            del self.fields["left"]

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST:
            raise ValidationError("Le fichier dépasse 1 Go : choisissez l’archive .zip.")
        return file

    def clean_finess(self) -> frozenset[str]:
        return _numbers(self.cleaned_data["finess"], parse_finess)

    def clean_siret(self) -> frozenset[str]:
        return _numbers(self.cleaned_data["siret"], parse_siret)

    def clean_rpps(self) -> frozenset[str]:
        return _numbers(self.cleaned_data["rpps"], parse_rpps)

    def clean_names(self) -> frozenset[str]:
        return frozenset(_values(self.cleaned_data["names"], r"[,;\n]"))

    def clean_postcodes(self) -> frozenset[str]:
        found = frozenset(_values(self.cleaned_data["postcodes"], r"[,;\s]"))
        for code in found:
            if not re.fullmatch(r"\d{5}", code, re.ASCII):
                raise ValidationError(f"Le code postal « {code} » doit compter 5 chiffres.")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("left"):
            self.add_error("file", "Choisissez le fichier de l’annuaire national.")
        return cleaned

    @property
    def selection(self) -> Selection:
        names = ("rpps", "names", "postcodes", "finess", "siret")
        return Selection(**{name: self.cleaned_data[name] for name in names})


def _values(text: str, sign: str) -> list[str]:
    return [part.strip() for part in re.split(sign, text) if part.strip()]


def _numbers(text: str, parse: Callable[[str], str]) -> frozenset[str]:
    try:
        return frozenset(parse(part) for part in _values(text, r"[,;\n]"))
    except InvalidIdentifierError as error:
        raise ValidationError(str(error)) from error


class SheetForm(forms.Form):
    """A table pasted, or a file of it."""

    text = forms.CharField(
        label="Tableau",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Copiez les cellules du tableur, titres compris : nom, prénom, e-mail, téléphone, RPPS, "
        "profession, statuts, associé depuis, signataire depuis, site, groupes.",
    )
    file = forms.FileField(
        label="Ou un fichier CSV ou vCard",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.vcf"}),
    )

    def clean_file(self) -> str:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if not file:
            return ""
        if (file.size or 0) > LARGEST_SHEET:
            raise ValidationError("Le fichier dépasse 2 Mo : coupez-le en deux.")
        content: bytes = file.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ValidationError("Le fichier n’est pas un texte : enregistrez-le en CSV ou en vCard.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["text"] = cleaned.get("file") or cleaned.get("text", "")
        if not self.errors and not cleaned["text"].strip():
            self.add_error("text", "Collez le tableau, ou choisissez un fichier.")
        return cleaned


class DayForm(forms.Form):
    """The day of a count, and the table pasted instead of typed numbers."""

    on = forms.DateField(label="Comptée le", widget=DateInput)
    text = forms.CharField(
        label="Tableau collé",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une ligne par médecin : nom, patientèle, ALD de moins de 75 ans, 75 ans et plus sans ALD, "
        "75 ans et plus avec ALD. Il remplace les cases.",
    )


class CountForm(forms.Form):
    """One doctor's numbers; all empty means no count."""

    patients = forms.IntegerField(label="Patientèle", min_value=0, max_value=99999, required=False)
    ald_under_75 = forms.IntegerField(
        label="ALD de moins de 75 ans", min_value=0, max_value=99999, required=False
    )
    over_75_non_ald = forms.IntegerField(
        label="75 ans et plus sans ALD", min_value=0, max_value=99999, required=False
    )
    over_75_ald = forms.IntegerField(
        label="75 ans et plus avec ALD", min_value=0, max_value=99999, required=False
    )

    def __init__(self, data: Any, *, doctor: Person, initial: Any) -> None:
        super().__init__(data, prefix=str(doctor.pk), initial=initial)
        self.doctor = doctor
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{doctor}, {field.label}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["patients"] is None and any(cleaned.values()):
            self.add_error("patients", "Indiquez la patientèle entière.")
        elif self.count and self.count.error:
            self.add_error("patients", self.count.error[0].upper() + self.count.error[1:])
        return cleaned

    @property
    def count(self) -> Count | None:
        values = {name: value or 0 for name, value in self.cleaned_data.items()}
        return Count(**values) if self.cleaned_data.get("patients") is not None else None


class MergeForm(forms.Form):
    """Two records to compare."""

    kept: forms.ModelChoiceField[Person] = forms.ModelChoiceField(None, label="Fiche à garder")
    gone: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        None, label="Fiche à fondre dedans"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kept", "gone"):
            self.fields[name].queryset = Person.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kept") and cleaned.get("kept") == cleaned.get("gone"):
            self.add_error("gone", "Choisissez deux fiches différentes.")
        return cleaned
