"""Forms of tenant records: choices of this centre only, and the version that was read."""

from typing import Any, Generic, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.money import MoneyError, format_amount, parse_cents
from pupitre.core.tenancy import CentreModel

_M = TypeVar("_M", bound=CentreModel)
_R = TypeVar("_R", bound=Model)
TAKEN = "C'est déjà pris dans cette MSP : changez-le."


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class EurosField(forms.CharField):
    """An amount typed in euros, « 1 234,50 »; its value is whole cents, None when empty."""

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.signed = signed
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            cents = parse_cents(text)
        except MoneyError as error:
            raise ValidationError(str(error)) from None
        if cents < 0 and not self.signed:
            raise ValidationError("Ce montant ne peut pas être négatif.")
        return cents


class ReopenedForm(forms.ModelForm[_R], Generic[_R]):
    """A form that can be opened again on what somebody else saved meanwhile, see `core.conflict`."""

    asked: dict[str, Any]

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Keep what the form was made with."""
        form = super().__new__(cls)
        form.asked = kwargs
        return form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.filled_by = self  # type: ignore[attr-defined]  # read by records.ConflictError

    def opened_on(self, current: Model) -> Self:
        """Return this form as it opens on what the database holds."""
        left_out = {"data", "files", "initial"}
        given = {name: value for name, value in self.asked.items() if name not in left_out}
        return type(self)(**given | {"instance": current})

    def send_as(self, name: str, value: str) -> None:
        """Replace what was sent for a field."""
        sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        sent[self.add_prefix(name)] = value
        self.data = sent


class CentreForm(ReopenedForm[_M], Generic[_M]):
    """A form of one record: fills tenant choices inside the scope, carries the version, saves with audit."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            del self.fields["version"]
        for field in self.fields.values():
            self._adapt(field)

    def _adapt(self, field: forms.Field) -> None:
        """Give a field the choices of this centre, and the browser's own date and time inputs."""
        model = getattr(getattr(field, "queryset", None), "model", None)
        if isinstance(field, forms.ModelChoiceField) and model and issubclass(model, CentreModel):
            field.queryset = self.choices_for(model)
        elif type(field.widget) is forms.DateInput:
            field.widget = DateInput(attrs=field.widget.attrs)
        elif type(field.widget) is forms.TimeInput:
            field.widget = TimeInput(attrs=field.widget.attrs)

    def choices_for(self, model: type[CentreModel]) -> Any:
        """Return the rows of this centre that a relation may take; narrow it in subclasses."""
        return model.objects.all()

    def catch_up(self, current: CentreModel) -> None:
        """Take the version that somebody else saved, so that sending the form again replaces it knowingly."""
        self.send_as("version", str(current.version))

    def validate_unique(self) -> None:
        """Check also what must be unique in this centre, and say it beside the field."""
        super().validate_unique()
        self.instance.take_centre()
        exclude: set[str] = self._get_validation_exclusions()  # type: ignore[attr-defined]
        exclude.discard("centre")
        for constraint in self.instance._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and "centre" in constraint.fields:
                try:
                    constraint.validate(type(self.instance), self.instance, exclude=exclude)
                except ValidationError:
                    known = [name for name in constraint.fields if name in self.fields]
                    self.add_error(known[-1] if known else None, TAKEN)

    def store(self, *, by: Actor, action: str = "") -> _M:
        """Save the validated record; raise records.ConflictError if its version moved."""
        return records.save(
            self.instance, by=by, action=action, expected_version=self.cleaned_data.get("version")
        )
