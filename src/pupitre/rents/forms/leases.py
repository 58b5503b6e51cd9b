"""Forms of premises, leases and their prices, indices and keys."""

from typing import Any

from django import forms
from django.utils import timezone

from pupitre.books.models import Heading, LegalEntity
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm, DateInput, EurosField
from pupitre.core.tenancy import CentreModel
from pupitre.payments.models import Payee
from pupitre.rents.models import ChargeKey, IndexValue, Lease, Premises, RentCall
from pupitre.rents.queries.indices import published
from pupitre.rents.rules.revision import Quarter
from pupitre.rents.services.leases import open_lease

QUARTERS = [("", "Choisir"), *[(str(rank), f"T{rank}") for rank in (1, 2, 3, 4)]]


class PremisesForm(CentreForm[Premises]):
    """A premises to let."""

    class Meta:
        model = Premises
        fields = ("name", "room", "area", "rooms", "opened_on", "closed_on")


class LeaseForm(CentreForm[Lease]):
    """A lease; a new one with its first price and the reference of its index."""

    rent = EurosField(label="Loyer mensuel (€)")
    charges = EurosField(label="Provision mensuelle pour charges (€)", required=False)
    index_year = forms.IntegerField(
        label="Année de l'indice de référence", required=False, min_value=2008, max_value=2100
    )
    index_quarter = forms.ChoiceField(label="Trimestre", required=False, choices=QUARTERS)

    class Meta:
        model = Lease
        fields = (
            "premises", "percent", "person", "company", "entity", "starts_on", "ends_on",
            "rhythm", "due_day", "hours", "index",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # prices have their own dated act
            for name in ("rent", "charges", "index_year", "index_quarter"):
                del self.fields[name]
        else:
            entities = list(LegalEntity.objects.all()[:2])
            if len(entities) == 1:
                self.initial.setdefault("entity", entities[0].pk)

    def choices_for(self, model: type[CentreModel]) -> Any:
        rows = super().choices_for(model)
        return rows.filter(kind=Payee.Kind.COMPANY) if model is Payee else rows

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.instance.pk:
            self._refuse_changes()
        elif found.get("index"):
            self._check_reference(found)
        return found

    def _refuse_changes(self) -> None:
        """Refuse another tenant, entity, rhythm or start once something was called."""
        touched = [name for name in ("person", "company", "entity", "starts_on", "rhythm") if name in self.changed_data]  # fmt: skip
        if touched and RentCall.objects.filter(lease=self.instance, cancelled_on=None).exists():
            self.add_error(touched[0], "Des loyers sont déjà appelés : mettez une fin à ce bail et ouvrez-en un autre.")  # fmt: skip

    def _check_reference(self, found: dict[str, Any]) -> None:
        year, quarter = found.get("index_year"), found.get("index_quarter")
        if not year or not quarter:
            self.add_error("index_year", "Indiquez l'année et le trimestre de l'indice de référence : ils sont écrits dans le bail.")  # fmt: skip
            return
        known = published(found["index"], Quarter(year, int(quarter)))
        if known is None:
            self.add_error("index_year", f"La valeur de l'{found['index']} du T{quarter} {year} n'est pas connue : ajoutez-la d'abord dans Indices.")  # fmt: skip
        found["reference"] = known

    def store(self, *, by: Actor, action: str = "") -> Lease:
        if self.instance.pk:
            return super().store(by=by, action=action)
        found = self.cleaned_data
        known = found.get("reference")
        return open_lease(
            self.instance,
            rent=found["rent"],
            charges=found["charges"] or 0,
            quarter=known.quarter if known else None,
            value=known.value if known else None,
            by=by,
        )


class PriceForm(forms.Form):
    """Another monthly price from a day on."""

    since = forms.DateField(label="À partir du", widget=DateInput)
    rent = EurosField(label="Loyer mensuel (€)")
    charges = EurosField(label="Provision mensuelle pour charges (€)", required=False)
    because = forms.CharField(label="Parce que", max_length=200)


class ReviseForm(forms.Form):
    """From when the revised rent applies."""

    on = forms.DateField(label="Nouveau loyer à partir du", widget=DateInput)


class IndexForm(CentreForm[IndexValue]):
    """A published value of an index."""

    class Meta:
        model = IndexValue
        fields = ("index", "year", "quarter", "value", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)


class KeyForm(CentreForm[ChargeKey]):
    """How the expenses of a heading are shared."""

    class Meta:
        model = ChargeKey
        fields = ("entity", "heading", "basis")

    def choices_for(self, model: type[CentreModel]) -> Any:
        rows = super().choices_for(model)
        return rows.filter(direction=Heading.Direction.EXPENSE) if model is Heading else rows


class WhyForm(forms.Form):
    """The reason of a cancellation."""

    why = forms.CharField(label="Pourquoi", max_length=200)


class VacancyForm(forms.Form):
    """Which leases would stand empty, and for which days."""

    first = forms.DateField(label="Du", widget=DateInput)
    last = forms.DateField(label="Au", widget=DateInput)
    empty: Any = forms.ModelMultipleChoiceField(
        None, label="Locaux vides", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, leases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["empty"].queryset = leases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and not 0 <= (last - first).days <= 3660:
            self.add_error("last", "La fin doit venir après le début, dix ans au plus.")
        return found
