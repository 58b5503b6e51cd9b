"""What a fictitious centre prepares for the CPAM."""

from datetime import date

from django.utils import timezone

from pupitre.aci.models import Exercise
from pupitre.aci.queries import cockpit
from pupitre.aci.services import freeze_dossier
from pupitre.core import records
from pupitre.core.actor import Actor


def declare(*, today: date, by: Actor) -> None:
    """Open the current exercise and freeze its evidence as it stands."""
    records.save(Exercise(year=today.year), by=by)
    freeze_dossier(cockpit(today.year, today), by=by, now=timezone.now())
