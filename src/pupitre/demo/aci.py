"""What a fictitious centre has declared to the CPAM so far, with its documents."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pupitre.aci.models import Exercise
from pupitre.aci.queries import cockpit
from pupitre.aci.rules.declared import BY_NAME
from pupitre.aci.services import declare_fact, freeze_dossier
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo.papers import paper

# Fact, value, and how many of its documents are there: one trainee's attestation is still missing.
DECLARED = (
    ("charter", "oui", 1), ("crisis_plan", "oui", 1), ("si_standard", "oui", 1),
    ("protocols", "6", 6), ("missions", "1", 1), ("trainees", "2", 1), ("users_level", "1", 1), ("sas", "half_of_doctors", 0),
)  # fmt: skip


def declare(*, today: date, by: Actor) -> None:
    """Declare the usual facts of the current exercise."""
    exercise = records.save(Exercise(year=today.year), by=by)
    for name, value, documents in DECLARED:
        files = [_paper(name, place) for place in range(documents)]
        declare_fact(exercise, BY_NAME[name], value=value, files=files, by=by)
    freeze_dossier(cockpit(today.year, today), by=by, now=timezone.now())


def _paper(name: str, place: int) -> SimpleUploadedFile:
    content = paper(BY_NAME[name].label)
    name = f"{BY_NAME[name].label[:60]} {place + 1}.pdf"
    return SimpleUploadedFile(name, content, "application/pdf")
