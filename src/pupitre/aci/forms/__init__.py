"""Forms of the ACI."""

from pupitre.aci.forms.facts import DeclareForm, ExerciseForm, FactForm

__all__ = ["DeclareForm", "ExerciseForm", "FactForm"]
