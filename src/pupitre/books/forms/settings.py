"""Forms of entities, years, charts, and of what the books are checked with."""

from datetime import date
from typing import Any

from django import forms

from pupitre.books.models import (
    Account,
    AnalyticProject,
    EntryLine,
    Funder,
    Heading,
    Journal,
    LegalEntity,
)
from pupitre.books.rules.chart_reading import ChartFileError, ChartRow, read_chart
from pupitre.core.forms import CentreForm, DateInput, EurosField
from pupitre.people.guarded import no_patient
from pupitre.people.rules.identifiers import InvalidIdentifierError, parse_siren

LARGEST_CHART = 8 * 1024**2


class OpenForm(forms.Form):
    """All that opening the books asks."""

    kind = forms.ChoiceField(
        label="Forme de la structure", choices=LegalEntity.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label="Nom de la structure", max_length=160)
    siren = forms.CharField(
        label="SIREN",
        required=False,
        max_length=14,
        help_text="Demandé dans le nom du FEC ; peut attendre.",
    )
    starts_on = forms.DateField(label="Premier jour de l’exercice", widget=DateInput())
    ends_on = forms.DateField(
        label="Dernier jour", widget=DateInput(), required=False, help_text="Vide : douze mois."
    )
    basis = forms.ChoiceField(
        label="Tenue des comptes",
        choices=LegalEntity.Basis.choices,
        widget=forms.RadioSelect,
        help_text="En cas de doute, demandez à votre expert-comptable ; cela change le FEC.",
    )

    def __init__(self, *args: Any, today: date, first: bool, name: str, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "kind": LegalEntity.Kind.SISA,
            "name": f"SISA {name}" if first else "",
            "starts_on": date(today.year, 1, 1),
            "basis": LegalEntity.Basis.ACCRUAL,
        }
        super().__init__(*args, **kwargs)

    def clean_siren(self) -> str:
        typed = self.cleaned_data["siren"]
        try:
            return parse_siren(typed) if typed else ""
        except InvalidIdentifierError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if LegalEntity.objects.filter(name=name).exists():
            raise forms.ValidationError("Cette structure a déjà sa comptabilité : changez le nom.")
        return name


class EntityForm(CentreForm[LegalEntity]):
    """What may change in an entity once its books are open; the main one is changed by choosing another."""

    main = forms.BooleanField(label="C’est elle qui reçoit l’ACI", required=False)

    class Meta:
        model = LegalEntity
        fields = ["name", "siren", "basis", "ended_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.main:
            del self.fields["main"]


class YearForm(forms.Form):
    """The dates of a fiscal year."""

    starts_on = forms.DateField(label="Du", widget=DateInput())
    ends_on = forms.DateField(
        label="Au", widget=DateInput(), required=False, help_text="Vide : douze mois."
    )


class AccountForm(CentreForm[Account]):
    """An account; its number no longer changes once it has lines."""

    class Meta:
        model = Account
        fields = ["entity", "number", "label", "heading", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and EntryLine.objects.filter(account=self.instance).exists():
            for name in ("entity", "number"):
                self.fields[name].disabled = True
        elif not self.instance.pk:
            self.initial.setdefault("entity", LegalEntity.objects.first())


class ChartFileForm(forms.Form):
    """A chart of accounts as a file."""

    file = forms.FileField(
        label="Plan de comptes",
        help_text="CSV avec les colonnes « compte » et « libellé », ou un FEC : ses comptes seuls sont lus.",
    )

    def clean_file(self) -> tuple[ChartRow, ...]:
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_CHART:
            raise forms.ValidationError("Le fichier dépasse 8 Mo : n’y laissez que les comptes.")
        content: bytes = file.read()
        try:
            return read_chart(_text(content))
        except ChartFileError as refusal:
            raise forms.ValidationError(list(refusal.sentences)) from None


def _text(content: bytes) -> str:
    """Return the text of a file in UTF-8, or else in Windows-1252."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise forms.ValidationError("Le fichier n’est pas un texte : enregistrez-le en CSV.")


class JournalForm(CentreForm[Journal]):
    """A journal; its code no longer changes once it has entries."""

    class Meta:
        model = Journal
        fields = ["entity", "code", "label", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.entries.exists():
            for name in ("entity", "code"):
                self.fields[name].disabled = True
        elif not self.instance.pk:
            self.initial.setdefault("entity", LegalEntity.objects.first())


class HeadingForm(CentreForm[Heading]):
    """A heading of the budget."""

    class Meta:
        model = Heading
        fields = ["code", "label", "direction", "order", "active"]


class FunderForm(CentreForm[Funder]):
    """A funder."""

    class Meta:
        model = Funder
        fields = ["name"]


class ProjectForm(CentreForm[AnalyticProject]):
    """A project whose money is followed."""

    class Meta:
        model = AnalyticProject
        fields = ["name", "funder", "active"]


class PurposeForm(forms.Form):
    """The account of a purpose, from when, and whether the accountant confirmed it."""

    account = forms.ModelChoiceField(label="Compte", queryset=None)  # type: ignore[var-annotated]
    since = forms.DateField(label="À partir du", widget=DateInput())
    confirmed_on = forms.DateField(
        label="Confirmé par l’expert-comptable le", widget=DateInput(), required=False
    )

    def __init__(self, *args: Any, entity: LegalEntity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = Account.objects.filter(entity=entity, active=True)  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    """A bank transfer between two entities of the MSP."""

    sender = forms.ModelChoiceField(label="De", queryset=None)  # type: ignore[var-annotated]
    receiver = forms.ModelChoiceField(label="Vers", queryset=None)  # type: ignore[var-annotated]
    amount = EurosField(label="Montant")
    on = forms.DateField(label="Date", widget=DateInput())
    label = forms.CharField(label="Libellé", max_length=200, validators=[no_patient])
    piece = forms.CharField(label="Référence de la pièce", max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sender", "receiver"):
            self.fields[name].queryset = LegalEntity.objects.all()  # type: ignore[attr-defined]


class FecForm(forms.Form):
    """A FEC to control."""

    file = forms.FileField(
        label="Fichier FEC", help_text="SirenFECAAAAMMJJ.txt, tel que l’envoie l’expert-comptable."
    )
    starts_on = forms.DateField(
        label="Premier jour de l’exercice", widget=DateInput(), required=False
    )
    ends_on = forms.DateField(
        label="Dernier jour de l’exercice",
        widget=DateInput(),
        required=False,
        help_text="Vide : lu dans le nom du fichier.",
    )
