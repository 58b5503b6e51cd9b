"""An amount typed in euros and kept in cents; several choices kept as a list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pupitre.core.money import MoneyError, format_amount, parse_cents


class EuroField(forms.CharField):
    """Euros as people type them; the value is cents, 0 when nothing is typed."""

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.signed = signed

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not text:
            return 0
        try:
            cents = parse_cents(text)
        except MoneyError as error:
            raise ValidationError(str(error)) from None
        if cents < 0 and not self.signed:
            raise ValidationError("Un montant ne peut pas être négatif ici.")
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Show cents as euros; a ceiling of nothing is an empty field."""
        if isinstance(value, int):
            return format_amount(value) if value else ""
        return value


class ListField(forms.MultipleChoiceField):
    """Several choices, shown as boxes to tick."""

    widget = forms.CheckboxSelectMultiple
