"""Hypothesis without a deadline: speed is measured in benchmarks. A structure and its year of work."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from hypothesis import settings

from pupitre.centres.models import Centre, OpeningHours, Site
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.dates import utc_moment
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, Participant
from pupitre.people.models import PatientCount, Person, Status
from pupitre.people.rules.identifiers import luhn_sum

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TODAY = date(2026, 11, 22)
RCP_FILES = (5, 4, 6, 5, 4, 6, 5, 4, 4)
TEAM = (
    *("medecin_generaliste",) * 4,
    "sage_femme",
    *("infirmier",) * 8,
    *("masseur_kinesitherapeute",) * 3,
    "pedicure_podologue",
    "orthophoniste",
)


@pytest.fixture
def november() -> Iterator[None]:
    """It is 22 November 2026, at noon."""
    with time_machine.travel(datetime(2026, 11, 22, 11, 0, tzinfo=UTC), tick=False):
        yield


def rpps(rank: int) -> str:
    """A number with the right key."""
    start = f"{1_000_000_000 + rank}"
    return next(f"{start}{key}" for key in range(10) if luhn_sum(f"{start}{key}") % 10 == 0)


def associate(profession: str, rank: int, since: date = date(2020, 1, 1)) -> Person:
    person = records.save(
        Person(
            last_name=f"Nom{rank:02}",
            first_name="Claude",
            profession=profession,
            rpps=rpps(rank),
            joined_on=since,
        ),
        by=MACHINE,
    )
    records.save(Status(person=person, kind="associate", since=since), by=MACHINE)
    return person


def open_site(name: str, *, saturday: bool = True, closes: time = time(20)) -> Site:
    site = Site.objects.filter(hours=None).first() or Site()
    site.name = name
    records.save(site, by=MACHINE)
    days = [(day, closes) for day in range(5)] + [(5, time(12))] * saturday
    for day, end in days:
        records.save(OpeningHours(site=site, weekday=day, opens=time(8), closes=end), by=MACHINE)
    return site


def rcp(day: date, files: int | None, *people: Person, state: str = "closed") -> Meeting:
    start = utc_moment(day, time(12, 30))
    end = utc_moment(day, time(13, 30))
    meeting = records.save(
        Meeting(title="RCP", kind="rcp", state=state, starts_at=start, ends_at=end, files=files),
        by=MACHINE,
    )
    for person in people:
        records.save(
            Participant(
                meeting=meeting, person=person, profession=person.profession, status="present"
            ),
            by=MACHINE,
        )
    return meeting


@pytest.fixture
def year_of_work(in_a: Scope, centre_a: Centre, november: None) -> list[Person]:
    """Eighteen associates, 5 200 patients, one site open from 8 to 20, nine RCPs of 43 files."""
    centre_a.unscheduled_care = True
    centre_a.save()
    open_site("Bourg")
    team = [associate(profession, rank) for rank, profession in enumerate(TEAM)]
    for doctor in team[:4]:
        count = PatientCount(
            doctor=doctor, counted_on=date(2026, 1, 1), patients=1300,
            ald_under_75=110, over_75_non_ald=75, over_75_ald=48,
        )  # fmt: skip
        records.save(count, by=MACHINE)
    for month, files in enumerate(RCP_FILES, start=1):
        rcp(date(2026, month, 10), files, *team[:6])
    return team
