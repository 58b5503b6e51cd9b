"""Forms of the coordination: the engagement with its documents, one line of time."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from pupitre.core import french
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm
from pupitre.core.money import MoneyError, format_amount, parse_cents
from pupitre.core.tenancy import CentreModel
from pupitre.documents.sniffing import ACCEPTED, DocumentError, content_type
from pupitre.hr.models import WEEK_MINUTES, Engagement, Placement, TimeEntry
from pupitre.hr.queries import CONTRACT, JOB
from pupitre.hr.services import coordinator_of, engage, host
from pupitre.people.guarded import PatientIdentityError, guard_texts, refuse_identity
from pupitre.people.models import Person
from pupitre.people.professions import professions

HOURS = re.compile(r"(\d{1,2})(?:\s*[hH:]\s*(\d{2})?|[.,](\d+))?")


class ProofField(forms.FileField):
    """A file of a type that the documents keep, checked with the form."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if data:
            if file.size > settings.DOCUMENT_MAX_OCTETS:
                most = french.file_size(settings.DOCUMENT_MAX_OCTETS)
                raise forms.ValidationError(f"« {file.name} » est trop lourd : {most} au plus.")
            try:
                content_type(file.read(), file.name)
            except DocumentError as error:
                raise forms.ValidationError(str(error)) from None
            file.seek(0)
        return file


class InvoiceForm(forms.Form):
    """The invoice of a provider."""

    file = ProofField(
        label="Facture", help_text=ACCEPTED, error_messages={"required": "Choisissez un fichier."}
    )


def minutes_of(text: str) -> int:
    """Return the minutes of « 17 h 30 », « 17,5 » or « 17 »; ValidationError otherwise."""
    found = HOURS.fullmatch(text.strip().removesuffix(" h"))
    if not found:
        raise forms.ValidationError("Écrivez des heures : 17 h 30, ou 17,5.")
    hours, minutes, share = found.groups()
    total = int(hours) * 60 + int(minutes or 0) + round(float(f"0.{share or 0}") * 60)
    if not 0 < total <= WEEK_MINUTES:
        raise forms.ValidationError("Une semaine compte de 1 minute à 48 heures.")
    return total


class EngagementForm(CentreForm[Engagement]):
    """The engagement, with the contract and the job description that prove it."""

    weekly = forms.CharField(
        label="Heures convenues par semaine", max_length=10, help_text="17 h 30, ou 17,5."
    )
    hourly = forms.CharField(
        label="Coût d'une heure (€)",
        max_length=20,
        help_text="Salaire chargé ou prix facturé, pour le comparer à la ligne ACI.",
    )
    contract_file = ProofField(label="Contrat ou convention", required=False, help_text=ACCEPTED)
    job_file = ProofField(
        label="Fiche de poste", required=False, help_text="Sert aussi de justificatif à l'ACI."
    )

    class Meta:
        model = Engagement
        fields = ("person", "contract", "employer", "since", "until", "weekly_days")
        help_texts = {"until": "Vide tant que rien n'est prévu."}

    field_order = (
        "person", "contract", "employer", "since", "until", "weekly", "weekly_days", "hourly",
        "contract_file", "job_file",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            hours, minutes = divmod(self.instance.weekly_minutes, 60)
            self.initial["weekly"] = f"{hours} h {minutes:02}"
            self.initial["hourly"] = format_amount(self.instance.hourly_cents)
        else:
            self.fields["person"].required = False
            self.fields["person"].empty_label = "Moi, à ajouter à l'annuaire"  # type: ignore[attr-defined]

    def clean_weekly(self) -> int:
        return minutes_of(self.cleaned_data["weekly"])

    def clean_hourly(self) -> int:
        try:
            cents = parse_cents(self.cleaned_data["hourly"])
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from None
        if cents < 0:
            raise forms.ValidationError("Un coût ne peut pas être négatif.")
        return cents

    def _post_clean(self) -> None:
        """Fill what was typed in words before the record checks itself."""
        self.instance.weekly_minutes = self.cleaned_data.get("weekly") or 0
        self.instance.hourly_cents = self.cleaned_data.get("hourly") or 0
        super()._post_clean()  # type: ignore[misc]

    def store(self, *, by: Actor, action: str = "") -> Engagement:
        if self.instance.person_id is None:
            self.instance.person = coordinator_of(by)
        files = {CONTRACT: "contract_file", JOB: "job_file"}
        given = self.cleaned_data
        return engage(
            self.instance,
            files={purpose: given[name] for purpose, name in files.items() if given.get(name)},
            expected_version=given.get("version"),
            by=by,
        )


class TimeForm(CentreForm[TimeEntry]):
    """One line of time."""

    class Meta:
        model = TimeEntry
        fields = ("day", "block", "minutes", "words")
        widgets = {"block": forms.RadioSelect}
        error_messages = {"minutes": {"required": "Indiquez combien de minutes."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["day"] = self.initial.get("day") or timezone.localdate()
        self.fields["block"].choices = TimeEntry.Block.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a day to come, or outside the engagement."""
        found = super().clean() or {}
        day, terms = found.get("day"), self.instance.engagement.terms
        if day and day > timezone.localdate():
            self.add_error("day", "Ce jour n'est pas encore venu : notez le temps déjà passé.")
        elif day and not terms.since <= day <= (terms.until or day):
            self.add_error("day", "Ce jour est en dehors du cadre d'exercice : vérifiez ses dates.")
        return found

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        try:
            refuse_identity(words)
        except PatientIdentityError as error:
            raise forms.ValidationError(str(error)) from None
        return words


class PlacementForm(CentreForm[Placement]):
    """A placement; the trainee is chosen in the directory, or named here and added to it."""

    last_name = forms.CharField(label="Ou son nom, s'il n'y est pas", max_length=80, required=False)
    first_name = forms.CharField(label="Son prénom", max_length=80, required=False)
    profession = forms.ChoiceField(label="Profession préparée", required=False)

    class Meta:
        model = Placement
        fields = ("person", "tutor", "school", "since", "until")
        labels = {"person": "Stagiaire de l'annuaire"}

    field_order = (
        "person", "last_name", "first_name", "profession", "tutor", "school", "since", "until",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        labels = [(one.key, one.label) for one in professions()]
        self.fields["profession"].choices = [("", "—"), *labels]  # type: ignore[attr-defined]
        self.fields["person"].required = False
        if self.instance.pk:
            for name in ("last_name", "first_name", "profession"):
                del self.fields[name]

    def choices_for(self, model: type[CentreModel]) -> Any:
        chosen = [self.instance.person_id, self.instance.tutor_id]
        return Person.objects.filter(left_on=None) | Person.objects.filter(pk__in=chosen)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("person"):
            if not found.get("last_name"):
                self.add_error("person", "Choisissez une personne, ou écrivez son nom dessous.")
            elif not found.get("profession"):
                self.add_error("profession", "Dites quelle profession elle prépare.")
        return found

    def store(self, *, by: Actor, action: str = "") -> Placement:
        given = self.cleaned_data
        named = {name: given.get(name, "") for name in ("last_name", "first_name", "profession")}
        return host(self.instance, named=named, expected_version=given.get("version"), by=by)
