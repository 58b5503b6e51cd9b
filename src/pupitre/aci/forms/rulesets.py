"""Forms about the rules: a file to load, the exercise from which it holds, the hours of each action."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from pupitre.aci.rules.exercise import FIRST_YEAR
from pupitre.aci.rules.ruleset import Indicator, NextStepRule
from pupitre.aci.rules.words import number
from pupitre.core.money import HARD_SPACE

Steps = Sequence[tuple[Indicator, NextStepRule]]


class RuleFileForm(forms.Form):
    """A file of rules to check."""

    file = forms.FileField(
        label="Fichier du barème (YAML)",
        help_text="Il est vérifié ligne à ligne, et rien ne change avant que vous ne l'appliquiez.",
    )


class RuleChoiceForm(forms.Form):
    """From which exercise."""

    from_year = forms.IntegerField(
        label="À partir de l'exercice", min_value=FIRST_YEAR, max_value=2100
    )


class HoursForm(forms.Form):
    """The hours of each useful action; empty: the estimate of the rules."""

    def __init__(
        self, *args: Any, steps: Steps, own: dict[tuple[str, str], Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for place, (indicator, step) in enumerate(steps):
            self.fields[f"step-{place}"] = forms.DecimalField(
                label=step.label,
                required=False,
                min_value=Decimal("0.1"),
                max_value=2000,
                decimal_places=1,
                localize=True,
                initial=own.get((indicator.id, step.label)),
            )

    def hours(self) -> dict[tuple[str, str], Decimal | None]:
        return {
            (indicator.id, step.label): self.cleaned_data[f"step-{place}"]
            for place, (indicator, step) in enumerate(self.steps)
        }

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "indicator": indicator,
                "step": step,
                "estimated": f"{number(step.hours, 1)}{HARD_SPACE}h",
                "field": self[f"step-{place}"],
            }
            for place, (indicator, step) in enumerate(self.steps)
        ]
