"""Long work on personal data: an erasure, the weekly purge."""

from datetime import date

from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core import dates
from pupitre.core.actor import Actor
from pupitre.core.jobs import Run
from pupitre.core.jobs.models import Job
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import Person
from pupitre.privacy.declarations import rules
from pupitre.privacy.models import Erasure
from pupitre.privacy.rules import limit_of
from pupitre.privacy.services import erasing, purging


def erase(run: Run, *, person_id: int, reason: str, by: str) -> None:
    """Erase a person; done once, however often the job runs again."""
    with run.scope():
        person = Person.objects.get(pk=person_id)
        actor = Actor(by, "job", user_id=run.job.user_id)
        found = Erasure.objects.filter(person_number=person_id).first()
        erasure = found or erasing.erase_person(person, by=actor, reason=reason)
        run.result(url=erasure.get_absolute_url())


def purge_now(run: Run, *, by: str) -> None:
    """Purge what is due in one centre, as somebody asked."""
    with run.scope():
        report = purging.purge(_today(), by=Actor(by, "job", user_id=run.job.user_id))
        run.result(url=report.get_absolute_url())


def weekly(run: Run) -> None:
    """Purge the centres that said so, write for the others what waits; clean the work that belongs to none."""
    day = _today()
    for centre in Centre.objects.order_by("pk"):
        with centre_scope(centre):
            if purging.is_automatic():
                purging.purge(day)
            else:
                purging.propose(day)
    limit = limit_of(rules()["jobs"].months or 0, day)
    Job.objects.filter(
        centre_id__isnull=True, ended_at__isnull=False, created_at__date__lt=limit
    ).delete()
    run.result()


def _today() -> date:
    return dates.today(timezone.now())
