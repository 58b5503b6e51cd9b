"""Writes about runs: prepared, approved line by line, cancelled before the bank, corrections by hand."""

from datetime import date

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.indemnities.models import (
    Adjustment,
    CountedMeeting,
    IndemnityRun,
    RunLine,
    Scheme,
    Statement,
)
from pupitre.indemnities.queries.settlement import PersonRow, Settlement, habits, settlement
from pupitre.indemnities.rules import periods
from pupitre.indemnities.rules.scheme import IndemnityError, Line, Span
from pupitre.indemnities.services.money import ask_payments, undo_money
from pupitre.people.models import Person

State = IndemnityRun.State


class RunError(IndemnityError):
    """An act that a run refuses."""


@transaction.atomic
def prepare_run(
    scheme: Scheme, span: Span, *, to_share: int = 0, forced_why: str = "", by: Actor
) -> IndemnityRun:
    """Prepare the settlement of a period, as a draft; raise RunError when it cannot be."""
    _check_scheme(scheme, span, forced_why)
    others = IndemnityRun.objects.filter(scheme__name=scheme.name).exclude(state=State.CANCELLED)
    if periods.overlaps(span, [other.span for other in others]):
        raise RunError(
            "Un règlement de ce barème couvre déjà une partie de cette période : ouvrez-le,"
            " ou choisissez la période suivante."
        )
    run = IndemnityRun(
        scheme=scheme,
        first=span.first,
        last=span.last,
        to_share=to_share,
        forced_why=forced_why.strip(),
        prepared_by=by.label[:200],
        prepared_user=by.user_id,
    )
    return records.save(run, by=by, action="préparer")


def _check_scheme(scheme: Scheme, span: Span, forced_why: str) -> None:
    if scheme.since > span.first or (scheme.until and scheme.until < span.last):
        until = f" au {scheme.until:%d/%m/%Y}" if scheme.until else ""
        raise RunError(
            f"« {scheme} » s’applique du {scheme.since:%d/%m/%Y}{until} :"
            " choisissez le barème de la période, ou réglez-la en deux fois."
        )
    if not scheme.voted and habits().vote_required and not forced_why.strip():
        raise RunError(
            f"« {scheme} » n’est lié à aucun vote : liez-le à la décision qui l’a adopté,"
            " ou dites pourquoi vous passez outre."
        )


@transaction.atomic
def change_sum(run: IndemnityRun, *, to_share: int, by: Actor) -> IndemnityRun:
    """Change the sum that a draft shares."""
    fresh = _draft(run)
    fresh.to_share = to_share
    return records.save(fresh, by=by, action="changer la somme")


@transaction.atomic
def drop_run(run: IndemnityRun, *, by: Actor) -> None:
    """Give up a draft: nothing was written but itself."""
    records.remove(_draft(run), by=by)


def _draft(run: IndemnityRun) -> IndemnityRun:
    fresh = records.locked(run)
    if fresh.state != State.DRAFT:
        raise RunError(f"Ce règlement est {fresh.get_state_display()} : il ne change plus.")
    return fresh


@transaction.atomic
def approve_run(run: IndemnityRun, *, on: date, by: Actor) -> IndemnityRun:
    """Write every line and statement, the entry of the books and the payments; all or nothing.

    Raises RunError, IndemnityError for a scheme that cannot be applied, BooksError or PaymentError.
    """
    fresh = _draft(run)
    if habits().second_person and by.user_id == fresh.prepared_user:
        raise RunError("Vous avez préparé ce règlement : une deuxième personne doit l’approuver.")
    if fresh.last > on:
        raise RunError(
            f"La période se termine le {fresh.last:%d/%m/%Y} : approuvez le règlement une fois finie."
        )
    found = settlement(fresh.scheme, fresh.span, fresh.to_share)
    if not found.counted and not found.rows:
        raise RunError("Il n’y a rien à régler : aucune réunion close n’attend dans cette période.")
    fresh.state, fresh.approved_on, fresh.approved_by = State.APPROVED, on, by.label[:200]
    fresh.unshared = found.outcome.unshared
    fresh.prices = {str(key): str(price) for key, price in found.prices.items()}
    records.save(fresh, by=by, action="approuver")
    statements = _write(fresh, found, by)
    ask_payments(fresh, statements, on=on, by=by)
    return fresh


def _write(run: IndemnityRun, found: Settlement, by: Actor) -> list[Statement]:
    statements = records.save_all([_statement(run, row) for row in found.rows], by=by)
    lines = [
        _line(statement, line)
        for statement, row in zip(statements, found.rows, strict=True)
        for line in row.lines
    ]
    records.save_all(lines, by=by)
    counted = [(found.counted, False), (found.corrected, True)]
    records.save_all(
        [
            CountedMeeting(run=run, meeting_id=pk, facts=facts, correction=correction)
            for meetings, correction in counted
            for pk, facts in meetings.items()
        ],
        by=by,
        action="compter",
    )
    adjustments = list(found.adjustments)
    for adjustment in adjustments:
        adjustment.run = run
    records.update_all(adjustments, ["run"], by=by, action="prendre en compte")
    return statements


def _statement(run: IndemnityRun, row: PersonRow) -> Statement:
    return Statement(
        run=run,
        person=row.person,
        associate=row.associate,
        minutes=row.minutes,
        due_cents=row.cents,
        carried_cents=row.carried,
    )


def _line(statement: Statement, line: Line) -> RunLine:
    return RunLine(
        statement=statement,
        kind=line.kind,
        meeting_id=line.meeting,
        attendee_id=line.attendee,
        day_minutes=line.day_minutes,
        evening_minutes=line.evening_minutes,
        cents=line.cents,
        because=line.because[:400],
    )


@transaction.atomic
def cancel_run(run: IndemnityRun, *, why: str, on: date, by: Actor) -> IndemnityRun:
    """Undo an approved run that the bank has not had: its meetings and corrections wait again.

    Raises RunError when a payment has left or a later run follows it, or without a reason.
    """
    fresh = records.locked(run)
    if fresh.state != State.APPROVED:
        raise RunError(f"Ce règlement est {fresh.get_state_display()} : il n’y a rien à annuler.")
    if not why.strip():
        raise RunError("Dites pourquoi vous annulez ce règlement.")
    later = IndemnityRun.objects.filter(state=State.APPROVED, pk__gt=fresh.pk)
    if later.filter(counted__meeting__in=fresh.counted.values("meeting_id")).exists():
        raise RunError(
            "Un règlement suivant corrige des réunions de celui-ci : annulez d’abord le suivant."
        )
    undo_money(fresh, why=why, on=on, by=by)
    adjustments = list(fresh.adjustments.all())
    for adjustment in adjustments:
        adjustment.run = None
    records.update_all(adjustments, ["run"], by=by, action="remettre à prendre en compte")
    fresh.state, fresh.cancelled_why = State.CANCELLED, why.strip()[:200]
    return records.save(fresh, by=by, action="annuler")


@transaction.atomic
def adjust(person: Person, *, on: date, cents: int, why: str, by: Actor) -> Adjustment:
    """Write a dated correction for the next run; raise RunError without amount or reason."""
    if not cents:
        raise RunError("Indiquez un montant, positif ou négatif.")
    if not why.strip():
        raise RunError("Dites pourquoi : la raison est sur le relevé de la personne.")
    adjustment = Adjustment(person=person, on=on, cents=cents, why=why.strip())
    return records.save(adjustment, by=by, action="corriger")


@transaction.atomic
def drop_adjustment(adjustment: Adjustment, *, by: Actor) -> None:
    """Take back a correction that no run has counted."""
    fresh = records.locked(adjustment)
    if fresh.run_id:
        raise RunError("Cette correction est dans un règlement : faites-en une autre, inverse.")
    records.remove(fresh, by=by)
