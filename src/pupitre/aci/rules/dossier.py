"""The evidence of one exercise as frozen data, and what differs between two states of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pupitre.core.money import NARROW_SPACE, format_euros


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the author of a change is found: an audited model's label, and a row's key (0: any row)."""

    label: str
    key: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in words, as it is copied into the declaration; `key` names it for ever."""

    key: str
    label: str
    value: str
    traces: tuple[Trace, ...] = ()

    @property
    def copied(self) -> str:
        """The value as a form of another site takes it: no space inside a number."""
        return self.value.replace(NARROW_SPACE, "")


@dataclass(frozen=True, slots=True)
class Proof:
    """One numbered piece; `document` is 0 for what Pupitre makes itself, whose `sha256` is empty."""

    number: int
    key: str
    title: str
    name: str
    indicators: tuple[str, ...]
    document: int = 0
    content_type: str = "application/pdf"
    octets: int = 0
    sha256: str = ""
    traces: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: state, worth and reasons, its values, and the pieces that lack in words."""

    id: str
    title: str
    kind: str
    state: str
    tone: str
    reached: bool
    points: str
    euros_cents: int
    words: str
    origin: str
    fields: tuple[Entry, ...]
    because: tuple[str, ...]
    todo: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole: `associates` and `calendar` are the two pieces that Pupitre makes."""

    year: int
    day: str
    structure: tuple[Entry, ...]
    ruleset: str
    points: str
    euros_cents: int
    because: tuple[str, ...]
    warnings: tuple[str, ...]
    lines: tuple[Line, ...]
    common: tuple[Entry, ...]
    associates: tuple[Entry, ...]
    calendar: tuple[Entry, ...]
    proofs: tuple[Proof, ...]

    def proofs_of(self, indicator: str) -> list[Proof]:
        return [proof for proof in self.proofs if indicator in proof.indicators]

    @property
    def lacking(self) -> list[tuple[Line, str]]:
        """What is missing of what is reached, line by line."""
        return [(line, words) for line in self.lines if line.reached for words in line.lacking]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is no longer as it was frozen; empty `before` or `after`: it was not, or is no more."""

    what: str
    before: str
    after: str
    traces: tuple[Trace, ...] = ()


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON holds it: lists for tuples."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(snapshot)))
    return found


def digest_of(data: Mapping[str, Any]) -> str:
    """The SHA-256 of a snapshot's JSON, keys in order, in hexadecimal."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(data: Mapping[str, Any]) -> Snapshot:
    """The snapshot written by `as_json`."""
    parts = {
        name: _entries(data[name]) for name in ("structure", "common", "associates", "calendar")
    }
    plain = {name: tuple(data[name]) for name in ("because", "warnings")}
    lines = tuple(_line(each) for each in data["lines"])
    proofs = tuple(_proof(each) for each in data["proofs"])
    return Snapshot(**{**data, **parts, **plain, "lines": lines, "proofs": proofs})


def _traces(found: Sequence[Mapping[str, Any]]) -> tuple[Trace, ...]:
    return tuple(Trace(**each) for each in found)


def _entries(found: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**each, "traces": _traces(each["traces"])}) for each in found)


def _line(found: Mapping[str, Any]) -> Line:
    words = {name: tuple(found[name]) for name in ("because", "todo", "lacking")}
    return Line(**{**found, **words, "fields": _entries(found["fields"])})


def _proof(found: Mapping[str, Any]) -> Proof:
    return Proof(
        **{
            **found,
            "indicators": tuple(found["indicators"]),
            "traces": _traces(found["traces"]),
        }
    )


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Every value and piece that is no longer the same, then what it does to points and euros."""
    return [
        *_changed(dict(_valued(before)), dict(_valued(after))),
        *_changed(_pieces(before), _pieces(after)),
        *_changed(_worth(before), _worth(after)),
    ]


def _valued(snapshot: Snapshot) -> Iterator[tuple[str, Difference]]:
    """Every value of a snapshot by key, as the difference from nothing that it would be."""
    groups: list[tuple[str, tuple[Entry, ...]]] = [
        ("", snapshot.structure),
        ("", snapshot.common),
        *((f"{line.id}, ", line.fields) for line in snapshot.lines),
        ("Associés, ", snapshot.associates),
        ("RCP du ", snapshot.calendar),
    ]
    for prefix, entries in groups:
        for entry in entries:
            yield entry.key, Difference(f"{prefix}{entry.label}", "", entry.value, entry.traces)
    yield "ruleset", Difference("Barème", "", snapshot.ruleset)


def _pieces(snapshot: Snapshot) -> dict[str, Difference]:
    """The pieces by key; what is compared is their content, their name and what they prove."""
    return {
        proof.key: Difference(
            f"Pièce « {proof.title} »",
            "",
            f"{proof.name}, {', '.join(proof.indicators)}{_mark(proof.sha256)}",
            proof.traces,
        )
        for proof in snapshot.proofs
    }


def _mark(sha256: str) -> str:
    return f", empreinte {sha256[:12]}…" if sha256 else ""


def _worth(snapshot: Snapshot) -> dict[str, Difference]:
    """What the rest comes to."""
    found = {line.id: Difference(f"{line.id}, points", "", line.points) for line in snapshot.lines}
    total = Difference("Total réalisé", "", format_euros(snapshot.euros_cents))
    return found | {"points": Difference("Points", "", snapshot.points), "euros": total}


def _changed(
    before: Mapping[str, Difference], after: Mapping[str, Difference]
) -> Iterator[Difference]:
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.after != new.after:
            shown = new or old
            assert shown is not None  # noqa: S101  # a key of one of the two
            yield Difference(
                shown.what, old.after if old else "", new.after if new else "", shown.traces
            )
