"""The engagement of the coordinator of a fictitious centre, and the time of her last two months."""

import random
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.demo.papers import paper
from pupitre.hr.models import Engagement, TimeEntry
from pupitre.hr.queries import JOB
from pupitre.hr.services import coordinator_of, engage

DONE = (
    ("teamwork", "Préparation de la RCP"),
    ("project", "Bilan du projet de santé"),
    ("office", "Factures et courriers"),
    ("partners", "Appel à la CPTS"),
    ("team_life", "Accueil d'une remplaçante"),
)


def employ(*, rng: random.Random, today: date, by: Actor) -> None:
    """Engage the coordinator half-time for two years, job description at hand, and log her time."""
    engagement = Engagement(
        person=coordinator_of(by),
        contract=Engagement.Contract.EMPLOYEE,
        employer="SISA (démonstration)",
        since=date(today.year - 2, 3, 1),
        weekly_minutes=21 * 60,
        weekly_days=Decimal(3),
        hourly_cents=2890,
    )
    file = SimpleUploadedFile("fiche-de-poste.pdf", paper("Fiche de poste"), "application/pdf")
    engage(engagement, files={JOB: file}, by=by)
    days = [today - timedelta(days=back) for back in range(60)]
    entries = []
    for day in (day for day in days if day.weekday() in {0, 1, 3}):
        for block, words in rng.sample(DONE, 3):
            minutes = rng.choice((60, 120, 150))
            entries.append(
                TimeEntry(engagement=engagement, day=day, block=block, minutes=minutes, words=words)
            )
    records.save_all(entries, by=by, action="noter")
