"""Forms of the ACI."""

from pupitre.aci.forms.exercise import DeclareForm, ExerciseForm

__all__ = ["DeclareForm", "ExerciseForm"]
