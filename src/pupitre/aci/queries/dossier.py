"""The evidence of an exercise as it stands now, and who changed what since it was frozen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from pupitre.aci.models import Dossier, Exercise
from pupitre.aci.queries.cockpit import Cockpit, Row
from pupitre.aci.queries.origins import ORIGINS
from pupitre.aci.rules.dossier import (
    Difference,
    Entry,
    Line,
    Proof,
    Snapshot,
    Trace,
    differences,
    from_json,
)
from pupitre.aci.rules.fields import fields_of, label_of, value_of
from pupitre.aci.rules.ruleset import subject_of
from pupitre.aci.rules.words import number
from pupitre.core import french
from pupitre.core.models import AuditEvent
from pupitre.documents.models import Document
from pupitre.meetings.queries.rcp import HeldRcp
from pupitre.people.models import Person
from pupitre.people.queries import profession_words

TEAM = (Trace("people.person"), Trace("people.status"))
PATIENTS = (*TEAM, Trace("people.patientcount"))
TRACES: Mapping[str, tuple[Trace, ...]] = {
    "opening": (Trace("centres.openinghours"), Trace("centres.site")),
    "diversity_level": TEAM,
    "coordination": PATIENTS,
    "concertation": (Trace("meetings.meeting"), *PATIENTS),
    "si_standard": TEAM,
}
"""Where the facts of a subject are written, besides the things that they count."""
COMMON: Sequence[tuple[Trace, ...]] = (PATIENTS, TEAM, TEAM)
"""The same, for the first of `SourcedFacts.common`; the others are settings of the exercise."""
MADE_ASSOCIATES, MADE_CALENDAR = "made-associates", "made-calendar"


def snapshot_of(seen: Cockpit) -> Snapshot:
    """Return everything that the declaration of this exercise rests on, in the order of the agreement."""
    rows = {row.line.indicator.id: row for row in seen.rows}
    lines = [rows[line.indicator.id] for line in seen.realised.lines]
    return Snapshot(
        year=seen.year,
        day=seen.sourced.day.isoformat(),
        structure=structure_entries(seen),
        ruleset=seen.ruleset.label,
        points=seen.points,
        euros_cents=seen.realised.euros_cents,
        because=seen.realised.because,
        warnings=seen.realised.warnings,
        lines=tuple(line_of(row, seen) for row in lines),
        common=common_entries(seen),
        associates=tuple(associate_entry(person) for person in seen.sourced.work.associates),
        calendar=tuple(rcp_entry(held) for held in seen.sourced.work.rcps),
        proofs=tuple(proofs_of(lines, seen)),
    )


def traces_of(row: Row) -> tuple[Trace, ...]:
    """Return where the things of an indicator are written, then any row where another would be."""
    origin = ORIGINS.get(subject_of(row.line.indicator.formula))
    kept = dict.fromkeys(Trace(*thing.row) for thing in row.source.things)
    return (*kept, *map(Trace, origin.models if origin else ()))


def structure_entries(seen: Cockpit) -> tuple[Entry, ...]:
    centre = seen.sourced.work.centre
    held = (
        ("name", "Structure", centre.name),
        ("form", "Forme juridique", centre.get_legal_form_display()),
        ("finess", "FINESS", centre.finess),
        ("siret", "SIRET", centre.siret),
        ("address", "Adresse", f"{centre.address} {centre.postcode} {centre.town}".strip()),
    )
    return tuple(Entry(f"structure-{key}", label, value) for key, label, value in held if value)


def common_entries(seen: Cockpit) -> tuple[Entry, ...]:
    settings = (Trace("aci.exercise", seen.sourced.exercise.pk or 0), Trace("aci.contract"))
    pairs = enumerate(seen.sourced.common)
    return tuple(
        Entry(
            f"common-{rank}", label, source.words, COMMON[rank] if rank < len(COMMON) else settings
        )
        for rank, (label, source) in pairs
    )


def associate_entry(person: Person) -> Entry:
    """The list that the CPAM asks for: name, profession, RPPS and AM numbers."""
    words = f"{profession_words(person)}, RPPS {person.rpps or 'à compléter'}"
    words += f", n° AM {person.am_number}" if person.am_number else ""
    traces = (Trace("people.person", person.pk), Trace("people.status"))
    return Entry(f"associate-{person.pk}", str(person), words, traces)


def rcp_entry(held: HeldRcp) -> Entry:
    """An RCP as counts only: no theme, no case, nobody's name."""
    files = french.counted(held.rcp.files, "dossier", "dossiers")
    professions = french.counted(len(held.rcp.professions), "profession", "professions")
    words = f"{files if held.files_known else 'nombre de dossiers à indiquer'}, {professions}"
    day = french.numeric_day(held.rcp.day)
    return Entry(
        f"rcp-{held.meeting.pk}", day, words, (Trace("meetings.meeting", held.meeting.pk),)
    )


def line_of(row: Row, seen: Cockpit) -> Line:
    line = row.line
    return Line(
        id=line.indicator.id,
        title=line.indicator.title,
        kind=line.kind.label,
        state=row.state.word,
        tone=row.state.tone,
        reached=line.reached,
        points=number(line.points),
        euros_cents=line.euros_cents,
        words=row.source.words,
        origin=row.source.origin,
        fields=tuple(field_entries(row, seen)),
        because=line.because,
        todo=line.missing,
        lacking=row.source.missing,
    )


def field_entries(row: Row, seen: Cockpit) -> Iterator[Entry]:
    subject = subject_of(row.line.indicator.formula)
    traces = (*traces_of(row), *TRACES.get(subject, ()))
    for name in fields_of(subject):
        value = value_of(seen.sourced.facts, name)
        yield Entry(f"{row.line.indicator.id}-{name}", label_of(name), value, traces)


def proofs_of(rows: Iterable[Row], seen: Cockpit) -> Iterator[Proof]:
    """Number the pieces in the order of the indicators; one that proves two keeps its first number."""
    held: dict[str, Document | str] = {}
    proves: dict[str, list[Row]] = {}
    for row in rows:
        for key, piece in pieces_of(row, seen):
            held[key] = piece
            proves.setdefault(key, []).append(row)
    for rank, (key, piece) in enumerate(held.items(), start=1):
        facts = tuple(trace for row in proves[key] for trace in traces_of(row))
        indicators = tuple(row.line.indicator.id for row in proves[key])
        yield proof_of(rank, key, piece, indicators, facts)


def pieces_of(row: Row, seen: Cockpit) -> Iterator[tuple[str, Document | str]]:
    """The documents of an indicator, then what Pupitre makes for it, by its title."""
    yield from ((f"document-{piece.pk}", piece) for piece in row.source.pieces)
    subject, work = subject_of(row.line.indicator.formula), seen.sourced.work
    if subject == "diversity_level" and work.associates:
        yield MADE_ASSOCIATES, "Liste des associés"
    if subject == "concertation" and work.rcps:
        yield MADE_CALENDAR, "Calendrier des concertations"


def proof_of(
    number: int, key: str, piece: Document | str, proves: tuple[str, ...], facts: tuple[Trace, ...]
) -> Proof:
    if isinstance(piece, str):
        return Proof(number, key, piece, f"{piece}.pdf", proves)
    return Proof(
        number=number,
        key=key,
        title=piece.title,
        name=piece.original_name,
        indicators=proves,
        document=piece.pk,
        content_type=piece.content_type,
        octets=piece.octets,
        sha256=piece.sha256,
        traces=(Trace(Document._meta.label_lower, piece.pk), *facts),
    )


@dataclass(frozen=True)
class Change:
    """A difference, and who made it when; `when` and `who` are empty where no act explains it."""

    what: str
    before: str
    after: str
    when: str
    who: str


def frozen_snapshot(dossier: Dossier) -> Snapshot:
    return from_json(dossier.snapshot)


def changes_since(dossier: Dossier, now: Snapshot) -> list[Change]:
    """Return what is no longer as frozen, with the last act since then that explains each difference."""
    found = differences(frozen_snapshot(dossier), now)
    events = last_events([trace for one in found for trace in one.traces], freeze_of(dossier))
    return [change(one, events) for one in found]


def freeze_of(dossier: Dossier) -> int:
    """Return the key of the audited act that froze the dossier: what follows it came after."""
    acts = AuditEvent.objects.filter(object_type=dossier._meta.label_lower, object_id=dossier.pk)
    return acts.order_by("pk").values_list("pk", flat=True)[0]


def last_events(traces: Iterable[Trace], since: int) -> Mapping[Trace, AuditEvent]:
    """Return the latest act after that of key `since` on each traced row, or on any row of its model."""
    wanted = set(traces)
    asked = Q()
    for label in {trace.label for trace in wanted}:
        keys = {trace.key for trace in wanted if trace.label == label}
        asked |= Q(object_type=label) if 0 in keys else Q(object_type=label, object_id__in=keys)
    if not wanted:
        return {}
    found: dict[Trace, AuditEvent] = {}
    acts = AuditEvent.objects.filter(asked, pk__gt=since).order_by("pk")
    for event in acts.defer("changes"):
        for trace in (Trace(event.object_type, event.object_id or 0), Trace(event.object_type)):
            found[trace] = event
    return found


def change(one: Difference, events: Mapping[Trace, AuditEvent]) -> Change:
    event = next((events[trace] for trace in one.traces if trace in events), None)
    when = f"{french.short_day(event.at)}, {french.clock(event.at)}" if event else ""
    return Change(one.what, one.before, one.after, when, event.who if event else "")


def dossiers_of(exercise: Exercise) -> QuerySet[Dossier]:
    """Return the frozen versions, latest first."""
    return Dossier.objects.filter(exercise_id=exercise.pk).select_related("exercise")
