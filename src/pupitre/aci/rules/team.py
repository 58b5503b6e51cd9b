"""What the professions of the associates are worth for the ACI (avenant 1, A1-04)."""

from collections.abc import Iterable
from dataclasses import dataclass

from pupitre.people.rules.professions import Family, Profession

SAME_PROFESSION = {"ipa": "infirmier", "infirmier_psychiatrique": "infirmier"}
"""Nurses are one profession whatever their practice: the careful reading of « professions différentes »."""


@dataclass(frozen=True, slots=True)
class Diversity:
    """Medical associates other than general practitioners, and paramedical professions."""

    medical: int
    paramedical_kinds: int


def diversity(professions: Iterable[Profession]) -> Diversity:
    """Counts from the profession of each associate, one entry for each of them."""
    known = list(professions)
    medical = [one for one in known if one.family is Family.MEDICAL]
    kinds = {
        SAME_PROFESSION.get(one.key, one.key) for one in known if one.family is Family.PARAMEDICAL
    }
    return Diversity(len(medical), len(kinds))
