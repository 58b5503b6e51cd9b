"""The patient-identity guard, as services of every row call it."""

from pupitre.people.rules.guard import findings


class PatientIdentityError(ValueError):
    """A text names a patient; its sentence says what to change."""


def refuse_identity(text: str) -> None:
    """Raise PatientIdentityError when the text betrays a patient's identity."""
    found = findings(text)
    if found:
        raise PatientIdentityError(f"« {found[0].masked} » : {found[0].why}")
