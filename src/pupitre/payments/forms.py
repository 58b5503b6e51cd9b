"""Forms of payments: a batch, a payee and where to pay, a bank account, a limit, a share of result."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from pupitre.core.forms import CentreForm, DateInput, EurosField
from pupitre.payments.iban import IbanError, checked_bic, checked_iban
from pupitre.payments.models import (
    AnnualStatement,
    BankAccount,
    PaidFor,
    Payee,
    PaymentLimit,
)
from pupitre.payments.rules.latin import LatinError, name_for_bank

NO_ACCOUNT: QuerySet[BankAccount] = QuerySet(BankAccount).none()  # filled inside the scope


class BatchForm(forms.Form):
    """From which account and on which day the ticked payments leave."""

    account = forms.ModelChoiceField(
        label="Compte",
        queryset=NO_ACCOUNT,
        empty_label=None,
        error_messages={"required": "Choisissez le compte qui paie."},
    )
    execution_on = forms.DateField(
        label="À exécuter le",
        widget=DateInput(),
        error_messages={"required": "Choisissez le jour du virement."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = (  # type: ignore[attr-defined]
            BankAccount.objects.filter(closed_on=None).select_related("entity")
        )


class ReasonForm(forms.Form):
    """Why something is stopped."""

    why = forms.CharField(
        label="Motif", max_length=200, error_messages={"required": "Dites pourquoi."}
    )


class DayForm(forms.Form):
    """The day when the bank did it."""

    on = forms.DateField(
        label="Date de l’opération sur le relevé",
        widget=DateInput(),
        error_messages={"required": "Indiquez la date qui figure sur le relevé."},
    )


class RejectionForm(DayForm, ReasonForm):
    """A transfer that the bank gave back."""

    field_order = ("on", "why")


class PayeeForm(CentreForm[Payee]):
    """Who is paid."""

    class Meta:
        model = Payee
        fields = ("kind", "person", "company_name", "siret", "das2")
        help_texts = {
            "person": "Pour une personne seulement.",
            "company_name": "Pour une société ou un prestataire.",
            "das2": "Ce que l’expert-comptable lira dans le tableau de préparation de la DAS2.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whom an account was confirmed for does not change: another payee is another record."""
        super().__init__(*args, **kwargs)
        for name in ("kind", "person"):
            self.fields[name].disabled = bool(self.instance.pk)


class IbanForm(forms.Form):
    """An account, as the RIB prints it."""

    holder = forms.CharField(
        label="Titulaire du compte, exactement comme sur le RIB",
        max_length=70,
        help_text="La banque compare ce nom à celui du compte avant de payer.",
        error_messages={"required": "Recopiez le nom du titulaire."},
    )
    iban = forms.CharField(
        label="IBAN",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Recopiez l’IBAN du RIB."},
    )
    bic = forms.CharField(label="BIC", max_length=20, required=False)

    def clean_holder(self) -> str:
        holder: str = self.cleaned_data["holder"]
        try:
            name_for_bank(holder)
        except LatinError as refusal:
            text = str(refusal)
            raise forms.ValidationError(text[0].upper() + text[1:]) from None
        return holder

    def clean_iban(self) -> str:
        return _checked(checked_iban, self.cleaned_data["iban"])

    def clean_bic(self) -> str:
        return _checked(checked_bic, self.cleaned_data["bic"])


def _checked(check: Any, text: str) -> str:
    try:
        return str(check(text))
    except IbanError as error:
        raise forms.ValidationError(str(error)) from None


class PaidForForm(CentreForm[PaidFor]):
    """For whom a company is paid."""

    class Meta:
        model = PaidFor
        fields = ("person", "since", "until")


class BankAccountForm(CentreForm[BankAccount]):
    """An account of one of the entities."""

    class Meta:
        model = BankAccount
        fields = (
            "entity", "label", "iban", "bic", "holder", "ledger_account", "journal",
            "accepts_files", "schema", "closed_on",
        )  # fmt: skip
        help_texts = {
            "holder": "Vide : le nom de la structure.",
            "journal": "Vide : le premier journal de banque de la structure.",
            "accepts_files": "Sinon, Pupitre donne une liste à saisir à la main.",
            "schema": "Gardez le format actuel, sauf si la banque refuse le fichier.",
        }


class LimitForm(CentreForm[PaymentLimit]):
    """What one person may send alone."""

    cents = EurosField(
        label="Plafond (€)", error_messages={"required": "Indiquez un montant en euros."}
    )

    class Meta:
        model = PaymentLimit
        fields = ("nature", "heading", "cents", "whole", "since", "until")
        help_texts = {"nature": "Vide : toutes les natures.", "heading": "Vide : tous les postes."}


class StatementForm(CentreForm[AnnualStatement]):
    """The accountant's figure on an associate's statement."""

    share_cents = EurosField(
        label="Part de résultat (€)",
        required=False,
        signed=True,
        help_text="Le chiffre de l’expert-comptable ; vide tant qu’il n’est pas connu.",
    )

    class Meta:
        model = AnnualStatement
        fields = ("share_cents", "note")
