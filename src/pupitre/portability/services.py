"""Writes about whole centres: each of them leaves a trace in the centre's journal."""

from pathlib import Path
from typing import Any

from django.db import transaction

from pupitre.centres.models import Centre
from pupitre.core import audit
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.portability.exporting import Exported, Say, export_centre


def export_noted(centre: Centre, target: Path, *, by: Actor, say: Say | None = None) -> Exported:
    """Export a centre, and note in its journal who took everything away."""
    made = export_centre(centre, target, say=say)
    with centre_scope(centre):
        note("exporter la structure", centre, by=by, lignes=made.rows, octets=made.size)
    return made


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
