"""What the pages of declared facts show: groups by indicator, and the history of one fact."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pupitre.aci.models import TypedFact
from pupitre.aci.queries.typed import Typed
from pupitre.aci.rules.declared import DECLARED, Declared, subject_of
from pupitre.aci.rules.ruleset import Indicator, RuleSet
from pupitre.core import french
from pupitre.core.models import AuditEvent

FIELDS = {
    "value": "valeur",
    "note": "précision",
    "covers_all": "tout est prouvé",
}

DONE = {"déclarer": "a déclaré", "retirer le justificatif": "a retiré un justificatif"}


@dataclass(frozen=True)
class DeclaredLine:
    """One fact of the list, typed or not."""

    declared: Declared
    typed: Typed | None
    words: str


@dataclass(frozen=True)
class Group:
    """The facts of one indicator."""

    indicator: Indicator
    lines: tuple[DeclaredLine, ...]


def declared_groups(
    typed: Mapping[str, Typed], ruleset: RuleSet, held: Collection[str] = ()
) -> list[Group]:
    """Return the facts to declare, by indicator, in the order of the catalogue; `held`: known without."""
    by_subject = {subject_of(one.formula): one for one in ruleset.indicators}
    found: dict[str, list[DeclaredLine]] = {}
    for declared in (one for one in DECLARED if one.name not in held):
        one = typed.get(declared.name)
        words = declared.says(one.value) if one else ""
        found.setdefault(declared.subject, []).append(DeclaredLine(declared, one, words))
    return [
        Group(by_subject[subject], tuple(lines))
        for subject, lines in found.items()
        if subject in by_subject
    ]


def history_of(row: TypedFact, declared: Declared) -> Sequence[Mapping[str, Any]]:
    """Return who declared what and when, latest first."""
    events = AuditEvent.objects.filter(
        object_type=TypedFact._meta.label_lower, object_id=row.pk
    ).order_by("-pk")
    return [
        {
            "when": f"{french.short_day(event.at)}, {french.clock(event.at)}",
            "who": event.who,
            "text": DONE.get(event.action, event.action),
            "detail": " ; ".join(changes_in_words(event.changes, declared)),
        }
        for event in events
    ]


def changes_in_words(changes: Mapping[str, Sequence[Any]], declared: Declared) -> list[str]:
    found = []
    for name, (old, new) in changes.items():
        if name == "value":
            before = f"{declared.says(declared.read(old))} → " if old else ""
            found.append(f"{before}{declared.says(declared.read(new))}")
        elif name in FIELDS and (old or new):
            found.append(f"{FIELDS[name]} : {'oui' if new is True else new or 'retiré'}")
    return found
