"""Forms of invoices: the file, what is typed, the approval, a recurring charge."""

import base64
import binascii
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone

from pupitre.books.models import Account, Heading, LegalEntity
from pupitre.books.queries import main_entity
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm, DateInput, EurosField
from pupitre.core.tenancy import CentreModel
from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.reader import LARGEST_FILE
from pupitre.invoices.rules.einvoice import USUAL_DELAY
from pupitre.invoices.services import supplier_named
from pupitre.payments.models import Payee
from pupitre.people.guarded import guard_texts, no_patient

TOO_BIG = "Ce fichier dépasse 8 Mo : demandez-en un plus léger au fournisseur."
MOST_KEPT = 3_000_000
"""Octets that the page carries from one step to the next."""
COSTS = Q(number__startswith="6") | Q(number__startswith="2")


class FileForm(forms.Form):
    """An invoice's file, chosen now or carried from the step before."""

    file = forms.FileField(
        label="Facture reçue",
        required=False,
        help_text="Factur-X, UBL, CII : tout est lu. PDF simple ou photo : gardé avec ce que vous saisissez.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.xml,.jpg,.jpeg,.png"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def clean_file(self) -> tuple[bytes, str] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST_FILE:
            raise ValidationError(TOO_BIG)
        return (file.read(), file.name or "") if file else None

    def clean_kept(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["kept"], validate=True)
        except (ValueError, binascii.Error):
            raise ValidationError("Choisissez de nouveau le fichier.") from None

    @property
    def given(self) -> tuple[bytes, str] | None:
        """The content and the name of the file, None without one."""
        given: dict[str, Any] = self.cleaned_data
        kept = (given["kept"], given["name"]) if given.get("kept") else None
        return given.get("file") or kept


def carried(content: bytes, name: str) -> dict[str, str]:
    """Return a file as the hidden fields carry it; nothing when it is too big."""
    if len(content) > MOST_KEPT:
        return {}
    return {"kept": base64.b64encode(content).decode(), "name": name}


class InvoiceForm(CentreForm[Invoice]):
    """An invoice as it is typed."""

    new_supplier = forms.CharField(
        label="ou nouveau fournisseur", max_length=120, required=False, validators=[no_patient]
    )
    cents = EurosField(
        label="Montant TTC (€)",
        signed=True,
        help_text="Négatif pour un avoir.",
        error_messages={"required": "Indiquez le montant TTC."},
    )
    net_cents = EurosField(
        label="Montant HT (€)", signed=True, required=False, help_text="S’il est écrit."
    )
    prepaid_cents = EurosField(label="Déjà payé (€)", required=False, help_text="Acompte versé.")
    field_order = (
        "supplier",
        "new_supplier",
        "number",
        "label",
        "issued_on",
        "received_on",
        "due_on",
    )

    class Meta:
        model = Invoice
        fields = (
            "supplier", "number", "label", "issued_on", "received_on", "due_on", "cents",
            "net_cents", "prepaid_cents", "means", "entity", "heading", "account", "charge", "note",
        )  # fmt: skip
        help_texts = {
            "due_on": "Vide : 30 jours après la facture.",
            "account": "Vide : celui des achats courants.",
            "heading": "Vide : celui de la dernière facture de ce fournisseur.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].required = self.fields["due_on"].required = False
        guard_texts(self)
        if not self.instance.pk:
            entity = main_entity()
            self.initial.setdefault("entity", entity.pk if entity else None)
            self.initial.setdefault("received_on", timezone.localdate())
            self.initial["prepaid_cents"] = None

    def choices_for(self, model: type[CentreModel]) -> QuerySet[Any]:
        return narrowed(super().choices_for(model))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("supplier") and not given.get("new_supplier") and not self.errors:
            self.add_error("supplier", "Choisissez le fournisseur, ou écrivez le nom du nouveau.")
        given["prepaid_cents"] = given.get("prepaid_cents") or 0
        if given.get("issued_on") and not given.get("due_on"):
            given["due_on"] = given["issued_on"] + USUAL_DELAY
        return given

    def completed(self, *, by: Actor) -> Invoice:
        """Return the invoice with its supplier, made when the form names a new one."""
        invoice = self.instance
        if not invoice.supplier_id:
            invoice.supplier = supplier_named(self.cleaned_data["new_supplier"], by=by)
        return invoice


def narrowed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what an invoice can be about: suppliers, headings of expenses, accounts of costs."""
    if rows.model is Payee:
        return rows.exclude(kind=Payee.Kind.PERSON).select_related("person")
    if rows.model is Heading:
        return rows.filter(direction=Heading.Direction.EXPENSE, active=True)
    if rows.model is Account:
        return rows.filter(COSTS, active=True).select_related("entity")
    if rows.model is RecurringCharge:
        return rows.select_related("supplier__person")
    return rows.filter(ended_on=None) if rows.model is LegalEntity else rows


class ApprovalForm(forms.Form):
    """What an approval says: for which heading, on which account."""

    heading: "forms.ModelChoiceField[Heading]" = forms.ModelChoiceField(
        label="Poste du budget",
        queryset=QuerySet(Heading).none(),
        error_messages={"required": "Choisissez le poste du budget : le suivi en dépend."},
    )
    account: "forms.ModelChoiceField[Account]" = forms.ModelChoiceField(
        label="Compte de charge",
        queryset=QuerySet(Account).none(),
        required=False,
        empty_label="Achats courants",
    )

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"heading": invoice.heading_id, "account": invoice.account_id}
        accounts = narrowed(Account.objects.filter(entity=invoice.entity_id))
        self.fields["heading"].queryset = narrowed(Heading.objects.all())  # type: ignore[attr-defined]
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day a list is drawn up for."""

    au = forms.DateField(label="Au", widget=DateInput(), required=False)


class ChargeForm(CentreForm[RecurringCharge]):
    """A recurring charge."""

    cents = EurosField(
        label="Montant prévu à chaque échéance, TTC (€)",
        error_messages={"required": "Indiquez le montant prévu."},
    )

    class Meta:
        model = RecurringCharge
        fields = (
            "label", "supplier", "entity", "cents", "months", "first_on", "heading", "account",
            "contract", "renegotiate_on", "ends_on", "note",
        )  # fmt: skip
        help_texts = {
            "contract": "Sa référence ; le fichier s’ajoute sur la page suivante.",
            "renegotiate_on": "La fin du préavis : Pupitre prévient trois mois avant.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        if not self.instance.pk:
            entity = main_entity()
            self.initial.setdefault("entity", entity.pk if entity else None)

    def choices_for(self, model: type[CentreModel]) -> QuerySet[Any]:
        return narrowed(super().choices_for(model))

    def clean_first_on(self) -> Any:
        day = self.cleaned_data["first_on"]
        if day < timezone.localdate() - timedelta(days=3660):
            raise ValidationError("Donnez une échéance des dix dernières années.")
        return day
