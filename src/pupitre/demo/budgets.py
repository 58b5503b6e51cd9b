"""The budgets of a fictitious SISA: this year's, voted and followed, a scenario beside it, next year's being prepared."""

from datetime import date

from pupitre.books.models import AnalyticProject, EntryLine, Funder, Heading, LegalEntity
from pupitre.books.queries import main_entity
from pupitre.books.services import set_analysis
from pupitre.budgets.models import Plan, PlanLine
from pupitre.budgets.services.lines import decide, say
from pupitre.budgets.services.plans import (
    ACTUAL,
    EMPTY,
    copy_plan,
    freeze,
    prepare_budget,
    vote,
)
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.meetings.models import Meeting

LINES = (
    ("D-INDEM", "Indemnités des professionnels", 2_200_000, (3, 6, 9, 12), "Quatre règlements par an"),
    ("D-SI", "Logiciel partagé", 324_000, (), ""),
    ("D-SI", "Téléphone et internet", 144_000, (), ""),
    ("D-LOCAUX", "Loyer de la commune", 1_968_000, (), ""),
    ("D-LOCAUX", "Ménage et entretien", 470_000, (), "Contrat revu en mars"),
    ("D-FOURN", "Fournitures et petit matériel", 60_000, (), ""),
    ("D-HONO", "Assurance multirisque", 184_000, (11,), ""),
    ("D-HONO", "Expert-comptable", 192_000, (4,), ""),
    ("D-ACTION", "Ateliers et affiches", 120_000, (10, 11), ""),
    ("R-ACI", "Avance ACI de la CPAM", 4_130_000, (4,), ""),
    ("R-LOYER", "Loyers et charges refacturés", 2_664_000, (), ""),
    ("R-SUBV", "Subvention pour les ateliers", 80_000, (9,), "Convention signée en février"),
)  # fmt: skip
"""Heading, words, cents, months, why."""
SCENARIO = "Avec un deuxième secrétaire"


def budget_years(*, today: date, by: Actor) -> None:
    """Vote this year's budget, compare it with a scenario, and prepare next year's from the books."""
    entity = main_entity()
    if entity is None:
        return
    project = _project(today, by)
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    base = prepare_budget(
        entity=entity, starts_on=first, ends_on=last, start=EMPTY, today=today, by=by
    )
    headings = {heading.code: heading for heading in Heading.objects.all()}
    for code, label, cents, months, note in LINES:
        atelier = project if "telier" in label else None
        records.save(PlanLine(plan=base, heading=headings[code], label=label, cents=cents, months=list(months), note=note, project=atelier), by=by)  # fmt: skip
    _discuss(base, by)
    closed = Meeting.objects.filter(
        state=Meeting.State.CLOSED,
        kind__in=[Meeting.Kind.ASSEMBLY, Meeting.Kind.MANAGEMENT],
    )
    freeze(base, by=by)
    vote(base, meeting=closed.earliest("starts_at"), by=by)
    scenario = copy_plan(base, name=SCENARIO, by=by)
    records.save(PlanLine(plan=scenario, heading=headings["D-PERS"], label="Deuxième secrétaire, mi-temps", cents=1_640_000), by=by)  # fmt: skip
    _next_year(entity, today, by)


def _project(today: date, by: Actor) -> AnalyticProject:
    """Follow a project apart, with the expenses of its posters."""
    funder = records.save(Funder(name="Agence régionale de santé"), by=by)
    project = records.save(
        AnalyticProject(name="Ateliers de prévention des chutes", funder=funder), by=by
    )
    for line in EntryLine.objects.filter(heading__code="D-ACTION").select_related("heading"):
        set_analysis(line, heading=line.heading, project=project, by=by)
    return project


def _discuss(plan: Plan, by: Actor) -> None:
    """An accountant's proposal, taken; a manager's question."""
    line = plan.lines.get(label="Expert-comptable")
    accountant = Actor("Hélène Roussel (cabinet comptable)", "cli", role="accountant")
    proposal = say(line, text="La mission comprend maintenant le social.", cents=204_000, by=accountant)  # fmt: skip
    decide(proposal, accept=True, by=by)
    say(plan.lines.get(label="Fournitures et petit matériel"), text="Faut-il prévoir un second défibrillateur ?", cents=None, by=accountant)  # fmt: skip


def _next_year(entity: LegalEntity, today: date, by: Actor) -> None:
    """Start from the books of the year, then from the contracts that last."""
    year = today.year + 1
    plan = prepare_budget(
        entity=entity,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        start=ACTUAL if today.month > 1 else EMPTY,
        today=today,
        by=by,
    )
    if today.month == 1:
        return
    line = plan.lines.order_by("-cents").first()
    if line is not None:
        manager = Actor("Marc Delorme", "cli", role="manager")
        say(line, text="À arrondir avant l’assemblée.", cents=line.cents // 10_000 * 10_000, by=manager)  # fmt: skip
