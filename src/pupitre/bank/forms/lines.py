"""Forms of the reconciliation: what a line is, in one or several parts; a rule."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from pupitre.bank.models import BankLine, BankRule
from pupitre.bank.services import Part
from pupitre.books.models import Account, AnalyticProject, Heading
from pupitre.core.forms import CentreForm
from pupitre.core.money import MoneyError, format_amount, parse_cents
from pupitre.people.models import Person
from pupitre.people.rules.names import fold

MOST_TOLD = 4
LISTED = "comptes"


class AccountField(forms.CharField):
    """An account by its number, the start of its number, or a word of its name; `accounts` are those of the entity."""

    accounts: list[Account] = []

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.found(text) if text else None

    def found(self, text: str) -> Account:
        number = text.split(maxsplit=1)[0].upper()
        exact = [one for one in self.accounts if one.number == number]
        alike = [one for one in self.accounts if one.number.startswith(number)] or [
            one for one in self.accounts if fold(text) in fold(str(one))
        ]
        if exact or len(alike) == 1:
            return (exact or alike)[0]
        if not alike:
            raise ValidationError(f"Aucun compte ne correspond à « {text} » : tapez un numéro ou un mot de son nom.")  # fmt: skip
        told = ", ".join(map(str, alike[:MOST_TOLD]))
        raise ValidationError(
            f"{len(alike)} comptes correspondent à « {text} » : {told}. Précisez."
        )


class PartForm(forms.Form):
    """One part of a line; the amount may stay empty when there is only one."""

    account = AccountField(
        label="Compte",
        max_length=120,
        error_messages={"required": "Choisissez le compte de cette part."},
    )
    heading = forms.ModelChoiceField[Heading](None, label="Poste du budget", required=False)
    person = forms.ModelChoiceField[Person](None, label="Personne", required=False)
    project = forms.ModelChoiceField[AnalyticProject](None, label="Projet", required=False)
    amount = forms.CharField(label="Montant", max_length=20, required=False)

    def __init__(self, *args: Any, accounts: list[Account], keys: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields
        shown["account"].accounts = accounts
        shown["account"].widget.attrs |= {"list": LISTED, "autocomplete": "off"}
        shown["heading"].queryset = Heading.objects.filter(active=True)
        shown["person"].queryset = Person.objects.all()
        shown["project"].queryset = AnalyticProject.objects.filter(active=True)
        if not shown["project"].queryset.exists():
            del self.fields["project"]
        if keys and self.prefix and self.prefix.endswith("-0"):
            for name, key in (("account", "c"), ("heading", "b"), ("person", "p")):
                shown[name].widget.attrs |= {"data-key": key, "aria-keyshortcuts": key}

    def clean_amount(self) -> int | None:
        text = self.cleaned_data["amount"]
        try:
            return parse_cents(text) if text.strip() else None
        except MoneyError as refusal:
            raise ValidationError(str(refusal)) from None


class PartsFormSet(BaseFormSet[PartForm]):
    """The parts of a line: a single one takes it whole."""

    line: BankLine

    def clean(self) -> None:
        if any(self.errors):
            return
        told = [form.cleaned_data for form in self.forms if form.cleaned_data.get("account")]
        if not told:
            raise ValidationError("Choisissez un compte.")
        if len(told) > 1 and any(one["amount"] is None for one in told):
            raise ValidationError("Indiquez le montant de chaque part.")

    @property
    def parts(self) -> list[Part]:
        """The parts as the service takes them; amounts typed without sign take that of the line."""
        sign = 1 if self.line.cents > 0 else -1
        told = [form.cleaned_data for form in self.forms if form.cleaned_data.get("account")]
        return [
            Part(
                one["account"],
                self.line.cents if one["amount"] is None else sign * one["amount"],
                one["heading"],
                one["person"],
                one.get("project"),
            )
            for one in told
        ]


def parts_of(line: BankLine, data: Any, *, count: int = 1, keys: bool = True) -> PartsFormSet:
    """Return the form of a line's parts."""
    accounts = list(Account.objects.filter(entity=line.account.entity_id, active=True))
    factory = formset_factory(
        PartForm, formset=PartsFormSet, extra=count, max_num=20, validate_max=True
    )
    initial = [{"amount": format_amount(abs(line.cents))}] if count > 1 else None
    formset: Any = factory(
        data,
        initial=initial if data is None else None,
        form_kwargs={"accounts": accounts, "keys": keys},
        prefix="parts",
    )
    if data is None and initial:
        formset.extra = count - 1
    formset.line = line
    formset.accounts = accounts
    return formset  # type: ignore[no-any-return]


class RuleForm(CentreForm[BankRule]):
    """A rule, corrected or written by hand."""

    class Meta:
        model = BankRule
        fields = ("words", "direction", "ledger_account", "heading", "person", "project")

    def clean_words(self) -> str:
        words = fold(self.cleaned_data["words"])
        if not words:
            raise ValidationError("Écrivez au moins un mot du libellé.")
        return words
