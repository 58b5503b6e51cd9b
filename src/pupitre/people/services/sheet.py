"""A pasted table, a CSV or contacts: checked line by line, then applied whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from pupitre.centres.models import Site
from pupitre.core import dates, records
from pupitre.core.actor import Actor
from pupitre.people.models import Group, Person, PersonSite, Status
from pupitre.people.professions import professions
from pupitre.people.queries import profession_of, running
from pupitre.people.rules.exchange import parse_vcards
from pupitre.people.rules.names import fold
from pupitre.people.rules.spreadsheet import LineError, PersonRow, match_rows, parse_block
from pupitre.people.services.directory import known_person
from pupitre.people.services.groups import enter_group
from pupitre.people.services.persons import PersonError

FIELDS = {
    "email": "E-mail",
    "phone": "Téléphone",
    "rpps": "RPPS",
    "profession": "Profession",
}
STATUS_WORDS = {
    "associe": "associate", "associee": "associate", "associe e": "associate",
    "signataire": "signatory",
    "remplacant": "replacement", "remplacante": "replacement", "remplacant e": "replacement",
    "salarie": "employee", "salariee": "employee", "salarie e": "employee",
    "stagiaire": "trainee",
}  # fmt: skip


@dataclass
class LinePlan:
    """What one line would do: to whom, which fields, sites, groups and statuses; `told` says it in French."""

    row: PersonRow
    person: Person
    new: bool
    fields: dict[str, str] = field(default_factory=dict)
    site: Site | None = None
    groups: tuple[str, ...] = ()
    statuses: dict[str, date] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SheetPlan:
    """What a table would do; with one error nothing may be applied."""

    lines: tuple[LinePlan, ...]
    errors: tuple[LineError, ...]

    @property
    def new(self) -> int:
        return sum(line.new for line in self.lines)

    @property
    def changed(self) -> int:
        return sum(bool(line.told) and not line.new for line in self.lines)


def plan_sheet(text: str, today: date) -> SheetPlan:
    """Return what this text (a table, a CSV or vCards) would do; it writes nothing."""
    read = (
        parse_vcards if text.lstrip("\ufeff \n").upper().startswith("BEGIN:VCARD") else parse_block
    )
    parsed = read(text, professions(), today)
    persons = {str(person.pk): person for person in Person.objects.prefetch_related("sites__site")}
    told = [row for row in parsed.rows if row.rpps or (row.name and row.given_name)]
    matched = match_rows(told, [known_person(person) for person in persons.values()])
    desk = _Desk(today)
    lines = [desk.plan(row, persons[known.key] if known else None) for row, known in matched.pairs]
    errors = sorted([*parsed.errors, *matched.errors, *desk.errors], key=lambda error: error.line)
    return SheetPlan(tuple(lines), tuple(errors))


class _Desk:
    """What the lines are compared with: sites, memberships and statuses of the day, fetched once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.errors: list[LineError] = []
        self.sites = {fold(site.name): site for site in Site.objects.all()}
        self.groups = {fold(group.name): group for group in Group.objects.all()}
        self.members = (
            {
                (row.person_id, fold(row.group.name))
                for group in self.groups.values()
                for row in group.members.filter(running(today)).select_related("group")
            }
            if self.groups
            else set()
        )
        self.statuses = {
            (row.person_id, row.kind): row for row in Status.objects.filter(running(today))
        }

    def plan(self, row: PersonRow, known: Person | None) -> LinePlan:
        person = known or Person(last_name=row.name, first_name=row.given_name)
        plan = LinePlan(row, person, new=known is None)
        if plan.new:
            plan.told.append("à ajouter")
        self._fields(plan)
        self._site(plan)
        self._groups(plan)
        self._statuses(plan)
        return plan

    def _fields(self, plan: LinePlan) -> None:
        for name, label in FIELDS.items():
            before, after = getattr(plan.person, name), getattr(plan.row, name)
            if after and after != before:
                plan.fields[name] = after
                shown = [_shown(name, before), _shown(name, after)]
                plan.told.append(f"{label} : {' → '.join(filter(None, shown))}")

    def _site(self, plan: LinePlan) -> None:
        if not plan.row.site:
            return
        site = self.sites.get(fold(plan.row.site))
        if site is None:
            names = ", ".join(found.name for found in self.sites.values())
            self._refuse(
                plan, f"le site « {plan.row.site} » n’existe pas ; écrivez l’un de : {names}."
            )
        elif plan.new or site.pk not in {row.site_id for row in plan.person.sites.all()}:
            plan.site = site
            plan.told.append(f"Site : {site.name}")

    def _groups(self, plan: LinePlan) -> None:
        entered = [
            name
            for name in plan.row.groups
            if plan.new or (plan.person.pk, fold(name)) not in self.members
        ]
        plan.groups = tuple(entered)
        for name in entered:
            made = "" if fold(name) in self.groups else " (à créer)"
            plan.told.append(f"Groupe : {name}{made}")

    def _statuses(self, plan: LinePlan) -> None:
        since: dict[str, date | None] = {}
        for word in plan.row.statuses:
            kind = STATUS_WORDS.get(fold(word))
            if kind is None:
                self._refuse(
                    plan,
                    f"le statut « {word} » n’est pas connu ; écrivez associé, signataire, "
                    "remplaçant, salarié ou stagiaire.",
                )
            else:
                since[kind] = None
        since |= {"associate": plan.row.associate_since} if plan.row.associate_since else {}
        since |= {"signatory": plan.row.signatory_since} if plan.row.signatory_since else {}
        for kind, day in since.items():
            self._status(plan, kind, day)

    def _status(self, plan: LinePlan, kind: str, day: date | None) -> None:
        row = None if plan.new else self.statuses.get((plan.person.pk, kind))
        if row is not None and day in (None, row.since):
            return
        start = day or self.today
        plan.statuses[kind] = start
        plan.told.append(
            f"Statut : {Status.Kind(kind).label} depuis le {dates.format_numeric(start)}"
        )

    def _refuse(self, plan: LinePlan, sentence: str) -> None:
        self.errors.append(LineError(plan.row.line, sentence))


def _shown(name: str, value: str) -> str:
    known = profession_of(value) if name == "profession" else None
    return known.label if known else value


@transaction.atomic
def apply_sheet(plan: SheetPlan, *, by: Actor, today: date) -> int:
    """Do what a plan without error says, in one transaction; return how many persons were touched."""
    if plan.errors:
        raise PersonError("Corrigez d'abord les lignes signalées : rien n'a été enregistré.")
    groups = {fold(group.name): group for group in Group.objects.all()}
    touched = [line for line in plan.lines if line.told]
    for line in touched:
        _apply(line, groups, by, today)
    return len(touched)


def _apply(line: LinePlan, groups: dict[str, Group], by: Actor, today: date) -> None:
    person = line.person
    for name, value in line.fields.items():
        setattr(person, name, value)
    if line.new or line.fields:
        records.save(person, by=by, action="coller un tableau")
    if line.site:
        records.save(PersonSite(person=person, site=line.site), by=by)
    for name in line.groups:
        if fold(name) not in groups:
            groups[fold(name)] = records.save(Group(name=name), by=by)
        enter_group(groups[fold(name)], person, since=today, by=by)
    _give(person, line.statuses, by)


def _give(person: Person, statuses: Mapping[str, date], by: Actor) -> None:
    """Give statuses from their days; one that runs already has its beginning corrected."""
    for kind, since in statuses.items():
        row = Status.objects.filter(person=person, kind=kind, until__isnull=True).first()
        row = row or Status(person=person, kind=kind)
        row.since = since
        records.save(row, by=by, action="coller un tableau")
