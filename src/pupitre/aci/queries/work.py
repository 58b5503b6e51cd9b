"""What the work itself says of one exercise: the team, the patients, the hours, the RCPs, all that was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pupitre.aci.queries.held import Period, Rows, rows_of, things_of
from pupitre.aci.rules.exercise import months_of_contract
from pupitre.aci.rules.held import Thing, facts_of
from pupitre.aci.rules.opening import Opening, Slot, opening
from pupitre.aci.rules.team import Diversity, diversity
from pupitre.centres.models import Centre, OpeningHours, Site
from pupitre.centres.queries import current_centre
from pupitre.meetings.queries.rcp import HeldRcp, concertation_calendar
from pupitre.people.models import Person
from pupitre.people.queries import PatientFacts, associates, patient_facts, profession_of, team
from pupitre.projects.models import Offer


@dataclass(frozen=True)
class Work:
    """What the lower apps hold for one day of the exercise; `doctors`: keys of who may join the SAS."""

    year: int
    centre: Centre
    opening: Opening
    associates: tuple[Person, ...]
    diversity: Diversity
    ipa: bool
    patients: PatientFacts
    rcps: tuple[HeldRcp, ...]
    things: tuple[Thing, ...]
    doctors: frozenset[int]

    @property
    def counted_rcps(self) -> list[HeldRcp]:
        """The RCPs at which files were studied: only these count."""
        return [held for held in self.rcps if held.rcp.files]

    @property
    def files(self) -> int:
        return sum(held.rcp.files for held in self.rcps)

    @property
    def without_files(self) -> list[HeldRcp]:
        return [held for held in self.rcps if not held.files_known]

    @property
    def without_rpps(self) -> list[Person]:
        return [person for person in self.associates if not person.rpps]

    def about(self, subject: str) -> tuple[Thing, ...]:
        """The things done on the subject of an indicator."""
        return tuple(thing for thing in self.things if thing.subject == subject)

    def facts(self) -> dict[str, Any]:
        """The fields of `rules.facts.Facts` that the work fills."""
        return {
            "patients": self.patients.patients,
            "ald_under_75": self.patients.ald_under_75,
            "over_75_non_ald": self.patients.over_75_non_ald,
            "over_75_ald": self.patients.over_75_ald,
            "associates": len(self.associates),
            "ipa": self.ipa,
            "medical": self.diversity.medical,
            "paramedical_kinds": self.diversity.paramedical_kinds,
            "amplitude": self.opening.amplitude,
            "saturday": self.opening.saturday,
            "closure": self.centre.closure,
            "unscheduled_care": self.centre.unscheduled_care,
            "meetings": len(self.counted_rcps),
            "files": self.files,
            "si_months": self.months_equipped,
            **facts_of(self.things, self.doctors),
        }

    @property
    def months_equipped(self) -> int | None:
        """Months since the first software, when it was acquired during the exercise (A3-01); else None."""
        first = min((one.counts_as for one in self.about("si_standard")), default=None)
        return months_of_contract(self.year, first) if first and first.year == self.year else None

    def justified(self) -> dict[str, Any]:
        """The same, limited to what its pieces prove."""
        limited = facts_of((one for one in self.things if one.proved), self.doctors)
        if not any(one.proved for one in self.about("opening")):
            limited["unscheduled_care"] = False
        if self.without_rpps:
            limited |= {"medical": 0, "paramedical_kinds": 0}
        return limited


def work_of(year: int, day: date) -> Work:
    """Return what the work says of the exercise, the team being read on that day."""
    present = tuple(associates(day))
    keys, over = frozenset(person.pk for person in present), Period(year, day)
    rows = rows_of(over)
    known = [profession for person in present if (profession := profession_of(person.profession))]
    return Work(
        year=year,
        centre=current_centre(),
        opening=opening(hours_by_site(day)),
        associates=present,
        diversity=diversity(known),
        ipa=team(day).filter(profession="ipa").exists(),
        patients=patient_facts(day),
        rcps=tuple(concertation_calendar(year)),
        things=things_of(rows, over, keys),
        doctors=doctors_of(present, rows),
    )


DOCTORS = frozenset({"medecin_generaliste", "medecin"})


def doctors_of(present: Iterable[Person], rows: Rows) -> frozenset[int]:
    """Return the keys of the doctors, associates or visitors (avenant 1, A1-09)."""
    visitors = [one.person for one in rows.offers if one.kind in Offer.VISITS and one.person]
    return frozenset(one.pk for one in (*present, *visitors) if one.profession in DOCTORS)


def hours_by_site(day: date) -> Mapping[str, list[Slot]]:
    """Return the opening intervals of each site open that day, by its name."""
    open_sites = [
        site for site in Site.objects.all() if site.closed_on is None or site.closed_on > day
    ]
    found: dict[int, list[Slot]] = {site.pk: [] for site in open_sites}
    for hours in OpeningHours.objects.filter(site_id__in=list(found)).order_by("pk"):
        found[hours.site_id].append(Slot(hours.weekday, hours.opens, hours.closes))
    return {site.name: found[site.pk] for site in open_sites}
