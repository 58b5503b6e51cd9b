"""Writing an RCP down: files, themes, who took part; never who the patients are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from pupitre.centres.reference import load_themes
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import local
from pupitre.meetings.models import Meeting, MeetingSettings, Participant
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.rules.rcp import Rcp, check_express
from pupitre.meetings.services.close import close_meeting, save_counts
from pupitre.people.guarded import refuse_identity
from pupitre.people.models import Person

CASE_TEXT_OFF = (
    "Cette structure n’écrit rien ici sur les cas : notez-les dans le dossier patient partagé."
)


class RcpError(ValueError):
    """What to correct before an RCP is kept; its text is one French sentence."""


@dataclass(frozen=True)
class Express:
    """An RCP held on the telephone: when, how long, who, how many files, on which themes (keys)."""

    starts_at: datetime
    minutes: int
    people: Sequence[Person]
    files: int
    themes: Collection[str]


def record_express_rcp(express: Express, *, by: Actor, now: datetime) -> Meeting:
    """Keep an RCP held on the telephone as a closed meeting: attendance, times, numbered minutes.

    The same RCP sent twice is kept once. Raises RcpError.
    """
    if problems := _express_problems(express, meeting_settings(), now):
        raise RcpError(" ".join(problems))
    return close_meeting(_already_kept(express) or _open_express(express, by=by), by=by, now=now)


@transaction.atomic
def _open_express(express: Express, *, by: Actor) -> Meeting:
    """The meeting and who took part; closing, outside this transaction, does the rest."""
    ends_at = express.starts_at + timedelta(minutes=express.minutes)
    meeting = Meeting(
        title="RCP express",
        kind=Meeting.Kind.RCP,
        state=Meeting.State.RUNNING,
        express=True,
        starts_at=express.starts_at,
        ends_at=ends_at,
        opened_at=express.starts_at,
        finished_at=ends_at,
        files=express.files,
        themes=sorted(express.themes),
    )
    records.save(meeting, by=by, action="noter la RCP express")
    present = Participant.Status.PRESENT
    there = [
        Participant(meeting=meeting, person=person, profession=person.profession, status=present)
        for person in express.people
    ]
    records.save_all(there, by=by, action="pointer")
    return meeting


def _express_problems(express: Express, habits: MeetingSettings, now: datetime) -> list[str]:
    professions = frozenset(person.profession for person in express.people if person.profession)
    rcp = Rcp(
        local(express.starts_at).date(), express.files, frozenset(express.themes), professions
    )
    problems = check_express(
        rcp,
        today=local(now).date(),
        themes=load_themes().labels,
        minimum_professions=habits.express_minimum_professions,
    )
    late = (
        []
        if problems or express.starts_at <= now
        else ["L’heure n’est pas encore passée : corrigez-la."]
    )
    return [*problems, *late]


def _already_kept(express: Express) -> Meeting | None:
    """The RCP of that minute with the same people: a double click, or the page sent again."""
    people = {person.pk for person in express.people}
    same = Meeting.objects.filter(express=True, starts_at=express.starts_at)
    return next(
        (
            meeting
            for meeting in same.prefetch_related("participants")
            if {there.person_id for there in meeting.participants.all()} == people
        ),
        None,
    )


def set_rcp_facts(
    meeting: Meeting,
    *,
    files: int | None,
    themes: Collection[str],
    by: Actor,
    now: datetime,
    case_text: str | None = None,
    version: int | None = None,
) -> Meeting:
    """Give the number of files and the themes of an RCP, before or after it is closed.

    `case_text` None leaves the text alone; it is never printed. Minutes already printed are printed
    again when the counts change. Raises RcpError, PatientIdentityError, ConflictError.
    """
    fresh = Meeting.objects.get(pk=meeting.pk)
    if fresh.kind != Meeting.Kind.RCP:
        raise RcpError("Seule une RCP compte des dossiers et des thèmes.")
    if fresh.state == Meeting.State.CANCELLED:
        raise RcpError("Cette RCP est annulée : elle ne compte aucun dossier.")
    if unknown := set(themes) - load_themes().labels.keys():
        raise RcpError(f"Le thème « {min(unknown)} » n’est pas dans la liste.")
    _set_case_text(fresh, case_text)
    counts = (files, sorted(themes))
    if (fresh.files, fresh.themes) == counts:
        return records.save(fresh, by=by, action="compléter la RCP", expected_version=version)
    fresh.files, fresh.themes = counts
    return save_counts(fresh, by=by, now=now, expected_version=version)


def _set_case_text(meeting: Meeting, text: str | None) -> None:
    if text and not meeting_settings().case_text:
        raise RcpError(CASE_TEXT_OFF)
    if text is not None:
        refuse_identity(text)
        meeting.case_text = text
