"""Writes about whole centres: each of them leaves a trace in the centre's journal."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from pupitre.centres.models import Centre
from pupitre.core import audit, jobs
from pupitre.core.actor import Actor
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope, current_scope
from pupitre.portability.exporting import Exported, Say, export_centre
from pupitre.portability.shelf import fresh_name

EXPORT = "pupitre.portability.jobs.export"


def export_noted(centre: Centre, target: Path, *, by: Actor, say: Say | None = None) -> Exported:
    """Export a centre, and note in its journal who took everything away."""
    made = export_centre(centre, target, say=say)
    with centre_scope(centre):
        note("exporter la structure", centre, by=by, lignes=made.rows, octets=made.size)
    return made


@transaction.atomic
def ask_export(centre: Centre, *, now: datetime, by: Actor) -> Job:
    """Ask for the centre's archive as a job, noted in its journal; the one that is being made is enough."""
    audit.take_turn()
    running = running_export()
    if running is not None:
        return running
    name = fresh_name(now)
    note("exporter la structure", centre, by=by, fichier=name)
    return jobs.enqueue(
        EXPORT,
        title="Export de la structure",
        payload={"name": name},
        centre_id=centre.pk,
        user_id=by.user_id,
    )


def running_export() -> Job | None:
    """Return the export of the centre in scope that waits or runs, None when there is none."""
    mine = Job.objects.filter(name=EXPORT, centre_id=current_scope().centre_id or 0)
    return mine.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).first()


def note(action: str, centre: Centre, *, by: Actor, **facts: Any) -> None:
    """Write an act on the centre as a whole into its journal."""
    event = AuditEvent(
        user_id=by.user_id,
        person_id=by.person_id,
        who=by.label[:200],
        via=by.via,
        action=action,
        object_type=Centre._meta.label_lower,
        object_label=str(centre)[:250],
        changes={name: [None, value] for name, value in facts.items()},
    )
    with transaction.atomic():
        audit.append([event], audit.take_turn())
