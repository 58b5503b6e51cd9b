"""Patients counted at a date, doctor by doctor."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.people.models import PatientCount, Person
from pupitre.people.rules.counts import Count


@transaction.atomic
def count_patients(counts: Mapping[Person, Count], *, on: date, by: Actor) -> int:
    """Keep the counts of a day, correcting those already written for it; return how many changed."""
    known = {row.doctor_id: row for row in PatientCount.objects.filter(counted_on=on)}
    changed = 0
    for doctor, count in counts.items():
        row = known.get(doctor.pk) or PatientCount(doctor=doctor, counted_on=on)
        before = Count(row.patients or 0, row.ald_under_75, row.over_75_non_ald, row.over_75_ald)
        if row.pk and before == count:
            continue
        for name, value in asdict(count).items():
            setattr(row, name, value)
        records.save(row, by=by, action="compter la patientèle")
        changed += 1
    return changed
