"""Forms of the ACI contract and money: contract, payment, notification of the CPAM."""

from collections.abc import Iterable
from typing import Any

from django import forms

from pupitre.aci.models import Contract, Receipt
from pupitre.aci.queries.rulesets import optional_indicators
from pupitre.aci.rules.exercise import FIRST_YEAR
from pupitre.aci.rules.gaps import Gap
from pupitre.aci.services.money import keep_receipt
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm, DateInput
from pupitre.core.money import MoneyError, format_amount, parse_cents
from pupitre.people.guarded import PatientIdentityError, refuse_identity

MOST_CENTS = 10**11


class EurosField(forms.CharField):
    """An amount written as people write it; its value is in cents, None when empty."""

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "").strip()
        try:
            cents = parse_cents(text) if text else None
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from None
        if cents is not None and abs(cents) > MOST_CENTS:
            raise forms.ValidationError("Ce montant est trop grand pour une MSP : vérifiez-le.")
        if cents is not None and cents < 0 and not self.negative:
            raise forms.ValidationError("Ce montant ne peut pas être négatif.")
        return cents


def no_identity(text: str) -> None:
    """Refuse a patient's identity in a free text."""
    try:
        refuse_identity(text)
    except PatientIdentityError as error:
        raise forms.ValidationError(str(error)) from None


class ContractForm(CentreForm[Contract]):
    """The contract with the CPAM and the ARS."""

    options = forms.MultipleChoiceField(
        label="Indicateurs optionnels choisis", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contract
        fields = (
            "effect_on",
            "signed_on",
            "ends_on",
            "number",
            "structure",
            "cpam",
            "ars",
            "project_filed_on",
            "pdsa_derogation",
            "options",
            "note",
        )
        help_texts = {
            "effect_on": "L'année de cette date est comptée au prorata des mois.",
            "ends_on": "Vide tant que le contrat court. Un renouvellement est un autre contrat.",
            "structure": "Comme écrite au contrat : la SISA, le plus souvent.",
            "project_filed_on": "Moins d'un an avant la signature : la garantie des structures nouvelles s'applique deux ans.",
            "pdsa_derogation": "L'amplitude d'ouverture n'est alors pas regardée.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = optional_indicators()  # type: ignore[attr-defined]
        self.fields["note"].validators.append(no_identity)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last, signed = (found.get(name) for name in ("effect_on", "ends_on", "signed_on"))
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour vient avant la date d'effet : corrigez-le.")
        filed = found.get("project_filed_on")
        if filed and (signed or first) and filed > (signed or first):
            self.add_error(
                "project_filed_on", "Le projet de santé est déposé avant la signature du contrat."
            )
        return found


class ReceiptForm(CentreForm[Receipt]):
    """A payment of the CPAM, where the books do not hold it."""

    year = forms.IntegerField(
        label="Exercice payé", min_value=FIRST_YEAR, max_value=2100,
        help_text="Le solde d'un exercice arrive l'année suivante.",
    )  # fmt: skip
    amount = EurosField(
        label="Montant (€)", negative=True, help_text="Négatif quand la CPAM reprend une somme."
    )

    class Meta:
        model = Receipt
        fields = ("kind", "received_on", "note")

    field_order = ("year", "kind", "received_on", "amount", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].validators.append(no_identity)
        if self.instance.pk:
            self.initial["year"] = self.instance.exercise.year
            self.initial["amount"] = format_amount(self.instance.cents)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("amount") == 0:
            self.add_error("amount", "Écrivez le montant reçu.")
        self.instance.cents = found.get("amount") or 0
        return found

    def store(self, *, by: Actor, action: str = "") -> Receipt:
        given = self.cleaned_data
        return keep_receipt(
            self.instance, year=given["year"], by=by, expected_version=given.get("version")
        )


class NotificationForm(forms.Form):
    """What the CPAM retained: the total, then each indicator as the notification lists it."""

    received_on = forms.DateField(label="Reçue le", widget=DateInput())
    total = EurosField(label="Total retenu pour l'exercice (€)")
    note = forms.CharField(
        label="Précision", required=False, max_length=250, validators=[no_identity]
    )

    def __init__(self, *args: Any, lines: Iterable[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [line.key for line in lines]
        for line in lines:
            self.fields[f"cents-{line.key}"] = EurosField(
                label=f"Retenu, {line.label} (€)", required=False, negative=True
            )
            self.fields[f"reason-{line.key}"] = forms.CharField(
                label=f"Raison de l'écart, {line.label}",
                required=False,
                max_length=250,
                validators=[no_identity],
            )

    def lines(self) -> dict[str, tuple[int | None, str]]:
        """Return cents and reason by indicator."""
        given = self.cleaned_data
        return {key: (given[f"cents-{key}"], given[f"reason-{key}"]) for key in self.keys}

    def rows(self, gaps: Iterable[Gap], hints: dict[str, str]) -> list[dict[str, Any]]:
        """Return each line of the page with its two fields."""
        return [
            {
                "gap": gap,
                "cents": self[f"cents-{gap.key}"] if gap.key in self.keys else None,
                "reason": self[f"reason-{gap.key}"] if gap.key in self.keys else None,
                "hint": hints.get(gap.key, ""),
            }
            for gap in gaps
        ]
