"""What the work itself says of one exercise: the team, the patients, the hours, the RCPs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pupitre.aci.rules.opening import Opening, Slot, opening
from pupitre.aci.rules.team import Diversity, diversity
from pupitre.centres.models import Centre, OpeningHours, Site
from pupitre.centres.queries import current_centre
from pupitre.hr.queries import Coordination, coordination_on
from pupitre.meetings.queries.rcp import HeldRcp, concertation_calendar
from pupitre.people.models import Person
from pupitre.people.queries import PatientFacts, associates, patient_facts, profession_of, team


@dataclass(frozen=True)
class Work:
    """What the lower apps hold for one day of the exercise."""

    centre: Centre
    opening: Opening
    associates: tuple[Person, ...]
    diversity: Diversity
    ipa: bool
    patients: PatientFacts
    rcps: tuple[HeldRcp, ...]
    coordination: Coordination | None

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

    @property
    def held(self) -> frozenset[str]:
        return held_by(self.coordination)

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
            "coordination": self.coordination is not None,
        }

    def justified(self, *, charter: bool) -> dict[str, Any]:
        """The same, where a piece that the work cannot make by itself is missing."""
        limited: dict[str, Any] = {}
        if not charter:
            limited["unscheduled_care"] = False
        if self.without_rpps:
            limited |= {"medical": 0, "paramedical_kinds": 0}
        if self.coordination and not self.coordination.pieces:
            limited["coordination"] = False
        return limited


def facts_held(day: date) -> frozenset[str]:
    """Return the declared facts that the work tells by itself that day: nobody needs to type them."""
    return held_by(coordination_on(day))


def held_by(coordination: Coordination | None) -> frozenset[str]:
    return frozenset({"coordination"} if coordination else ())


def work_of(year: int, day: date) -> Work:
    """Return what the work says of the exercise, the team being read on that day."""
    present = tuple(associates(day))
    known = [profession for person in present if (profession := profession_of(person.profession))]
    return Work(
        centre=current_centre(),
        opening=opening(hours_by_site(day)),
        associates=present,
        diversity=diversity(known),
        ipa=team(day).filter(profession="ipa").exists(),
        patients=patient_facts(day),
        rcps=tuple(concertation_calendar(year)),
        coordination=coordination_on(day),
    )


def hours_by_site(day: date) -> Mapping[str, list[Slot]]:
    """Return the opening intervals of each site open that day, by its name."""
    open_sites = [
        site for site in Site.objects.all() if site.closed_on is None or site.closed_on > day
    ]
    found: dict[int, list[Slot]] = {site.pk: [] for site in open_sites}
    for hours in OpeningHours.objects.filter(site_id__in=list(found)).order_by("pk"):
        found[hours.site_id].append(Slot(hours.weekday, hours.opens, hours.closes))
    return {site.name: found[site.pk] for site in open_sites}
