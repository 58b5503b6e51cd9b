"""What Pupitre does by itself for meetings: send due notices and reminders where the centre asked for it."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import MACHINE
from pupitre.core.jobs import Run
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.queries.habits import meeting_settings
from pupitre.meetings.queries.prepare import due_steps
from pupitre.meetings.rules.steps import NOTICE, REMINDER
from pupitre.meetings.services import invite
from pupitre.meetings.services.prepare import MeetingError


def send_due(run: Run) -> None:
    """Send today's notices and reminders of every centre that switched it on; a second run sends nothing twice."""
    if not settings.SMTP_URL:
        return
    centres = list(Centre.objects.all())
    for done, centre in enumerate(centres, start=1):
        with centre_scope(centre):
            if meeting_settings().send_automatically:
                send_due_here(timezone.localdate())
        run.progress(done, len(centres))


def send_due_here(today: date) -> None:
    """Send what is due in the centre in scope."""
    for meeting, step in list(due_steps(today)):
        if step.key in {NOTICE, REMINDER} and step.due <= today:
            key = f"meetings-{meeting.pk}-{step.key}-{step.due.isoformat()}"
            try:
                invite.send(meeting, step.key, by=MACHINE, on=timezone.now(), key=key)
            except MeetingError:
                continue  # everybody answered, or nobody is invited: nothing to send
