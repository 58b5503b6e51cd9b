"""The register of treatments (GDPR art. 30), read from the tables' own declarations."""

from dataclasses import dataclass

from django.apps import apps

from pupitre.privacy.declarations import holdings, rules, treatments
from pupitre.privacy.queries.purging import durations
from pupitre.privacy.rules import Treatment, duration_words


@dataclass(frozen=True)
class Entry:
    """One treatment: what it holds by category, where, for how long."""

    treatment: Treatment
    categories: tuple[str, ...]
    tables: tuple[str, ...]
    kept: tuple[str, ...]
    fields: int


@dataclass(frozen=True)
class FieldLine:
    """One personal field, for the detailed register."""

    treatment: str
    table: str
    field: str
    category: str
    basis: str
    kept: str


def register() -> list[Entry]:
    """Return the treatments with what their tables hold, durations of the centre in scope."""
    found, months = [], durations()
    for key, treatment in treatments().items():
        mine = [(label, one) for label, one in holdings().items() if one.treatment == key]
        used = list(dict.fromkeys(kept.rule for _, one in mine for kept in one.retention))
        found.append(
            Entry(
                treatment=treatment,
                categories=tuple(dict.fromkeys(name for _, one in mine for name in one.personal)),
                tables=tuple(_table(label) for label, _ in mine),
                kept=tuple(
                    f"{rules()[rule].label} : {duration_words(months[rule], rules()[rule])}"
                    for rule in used
                ),
                fields=sum(len(one.fields) for _, one in mine),
            )
        )
    return found


def field_lines() -> list[FieldLine]:
    """Return every personal field with its purpose, category, basis and duration."""
    months = durations()
    return [
        FieldLine(
            treatment=treatments()[one.treatment].title,
            table=_table(label),
            field=_field(label, name),
            category=category,
            basis=treatments()[one.treatment].basis,
            kept=" ; ".join(
                duration_words(months[kept.rule], rules()[kept.rule]) for kept in one.retention
            ),
        )
        for label, one in holdings().items()
        for category, names in one.personal.items()
        for name in names
    ]


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name)


def _field(label: str, name: str) -> str:
    return str(getattr(apps.get_model(label)._meta.get_field(name), "verbose_name", name))
