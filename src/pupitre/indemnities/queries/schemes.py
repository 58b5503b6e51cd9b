"""Schemes as the rules read them, and which one is in force."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from pupitre.indemnities.models import Pot, Rate, Scheme, Weight
from pupitre.indemnities.rules import scheme as rules


def schemes() -> QuerySet[Scheme]:
    """Every scheme with how many runs used it."""
    used = Count("runs", Q(runs__state="approved"))
    found = Scheme.objects.select_related("decision", "meeting", "previous").annotate(used=used)
    return found.order_by("-since", "name", "-number")  # counting forgets the order of the model


def in_force(day: date) -> QuerySet[Scheme]:
    """The voted schemes that apply that day, the latest first."""
    running = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    return Scheme.objects.filter(running, voted_on__isnull=False).order_by("-since", "-number")


def scheme_rules(scheme: Scheme) -> rules.Scheme:
    """A scheme as the rules apply it; three queries. The choices of the models are the words of the rules."""
    return rules.Scheme(
        rates=tuple(map(rate_rule, scheme.rates.all())),
        pots=tuple(map(_pot, scheme.pots.all())),
        weights=tuple(map(_weight, scheme.weights.all())),
        statuses=frozenset(scheme.statuses),
        kinds=frozenset(scheme.kinds),
        replacement=scheme.replacement,  # type: ignore[arg-type]
        rounding=rules.Rounding(
            scheme.minute_step,
            scheme.minute_mode,  # type: ignore[arg-type]
            scheme.minute_least,
        ),
        ceilings=rules.Ceilings(
            scheme.meeting_minutes,
            scheme.meeting_cents,
            scheme.person_cents,
            scheme.year_cents,
            scheme.total_cents,
        ),
    )


def rate_rule(rate: Rate) -> rules.Rate:
    words: Any = {name: getattr(rate, name) for name in ("per", "target", "kind", "slot", "role")}
    return rules.Rate(rate.pk, rate.cents, **words)


def _pot(pot: Pot) -> rules.Pot:
    by: Any = pot.by
    return rules.Pot(pot.pk, pot.label, Fraction(pot.percent) / 100, by, pot.kind)


def _weight(weight: Weight) -> rules.Weight:
    euros = weight.purpose == Weight.Purpose.ALLOWANCE
    return rules.Weight(
        weight.person_id,
        weight.purpose,  # type: ignore[arg-type]
        Fraction(weight.value) * (100 if euros else 1),
        weight.label,
        weight.since,
        weight.until,
    )


def chosen_schemes(keys: Sequence[int]) -> list[Scheme]:
    """The schemes of these keys, in their order, three at most."""
    found = {scheme.pk: scheme for scheme in Scheme.objects.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found][:3]
