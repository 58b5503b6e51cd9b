"""Forms of the ACI: one declared fact, the settings of one exercise."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from pupitre.aci.models import Exercise, TypedFact
from pupitre.aci.rules.declared import NO_LEVEL, Declared, Kind
from pupitre.core.forms import CentreForm, DateInput
from pupitre.documents.forms import no_patient_in_name
from pupitre.documents.models import Document
from pupitre.people.guarded import PatientIdentityError, refuse_identity

YES_NO = [("oui", "oui"), ("non", "non")]
MOST = 99


def value_field(declared: Declared) -> forms.Field:
    """Return the field of the right kind for a fact."""
    choices = list((declared.choices or {}).items())
    common: dict[str, Any] = {"label": declared.label, "help_text": declared.help}
    match declared.kind:
        case Kind.COUNT:
            return forms.IntegerField(min_value=0, max_value=MOST, **common)
        case Kind.NUMBER:
            return forms.DecimalField(
                min_value=0, max_value=MOST, decimal_places=2, localize=True, **common
            )
        case Kind.DATE:
            return forms.DateField(widget=DateInput(), **common)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case Kind.LEVELS:
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(
                choices=choices, widget=boxes, required=False, **common
            )
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)


class FilesInput(forms.ClearableFileInput):
    """The browser's field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class FactForm(forms.Form):
    """One declared fact: its value, a word, and what proves it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="Précision",
        max_length=250,
        required=False,
        help_text="Affichée dans le tableau : un nom de logiciel, une version… Jamais un patient.",
    )
    files_added = FilesField(label="Ajouter un ou plusieurs justificatifs", required=False)
    document: forms.ModelChoiceField[Document] = forms.ModelChoiceField(
        label="Ou choisir un document déjà rangé",
        queryset=None,
        required=False,
        empty_label="Aucun",
    )
    covers_all = forms.BooleanField(
        label="Les pièces jointes prouvent toute la valeur",
        required=False,
        help_text="À cocher si un seul fichier en contient plusieurs.",
    )

    def __init__(
        self, data: Any, files: Any, *, declared: Declared, fact: TypedFact | None
    ) -> None:
        super().__init__(data, files, initial=self.initial_of(declared, fact))
        self.declared = declared
        self.fields = {"value": value_field(declared), **self.fields}
        if not declared.piece:
            for name in ("files_added", "document", "covers_all"):
                del self.fields[name]
        else:
            self.fields["files_added"].help_text = f"Demandé : {declared.piece}."
            about = TypedFact._meta.label_lower
            self.fields["document"].queryset = Document.objects.exclude(object_type=about)  # type: ignore[attr-defined]
        if not declared.each:
            self.fields.pop("covers_all", None)

    @staticmethod
    def initial_of(declared: Declared, fact: TypedFact | None) -> dict[str, Any]:
        if fact is None:
            return {}
        value: Any = fact.value
        if declared.kind is Kind.LEVELS:
            value = [level for level in fact.value.split(",") if level != NO_LEVEL]
        elif declared.kind is Kind.NUMBER:
            value = Decimal(fact.value)
        return {
            "value": value,
            "note": fact.note,
            "document": fact.document_id,
            "covers_all": fact.covers_all,
            "version": fact.version,
        }

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        try:
            refuse_identity(note)
        except PatientIdentityError as error:
            raise forms.ValidationError(str(error)) from None
        return note

    def say_files_are_lost(self) -> None:
        """A browser never gives back the files of a refused form: say that they must be chosen again."""
        if self.files and "files_added" in self.fields and "files_added" not in self.errors:
            self.add_error(
                "files_added", "Choisissez de nouveau vos justificatifs : ils n'ont pas été gardés."
            )

    def value_text(self) -> str:
        """Return the value as it is kept (`rules.declared.Declared.read`)."""
        value = self.cleaned_data["value"]
        if isinstance(value, list):
            return ",".join(sorted(value)) or NO_LEVEL
        return str(value)


class DeclareForm(forms.Form):
    """The day on which the declaration was handed in, and what proves it."""

    on = forms.DateField(label="Déclaré le", widget=DateInput())
    receipt = forms.FileField(
        label="Accusé de la CPAM",
        required=False,
        help_text="Une copie d'écran ou le PDF reçu ; il peut être ajouté plus tard.",
        validators=[no_patient_in_name],
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Cette date est à venir : notez le jour où c'est fait.")
        return on


class ExerciseForm(CentreForm[Exercise]):
    """The settings of an exercise: precarity, national rates, declaration."""

    class Meta:
        model = Exercise
        fields = (
            "c2s",
            "ame",
            "c2s_national",
            "ame_national",
            "rates_confirmed",
            "declare_by",
            "declared_on",
        )
        help_texts = {
            "c2s": "Donnée par la CPAM, en pour cent de la patientèle.",
            "c2s_national": "Aucun taux officiel publié n'a été trouvé : demandez celui de l'exercice à la CPAM. Vide : celui du barème.",
            "ame_national": "Vide : celui du barème, à vérifier de même.",
            "rates_confirmed": "À cocher quand ces deux taux viennent de la CPAM pour cet exercice : l'avertissement disparaît.",
            "declare_by": "Vide : 31 janvier. Cette date n'est publiée que pour 2022 : vérifiez-la auprès de la CPAM.",
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("c2s", "ame", "c2s_national", "ame_national"):
            share = found.get(name)
            if share is not None and not 0 <= share <= 100:
                self.add_error(name, "Écrivez un pourcentage entre 0 et 100.")
        if found.get("rates_confirmed") and found.get("c2s_national") is None:
            self.add_error("c2s_national", "Écrivez le taux que la CPAM a confirmé.")
        return found
