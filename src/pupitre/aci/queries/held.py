"""What the lower apps hold of an exercise, thing by thing, with the documents that prove each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pupitre.aci.rules.held import ALL_REQUESTS, Thing, of_year
from pupitre.contracts.models import Agreement, Software
from pupitre.contracts.queries import INVOICE, LABEL, agreements_on, software_until
from pupitre.core import french
from pupitre.core.tenancy import CentreModel
from pupitre.documents.models import Document
from pupitre.hr.models import Engagement, Placement
from pupitre.hr.queries import INVOICE as FEES
from pupitre.hr.queries import active_on, placements_between
from pupitre.people.queries import profession_of
from pupitre.people.rules.professions import Family
from pupitre.projects.models import Action, Offer, Quality
from pupitre.projects.queries import actions_between, offers_between, qualities_between
from pupitre.projects.rules import levels, mean_days
from pupitre.protocols.models import Protocol
from pupitre.protocols.queries import protocols_on

Papers = Mapping[tuple[str, int], Sequence[Document]]


@dataclass(frozen=True)
class Period:
    """The exercise up to the day counted."""

    year: int
    day: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)


@dataclass(frozen=True)
class Rows:
    """The records of the lower apps that bear on an exercise."""

    engagements: Sequence[Engagement]
    protocols: Sequence[Protocol]
    actions: Sequence[Action]
    qualities: Sequence[Quality]
    offers: Sequence[Offer]
    agreements: Sequence[Agreement]
    software: Sequence[Software]
    placements: Sequence[Placement]

    def all(self) -> Iterator[CentreModel]:
        for rows in vars(self).values():
            yield from rows


def rows_of(over: Period) -> Rows:
    first, last = over.first, over.day
    return Rows(
        engagements=tuple(active_on(last)),
        protocols=tuple(protocols_on(last)),
        actions=tuple(actions_between(first, last)),
        qualities=tuple(qualities_between(first, last)),
        offers=tuple(offers_between(first, last)),
        agreements=tuple(agreements_on(last)),
        software=tuple(software_until(last)),
        placements=tuple(placements_between(first, last)),
    )


def row_of(row: CentreModel) -> tuple[str, int]:
    return row._meta.label_lower, row.pk


def papers_about(rows: Iterable[CentreModel]) -> Papers:
    """Return the documents of these records in one query, oldest first."""
    keys = {row_of(row) for row in rows}
    found: dict[tuple[str, int], list[Document]] = defaultdict(list)
    about = Document.objects.filter(
        object_type__in={label for label, _ in keys}, object_id__in={key for _, key in keys}
    )
    for document in about.order_by("added_at", "pk"):
        found[document.object_type, document.object_id or 0].append(document)
    return found


def things_of(rows: Rows, over: Period, associates: frozenset[int]) -> tuple[Thing, ...]:
    """Return everything done, in the order in which it was; `associates` are keys of persons."""
    papers = papers_about(rows.all())
    return (
        *(one for row in rows.engagements for one in _engagement(row, papers)),
        *(one for row in rows.agreements for one in _agreement(row, papers)),
        *(one for row in rows.software for one in _software(row, over, papers)),
        *(one for row in rows.protocols for one in _protocol(row, over, papers)),
        *(one for row in rows.actions for one in _action(row, over, papers)),
        *(one for row in rows.qualities for one in _quality(row, over, papers)),
        *(one for row in rows.offers for one in _offer(row, over, papers, associates)),
        *_sas(rows.offers, over),
        *(_placement(row, papers) for row in rows.placements),
    )


def _thing(
    row: CentreModel,
    subject: str,
    pieces: Sequence[Document],
    piece: str = "",
    *,
    label: str = "",
    counts_as: object = True,
) -> Thing:
    """Return what one document proves, or what no document has to when `piece` is empty."""
    return Thing(
        subject=subject,
        label=label or str(row),
        url=row.get_absolute_url(),  # type: ignore[attr-defined]
        row=row_of(row),
        counts_as=counts_as,
        pieces=tuple(pieces),
        asked=int(bool(piece)),
        missing=(piece,) if piece and not pieces else (),
    )


def _engagement(row: Engagement, papers: Papers) -> Iterator[Thing]:
    pieces = [one for one in papers.get(row_of(row), ()) if one.purpose != FEES]
    label = f"{row}, {french.duration(row.weekly_minutes)} par semaine"
    yield _thing(
        row, "coordination", pieces, "le contrat de travail ou la fiche de poste", label=label
    )


AGREEMENTS = {
    Agreement.Kind.CHARTER: ("opening", "la charte d'engagement transmise à la CPAM"),
    Agreement.Kind.CRISIS_PLAN: ("crisis_plan", "le plan de préparation"),
    Agreement.Kind.EXCHANGE: ("external_coordination", "la procédure « {} »"),
}


def _agreement(row: Agreement, papers: Papers) -> Iterator[Thing]:
    if row.kind in AGREEMENTS:
        subject, piece = AGREEMENTS[Agreement.Kind(row.kind)]
        yield _thing(row, subject, papers.get(row_of(row), ()), piece.format(row))


def _software(row: Software, over: Period, papers: Papers) -> Iterator[Thing]:
    """A labelled software: its label, and an invoice of the year, prove it (avenant 1, A3-01, A3-02)."""
    given = papers.get(row_of(row), ())
    labels = [one for one in given if one.purpose == LABEL]
    invoices = [one for one in given if one.purpose == INVOICE and _of(one, over)]
    missing = [f"le label de {row}"] * (not labels)
    missing += [f"une facture de {row} de {over.year}"] * (not invoices)
    used = row.ended_on is None or row.ended_on > over.day
    subjects = {"standard": ("si_standard",), "advanced": ("si_standard", "si_advanced")}
    for subject in subjects.get(row.level, ()) if used else ():
        yield Thing(
            subject, str(row), row.get_absolute_url(), row_of(row), row.acquired_on,
            (*labels, *invoices), 2, tuple(missing),
        )  # fmt: skip


def _of(document: Document, over: Period) -> bool:
    return of_year(document.dated, french.local_day(document.added_at), over.year)


def _of_year(row: CentreModel, over: Period, papers: Papers) -> list[Document]:
    return [one for one in papers.get(row_of(row), ()) if _of(one, over)]


def _protocol(row: Protocol, over: Period, papers: Papers) -> Iterator[Thing]:
    pieces = papers.get(row_of(row), ())
    match row.kind:
        case Protocol.Kind.PNC:
            yield _thing(row, "pnc", pieces, counts_as=row.national)
        case Protocol.Kind.CHILD_OBESITY:
            yield _thing(row, "child_obesity", pieces)
        case Protocol.Kind.HEART_FAILURE:
            yield _heart_failure(row, over, pieces)
        case _:
            yield _thing(row, "protocols", pieces, f"une copie du protocole « {row} »")


def _heart_failure(row: Protocol, over: Period, pieces: Sequence[Document]) -> Thing:
    """Protocol, attestation and three numbers of patients of the year (avenant 1, A2-08)."""
    counted = any(
        one.year == over.year and one.new_cases is not None and one.diagnosed is not None
        for one in row.tallies.all()
    )
    asked = (
        ("une copie du protocole", len(pieces) > 0),
        ("l'attestation sur l'honneur", len(pieces) > 1),
        (f"les trois nombres de patients de {over.year}", counted),
    )
    missing = tuple(f"{words} (« {row} »)" for words, there in asked if not there)
    return Thing(
        "heart_failure", str(row), row.get_absolute_url(), row_of(row), True, tuple(pieces),
        len(asked), missing,
    )  # fmt: skip


def _action(row: Action, over: Period, papers: Papers) -> Iterator[Thing]:
    pieces = _of_year(row, over, papers)
    piece = f"une pièce de {over.year} pour « {row} »"
    if row.kind == Action.Kind.MISSION:
        yield _thing(row, "missions", pieces, piece, counts_as=row.theme)
    if row.kind == Action.Kind.CRISIS:
        yield _thing(row, "crisis_actions", pieces, piece)
    surveyed = row.survey_on is not None and over.first <= row.survey_on <= over.day
    level = row.level if row.kind == Action.Kind.USERS else None
    for reached in sorted({one for one in (level, surveyed and 1) if one}):
        yield _thing(row, "users_level", pieces, piece, counts_as=reached)


def _quality(row: Quality, over: Period, papers: Papers) -> Iterator[Thing]:
    """One thing for each level: the first document proves the first one, and so on."""
    pieces = papers.get(row_of(row), ())
    reached = levels(row.diagnosed_on, row.deployed_on, row.concluded_on, over.first, over.day)
    for level in sorted(reached):
        piece = f"un document pour le niveau {level} de « {row} »"
        label = f"{row}, niveau {level}"
        own = pieces[level - 1 : level]
        yield _thing(row, "quality_level", own, piece, label=label, counts_as=level)


def _offer(row: Offer, over: Period, papers: Papers, associates: frozenset[int]) -> Iterator[Thing]:
    """Sessions of visitors from outside the SISA: specialists, midwives, dentists, pharmacists (A1-05)."""
    person = row.person
    if row.kind not in Offer.VISITS or person is None or person.pk in associates:
        return
    profession = profession_of(person.profession)
    if profession is not None and profession.family is Family.MEDICAL:
        half_days = Fraction(row.half_days or 0)
        days = mean_days(half_days, row.since, row.until, over.first, over.day)
        yield Thing(
            "second_recourse_level", str(person), row.get_absolute_url(), row_of(row), days, (), 1,
            () if person.rpps else (f"le numéro RPPS de {person}",),
        )  # fmt: skip
    if row.kind == Offer.Kind.CSTM:
        pieces = papers.get(row_of(row), ())
        yield _thing(row, "cstm", pieces, f"le contrat CSTM de {person}", label=str(person))


def _sas(offers: Sequence[Offer], over: Period) -> Iterator[Thing]:
    """Who is in the SAS; taking every request asks for the list of the doctors who are (A1-09)."""
    held = [one for one in offers if one.until is None or one.until >= over.day]
    joined = [one for one in held if one.kind == Offer.Kind.SAS and one.person_id]
    for one in joined:
        yield _thing(one, "sas", (), label=str(one.person), counts_as=one.person_id)
    for one in held:
        if one.kind == Offer.Kind.SAS_ALL:
            lack = () if joined else ("la liste des médecins inscrits au SAS",)
            yield Thing(
                "sas", str(one), one.get_absolute_url(), row_of(one), ALL_REQUESTS, (), 1, lack
            )


def _placement(row: Placement, papers: Papers) -> Thing:
    return _thing(
        row,
        "trainees",
        papers.get(row_of(row), ()),
        f"la convention ou l'attestation de stage de {row.person}",
        label=f"{row.person}, {profession_label(row)}",
        counts_as=row.person_id,
    )


def profession_label(row: Placement) -> str:
    known = profession_of(row.person.profession)
    return known.label if known else row.school
