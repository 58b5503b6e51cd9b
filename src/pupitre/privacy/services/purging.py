"""Writes about retention: durations of the centre, the purge and its report."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from pupitre.core import audit, records
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import CentreModel
from pupitre.people.models import Person
from pupitre.privacy.declarations import rules
from pupitre.privacy.models import PrivacySettings, PurgeReport, RetentionChoice
from pupitre.privacy.queries.purging import GONE, Due, due
from pupitre.privacy.rules import ACT_WORDS, Act, duration_words
from pupitre.privacy.services.erasing import PrivacyError, erase_person
from pupitre.privacy.services.rows import blank_rows, delete_row

AT_ONCE = 500
"""Rows handled in one transaction."""


def choose_duration(*, rule: str, months: int, because: str, by: Actor) -> RetentionChoice:
    """Keep a kind of data for as long as the centre decided; PrivacyError under what the law asks."""
    known = rules()[rule]
    if known.months is None:
        raise PrivacyError("Cette donnée n'a pas de durée à régler.")
    if months < max(known.least, 1):
        least = duration_words(max(known.least, 1), known)
        raise PrivacyError(f"Pas moins de {least} : {known.source}.")
    choice = RetentionChoice.objects.filter(rule=rule).first() or RetentionChoice(rule=rule)
    choice.months, choice.because = months, because.strip()[:200]
    return records.save(choice, by=by, action="changer la durée")


def set_automatic(*, automatic: bool, by: Actor) -> None:
    found = PrivacySettings.objects.first() or PrivacySettings()
    found.automatic = automatic
    records.save(found, by=by, action="régler la purge")


def is_automatic() -> bool:
    return PrivacySettings.objects.filter(automatic=True).exists()


def report_lines(found: Iterable[Due]) -> list[dict[str, Any]]:
    """What goes or would go, as reports keep it."""
    return [
        {
            "model": one.model._meta.label,
            "what": one.what,
            "rule": one.rule_key,
            "why": f"{one.rule.label} : {one.rule.basis.lower()} ({one.rule.source})",
            "kept": duration_words(one.months, one.rule),
            "limit": one.limit.isoformat(),
            "act": str(one.act),
            "act_words": ACT_WORDS[one.act],
            "count": one.rows.count(),
            "held": one.held,
        }
        for one in found
    ]


def propose(day: date) -> PurgeReport:
    """Write what a purge would take on that day, for somebody to decide."""
    lines = [line for line in report_lines(due(day)) if line["count"] or line["held"]]
    return _report(day, lines, done=False)


def purge(day: date, *, by: Actor = MACHINE) -> PurgeReport:
    """Take what is due on that day, except what is held; what another row still needs stays and is said."""
    lines = []
    for one in due(day):
        (line,) = report_lines([one])
        if line["count"]:
            line["count"], line["left"] = _take(one, by)
        if line["count"] or line["held"] or line.get("left"):
            lines.append(line)
    PurgeReport.objects.filter(done=False).delete()
    return _report(day, lines, done=True)


def _report(day: date, lines: Sequence[dict[str, Any]], *, done: bool) -> PurgeReport:
    total = sum(line["count"] for line in lines)
    report = PurgeReport(day=day, done=done, lines=list(lines), total=total)
    return records.save(report, by=MACHINE, action="purger" if done else "proposer une purge")


def _take(one: Due, by: Actor) -> tuple[int, int]:
    """Return how many rows went, and how many could not."""
    if one.model is AuditEvent:
        return _empty_events(one), 0
    if not issubclass(one.model, CentreModel):
        return one.rows.delete()[0], 0
    taken = left = 0
    keys = list(one.rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            rows = list(one.model.objects.filter(pk__in=keys[start : start + AT_ONCE]))
            went = _take_rows(one, rows, by)
        taken, left = taken + went, left + len(rows) - went
    return taken, left


def _take_rows(one: Due, rows: Sequence[Any], by: Actor) -> int:
    if one.act is Act.BLANK:
        blank_rows(rows, one.fields, by=by)
        return len(rows)
    return sum(_take_row(one.act, row, by) for row in rows)


def _take_row(act: Act, row: Any, by: Actor) -> bool:
    try:
        with transaction.atomic():
            if act is Act.ERASE and isinstance(row, Person):
                erase_person(row, by=by, reason="fin de la durée de conservation")
            else:
                delete_row(row, by=by)
    except (ProtectedError, PrivacyError):
        return False
    return True


def _empty_events(one: Due) -> int:
    numbers = list(one.rows.order_by("number").values_list("number", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        part = numbers[start : start + AT_ONCE]
        with transaction.atomic():
            audit.take_turn()
            events = list(AuditEvent.objects.filter(number__in=part).order_by("number"))
            for event in events:
                event.user_id = event.person_id = None
                event.who, event.object_label, event.changes = GONE, "", {}
            audit.redact(events, who=MACHINE.label)
    return len(numbers)
