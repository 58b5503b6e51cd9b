"""Loads the dated list of professions for the rules, which read no file."""

from functools import cache
from importlib.resources import files

import yaml

from pupitre.people.rules.professions import Family, Profession


@cache
def professions() -> tuple[Profession, ...]:
    """Every profession known, in the order of the data file."""
    text = files("pupitre.people.rules").joinpath("data/professions.yaml").read_text("utf-8")
    return tuple(
        Profession(
            row["key"],
            row["code"],
            row["label"],
            row["feminine"],
            Family(row["family"]),
            tuple(row.get("synonyms", ())),
            frozenset(row.get("skills", ())),
        )
        for row in yaml.safe_load(text)["professions"]
    )
