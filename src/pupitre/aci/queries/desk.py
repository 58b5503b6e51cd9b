"""What the ACI brings to the home page: what is due, with its worth, and one card of the year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from pupitre.aci.queries.cockpit import Cockpit, cockpit
from pupitre.aci.queries.exercises import year_on_desk
from pupitre.aci.queries.rulesets import ruleset_in_force
from pupitre.aci.rules.facts import with_facts
from pupitre.aci.rules.payment import evaluate
from pupitre.aci.rules.ruleset import subject_of
from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.core.memo import kept, once
from pupitre.core.registry import Deadline, registry
from pupitre.people.queries import latest_counts

USUAL_FILES = 5
"""Files of an RCP about which nothing is known yet, for the worth of a missing count."""
COUNT_HOLDS = timedelta(days=365)


@dataclass(frozen=True)
class Glance:
    """What the home page says of an exercise; `lacking`: a prerequisite that is not reached, empty when none lacks."""

    year: int
    expected_cents: int
    justified_cents: int
    still_expected_cents: int
    best_cents: int
    words: str
    lacking: str


def in_hand(today: date) -> Cockpit:
    """Return the cockpit of the exercise that the desk speaks of."""
    return once(cockpit, year_on_desk(today), today)


def glance(today: date) -> Glance:
    """Return the same at a glance."""
    seen = in_hand(today)
    return Glance(
        year=seen.year,
        expected_cents=seen.expected.euros_cents,
        justified_cents=seen.justified_cents,
        still_expected_cents=seen.still_expected_cents,
        best_cents=seen.best.euros_cents,
        words=seen.meter_words,
        lacking=seen.missing[0].line.indicator.short if seen.missing else "",
    )


def deadlines(today: date) -> Iterable[Deadline]:
    """Return what the ACI waits for: file counts, pieces, the declaration, patient counts."""
    seen = in_hand(today)
    yield from missing_files(seen)
    yield from old_counts(seen, today)
    if seen.sourced.exercise.declared_on is None:
        yield from missing_pieces(seen)
        yield from declaration(seen)


def missing_files(seen: Cockpit) -> Iterator[Deadline]:
    """An RCP held whose number of files nobody gave is worth what the usual number would bring."""
    known = seen.sourced.work.counted_rcps
    usual = seen.sourced.work.files // len(known) if known else USUAL_FILES
    facts = seen.sourced.facts
    more = with_facts(facts, meetings=facts.meetings + 1, files=facts.files + usual)
    gain = evaluate(seen.ruleset, more, seen.year).euros_cents - seen.realised.euros_cents
    for held in seen.sourced.work.without_files:
        yield Deadline(
            due=held.rcp.day,
            title=f"Indiquer le nombre de dossiers de la RCP du {french.short_day(held.rcp.day)}",
            reason=f"Séance tenue : il ne manque que ce chiffre, {french.counted(usual, 'dossier', 'dossiers')} d'habitude",
            url=centre_url("meetings:rcp-facts", held.meeting.pk),
            act="Compléter",
            cents=max(0, gain),
            minutes=2,
        )


def missing_pieces(seen: Cockpit) -> Iterator[Deadline]:
    for row in seen.to_prove:
        if row.source.url == centre_url("aci:concertation", seen.year):
            continue  # the file counts have their own line
        yield Deadline(
            due=seen.declare_by,
            title=f"Joindre {row.source.missing[0]}",
            reason=f"ACI {seen.year}, {row.line.indicator.short} : à justifier pour être payé",
            url=row.source.act,
            act="Joindre",
            cents=row.unproved_cents,
        )


def declaration(seen: Cockpit) -> Iterator[Deadline]:
    ready, asked = seen.pieces
    if asked:
        yield Deadline(
            due=seen.declare_by,
            title=f"Déclarer l'ACI {seen.year}",
            reason=f"{ready} justificatifs sur {asked} sont prêts",
            url=centre_url("aci:declaration", seen.year),
            act="Préparer",
            cents=seen.expected.euros_cents,
            minutes=60,
        )


def old_counts(seen: Cockpit, today: date) -> Iterator[Deadline]:
    """Doctors without a patient count, or whose count is more than a year old."""
    counts = latest_counts(today)
    held = [counts[one.pk] for one in seen.sourced.work.associates if one.pk in counts]
    old = [count for count in held if count.counted_on + COUNT_HOLDS < today]
    silent = len(seen.sourced.work.patients.without_count)
    if old or silent:
        due = min((count.counted_on + COUNT_HOLDS for count in old), default=today)
        doctors = french.counted(len(old) + silent, "médecin", "médecins")
        yield Deadline(
            due=due,
            title=f"Mettre à jour la patientèle de {doctors}",
            reason="La plupart des montants de l'ACI en dépendent ; la CPAM donne ces chiffres",
            url=centre_url("people:patients"),
            act="Ouvrir",
        )


def desk_card(role: str, today: date) -> dict[str, Any] | None:
    """Return the card of the year for the home page, or None for a role that may not see it."""
    if not registry.allows("aci.view", role):
        return None
    return {"template": "aci/card.html", "context": {"glance": kept(glance, today)}}


def coordination_cents(year: int) -> int:
    """Return the euros expected of the coordination line, before the precarity increase."""
    return kept(_coordination_cents, year, timezone.localdate())


def _coordination_cents(year: int, today: date) -> int:
    seen = once(cockpit, year, today)
    return sum(
        line.euros_cents
        for line in seen.expected.lines
        if subject_of(line.indicator.formula) == "coordination"
    )


def list_worth(subject: str, role: str) -> dict[str, str] | None:
    """Say which indicator the rows of a list count for, and, to who may see it, the euros of the year."""
    return kept(_list_worth, subject, role, timezone.localdate())


def _list_worth(subject: str, role: str, today: date) -> dict[str, str] | None:
    if not registry.allows("aci.view", role):
        indicators = ruleset_in_force(today.year).indicators
        known = next((one for one in indicators if subject_of(one.formula) == subject), None)
        words = "compte pour l'ACI de la structure"
        return {"title": f"{known.short} ({known.id})", "words": words} if known else None
    seen = once(cockpit, today.year, today)
    row = seen.row_about(subject)
    if row is None:
        return None
    indicator, euros = row.line.indicator, french.whole_euros
    steps = [one.step for one in seen.steps if one.step.indicator.id == indicator.id]
    more = f" {steps[0].label} : + {euros(steps[0].gain_cents)}." if steps else ""
    return {
        "title": f"{indicator.short} ({indicator.id})",
        "words": f"{row.source.words}, {euros(row.line.euros_cents)} cette année.{more}",
        "url": f"{centre_url('aci:cockpit', seen.year)}#{indicator.id}",
    }


def network_figure(role: str, today: date) -> dict[str, Any] | None:
    """Return the euros expected of the centre in scope, for the page over several centres."""
    if not registry.allows("aci.view", role):
        return None
    seen = kept(glance, today)
    return {
        "label": f"ACI {seen.year} attendu",
        "value": french.whole_euros(seen.expected_cents),
        "url": centre_url("aci:cockpit", seen.year),
        "cents": seen.expected_cents,
    }
