"""Writes about the rules: keep a file, choose from which exercise it holds, set the hours."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from pupitre.aci.models import HourEstimate, RuleChoice, RuleFile
from pupitre.aci.queries.rulesets import ruleset_of
from pupitre.aci.rulesets import load_given
from pupitre.core import records
from pupitre.core.actor import Actor


class RulesError(ValueError):
    """Why rules cannot be switched on; its text is a French sentence."""


@transaction.atomic
def add_rule_file(content: bytes, *, name: str, by: Actor) -> RuleFile:
    """Keep a file of rules once it is right; the same text again is the version already kept.

    Raises DataError, a French sentence a line, when the file is refused.
    """
    ruleset = load_given(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    known = RuleFile.objects.filter(sha256=sha256).first()
    if known:
        return known
    last = RuleFile.objects.aggregate(last=Max("number"))["last"] or 0
    file = RuleFile(
        number=last + 1,
        name=name[:200],
        label=ruleset.label,
        text=content.decode("utf-8-sig"),
        sha256=sha256,
        added_by=by.label[:200],
    )
    return records.save(file, by=by, action="charger le barème")


@transaction.atomic
def choose_rules(file: RuleFile | None, *, from_year: int, by: Actor) -> RuleChoice:
    """Make rules hold from an exercise on; no file: those of Pupitre.

    Raises RulesError when the file does not say that it is meant for that exercise.
    """
    if file is not None:
        ruleset = ruleset_of(file)
        meant = sorted({*ruleset.exercises_certain, *ruleset.exercises_unknown})
        if from_year not in meant:
            years = ", ".join(map(str, meant))
            raise RulesError(
                f"« {file.label} » dit valoir pour {years} : il ne peut pas commencer en {from_year}."
            )
    choice = RuleChoice.objects.filter(from_year=from_year).first() or RuleChoice(
        from_year=from_year
    )
    choice.file = file
    return records.save(choice, by=by, action="choisir le barème")


@transaction.atomic
def set_hours(hours: Mapping[tuple[str, str], Decimal | None], *, by: Actor) -> None:
    """Keep the centre's own hours of each useful action, by indicator and label; None: those of the rules."""
    held = {(one.indicator, one.label): one for one in HourEstimate.objects.all()}
    for (indicator, label), value in hours.items():
        known = held.get((indicator, label))
        if value is None:
            if known:
                records.remove(known, by=by)
        elif known is None or known.hours != value:
            estimate = known or HourEstimate(indicator=indicator, label=label)
            estimate.hours = value
            records.save(estimate, by=by, action="estimer")
