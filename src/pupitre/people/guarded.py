"""The patient-identity guard, as services of every row call it."""

from django import forms
from django.core.exceptions import ValidationError

from pupitre.people.rules.guard import FindingKind, findings

PATIENT = frozenset({FindingKind.NIR, FindingKind.BIRTH})


class PatientIdentityError(ValueError):
    """A text names a patient; its sentence says what to change."""


def refuse_identity(text: str) -> None:
    """Raise PatientIdentityError when the text betrays a patient's identity."""
    found = findings(text)
    if found:
        raise PatientIdentityError(f"« {found[0].masked} » : {found[0].why}")


def no_patient(text: str) -> None:
    """Validate a form's text that may hold a telephone number or an address, but never a patient."""
    named = [found for found in findings(text) if found.kind in PATIENT]
    if named:
        raise ValidationError(f"« {named[0].masked} » : {named[0].why}")


def guard_texts(form: forms.BaseForm) -> None:
    """Make every free text of a form refuse a patient's identity."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.validators.append(no_patient)
