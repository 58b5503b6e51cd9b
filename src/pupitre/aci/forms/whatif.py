"""The levers of a simulation as a form sent by GET."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.simulation import LEVERS, Lever


class WhatIfForm(forms.Form):
    """Each lever shows what is tried; a lever left out of the address shows the real year."""

    def __init__(self, data: Mapping[str, str], *, real: Facts) -> None:
        self.levers = {lever.key: lever for lever in LEVERS}
        self.real = {key: lever.write(real) for key, lever in self.levers.items()}
        super().__init__({**self.real, **{key: data[key] for key in self.real if data.get(key)}})
        for lever in LEVERS:
            self.fields[lever.key] = field_of(lever, self.real[lever.key])

    def values(self) -> dict[str, Any]:
        """Return what is tried, by fact; a wrong value leaves the real one, whose writing may be rounded."""
        return {
            lever.name: lever.read(str(self.cleaned_data[key]))
            for key, lever in self.levers.items()
            if self.cleaned_data.get(key) not in (None, "") and self.data[key] != self.real[key]
        }

    def groups(self) -> dict[str, list[dict[str, Any]]]:
        """Return the levers by group, each with its field and the attributes of its slider."""
        found: dict[str, list[dict[str, Any]]] = {}
        for key, lever in self.levers.items():
            found.setdefault(lever.group, []).append({"lever": lever, "field": self[key]})
        return found


def field_of(lever: Lever, real: str) -> forms.Field:
    if lever.is_number:
        most = max(lever.most, int(Decimal(real)))
        if lever.fraction:
            return forms.DecimalField(
                label=lever.label, min_value=0, max_value=most, decimal_places=2, required=False
            )
        return forms.IntegerField(label=lever.label, min_value=0, max_value=most, required=False)
    if lever.is_flag:
        return forms.ChoiceField(
            label=lever.label, choices=[("oui", "oui"), ("non", "non")], required=False
        )
    choices = list((lever.choices or {}).items())
    if real not in (lever.choices or {}):
        choices = [(real, "non renseigné"), *choices]
    return forms.ChoiceField(label=lever.label, choices=choices, required=False)
