"""Forms that bring a statement in: the file, then how a CSV is read."""

import base64
import binascii
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from pupitre.bank.rules.csv_mapping import (
    AMOUNT_FORMATS,
    DATE_FORMATS,
    DELIMITERS,
    ENCODINGS,
    NONE,
    CsvMapping,
)
from pupitre.bank.rules.statement import LARGEST_FILE, StatementError, clean

MOST_KEPT = 1_500_000
"""Octets that a page carries from one step to the next; a larger file is chosen again."""
COLUMNS = {
    "on": "Date de l’opération",
    "value_on": "Date de valeur",
    "label": "Libellé",
    "detail": "Précision",
    "reference": "Référence",
    "amount": "Montant signé",
    "debit": "Débit",
    "credit": "Crédit",
    "balance": "Solde après l’opération",
}
WANTED = ("on", "label")


class FileForm(forms.Form):
    """A statement, chosen now or carried from the step before."""

    file = forms.FileField(
        label="Relevé téléchargé de la banque",
        required=False,
        help_text="OFX, CAMT.053 (XML), CFONB 120 ou CSV, 8 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".ofx,.xml,.txt,.csv,.120,.qif,.dat"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    despite = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file: UploadedFile[bytes] | None = cleaned.get("file")
        if file and (file.size or 0) > LARGEST_FILE:
            raise ValidationError("Le fichier dépasse 8 Mo : demandez à la banque une période plus courte.")  # fmt: skip
        if file:
            cleaned["content"], cleaned["name"] = file.read(), clean(file.name or "")
        elif cleaned.get("kept"):
            cleaned["content"] = _unpacked(cleaned["kept"])
        elif not self.errors:
            self.add_error("file", "Choisissez le relevé téléchargé du site de la banque.")
        return cleaned


def packed(content: bytes) -> str:
    """Return a file as a hidden field carries it, empty when it is too big."""
    return base64.b64encode(content).decode() if len(content) <= MOST_KEPT else ""


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError("Le fichier gardé par la page est abîmé : choisissez-le de nouveau.") from None  # fmt: skip


class MappingForm(forms.Form):
    """Where a CSV holds what; `titles` are the cells of its first rows."""

    delimiter = forms.ChoiceField(label="Séparateur", choices=DELIMITERS.items())
    encoding = forms.ChoiceField(label="Encodage", choices=ENCODINGS.items(), required=False)
    header = forms.IntegerField(
        label="Ligne des titres", min_value=0, max_value=200, help_text="0 sans titres."
    )
    date_format = forms.ChoiceField(label="Dates comme", choices=DATE_FORMATS.items())
    amount_format = forms.ChoiceField(label="Montants comme", choices=AMOUNT_FORMATS.items())

    def __init__(self, data: Any, *, cells: list[str], mapping: CsvMapping | None) -> None:
        super().__init__(data, initial=asdict(mapping) if mapping else {"header": 1})
        self.cells = cells
        places = [(str(place), f"{place + 1}. {cell}"[:60]) for place, cell in enumerate(cells)]
        for name, label in COLUMNS.items():
            choices = places if name in WANTED else [(str(NONE), "—"), *places]
            initial = getattr(mapping, name) if mapping else NONE
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        values = {name: int(cleaned[name]) for name in COLUMNS}
        titles = tuple(self.cells) if cleaned["header"] else ()
        try:
            cleaned["mapping"] = CsvMapping(
                delimiter=cleaned["delimiter"],
                encoding=cleaned["encoding"],
                header=cleaned["header"],
                date_format=cleaned["date_format"],
                amount_format=cleaned["amount_format"],
                titles=titles,
                **values,
            )
        except StatementError as refusal:
            raise ValidationError(str(refusal)) from None
        return cleaned
