"""Forms of documents."""

from typing import Any

from django import forms

from pupitre.core.forms import CentreForm, DateInput
from pupitre.documents.models import Document
from pupitre.documents.sniffing import ACCEPTED, TYPES
from pupitre.people.guarded import no_patient

ENDINGS = ",".join(f".{end}" for end in TYPES)


def no_patient_in_name(file: Any) -> None:
    """Refuse a file whose own name betrays a patient: the name is shown and searched."""
    no_patient(file.name.replace("_", " "))


class UploadForm(forms.Form):
    """A file, and what people call it."""

    file = forms.FileField(
        label="Fichier",
        help_text=f"{ACCEPTED}, 25 Mo au plus.",
        error_messages={"required": "Choisissez un fichier."},
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
        validators=[no_patient_in_name],
    )
    title = forms.CharField(
        label="Titre",
        max_length=200,
        required=False,
        help_text="Sans titre, le nom du fichier.",
        validators=[no_patient],
    )
    dated = forms.DateField(label="Date du document", required=False, widget=DateInput())


class ReplaceForm(forms.Form):
    """The file that takes the place of another."""

    file = UploadForm.base_fields["file"]


class DocumentForm(CentreForm[Document]):
    """What people call a document, and its date."""

    class Meta:
        model = Document
        fields = ["title", "dated"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].validators.append(no_patient)
        self.fields["title"].widget.attrs["autofocus"] = True
