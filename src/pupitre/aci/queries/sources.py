"""Where each figure comes from, in words, with the pieces that prove it and those that lack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pupitre.aci.models import Contract, Exercise
from pupitre.aci.queries.typed import Typed
from pupitre.aci.queries.work import Work
from pupitre.aci.rules.declared import BY_NAME, DECLARED, Declared
from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.words import counted, percent
from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.documents.models import Document
from pupitre.hr.queries import Coordination

TEAM_PAGE = "people:person-list"


@dataclass(frozen=True)
class Source:
    """One figure: `words` of what was done, the page where it is born, the pieces attached and
    those that lack in words; `asked` and `ready` count them. `act` is where to do or prove more."""

    words: str
    origin: str
    url: str
    act: str
    pieces: tuple[Document, ...] = ()
    asked: int = 0
    ready: int = 0
    missing: tuple[str, ...] = ()


def sources_of(typed: Mapping[str, Typed], work: Work, year: int) -> dict[str, Source]:
    """Return the source of each indicator, by subject (`rules.declared.subject_of`)."""
    found = {
        one.subject: declared_source(one, typed.get(one.name), year) for one in reversed(DECLARED)
    }
    found["opening"] = replace(
        found["opening"],
        words=opening_words(work),
        origin="Réglages de la MSP",
        url=centre_url("centres:settings"),
    )
    if not found["opening"].asked:
        found["opening"] = replace(
            found["opening"], asked=1, missing=("la charte d'engagement, transmise à la CPAM",)
        )
    found["si_standard"] = replace(
        found["si_standard"],
        words=f"{associates_words(work)}, {software_words(typed.get('si_standard'))}",
    )
    if work.coordination:
        found["coordination"] = coordination_source(work.coordination)
    found["diversity_level"] = diversity_source(work)
    found["concertation"] = concertation_source(work, year)
    return found


def declared_source(declared: Declared, typed: Typed | None, year: int) -> Source:
    """The source of a typed fact; the page is where it is typed and proved."""
    page = centre_url("aci:fact", year, declared.name)
    if typed is None:
        return Source("Non renseigné", "Faits déclarés", page, page)
    note = f" ({typed.row.note})" if typed.row.note else ""
    lacking = f", il en manque {typed.lacking}" if typed.asked > 1 else ""
    return Source(
        words=f"{capitalised(declared.says(typed.value))}{note}",
        origin="Faits déclarés",
        url=page,
        act=page,
        pieces=typed.pieces,
        asked=typed.asked,
        ready=typed.asked - typed.lacking,
        missing=(f"{declared.piece}{lacking}",) if typed.lacking else (),
    )


def coordination_source(coordination: Coordination) -> Source:
    """Who is engaged to coordinate; one document of the engagement proves it."""
    one = coordination.engagements[0]
    page = one.get_absolute_url()
    return Source(
        words=f"{one}, {french.duration(one.weekly_minutes)} par semaine",
        origin="Coordination",
        url=centre_url("hr:home"),
        act=page,
        pieces=coordination.pieces,
        asked=1,
        ready=int(bool(coordination.pieces)),
        missing=() if coordination.pieces else (BY_NAME["coordination"].piece,),
    )


def software_words(typed: Typed | None) -> str:
    if typed is None or not typed.value:
        return "logiciel labellisé à déclarer"
    return typed.row.note or "logiciel labellisé"


def opening_words(work: Work) -> str:
    care = "" if work.centre.unscheduled_care else ", soins non programmés non organisés"
    return f"{work.opening.words}{care}"


def diversity_source(work: Work) -> Source:
    """The list of associates is made by Pupitre: it is ready once each has an RPPS number."""
    page = centre_url(TEAM_PAGE)
    names = ", ".join(str(person) for person in work.without_rpps[:3])
    others = len(work.without_rpps) - 3
    names += (
        f" et {others} autres" if others > 1 else " et une autre personne" if others == 1 else ""
    )
    medical, kinds = work.diversity.medical, work.diversity.paramedical_kinds
    return Source(
        words=f"{counted(medical, 'associé médical', 'associés médicaux')} hors généralistes, "
        f"{counted(kinds, 'profession paramédicale', 'professions paramédicales')}",
        origin="Annuaire",
        url=page,
        act=page,
        asked=1,
        ready=int(not names),
        missing=(f"le numéro RPPS de {names}",) if names else (),
    )


def concertation_source(work: Work, year: int) -> Source:
    """The calendar is made by Pupitre; it lacks the file counts that nobody has given."""
    page = centre_url("aci:concertation", year)
    silent = work.without_files
    return Source(
        words=f"{french.counted(len(work.rcps), 'RCP', 'RCP')}, "
        f"{french.counted(work.files, 'dossier', 'dossiers')}",
        origin="Réunions",
        url=page,
        act=page,
        asked=1 + len(silent),
        ready=int(bool(work.counted_rcps)),
        missing=tuple(
            f"le nombre de dossiers de la RCP du {held.rcp.day:%d/%m}" for held in silent
        ),
    )


def associates_words(work: Work) -> str:
    return french.counted(len(work.associates), "associé·e", "associé·es")


def common_sources(
    exercise: Exercise, contract: Contract | None, work: Work, facts: Facts
) -> tuple[tuple[str, Source], ...]:
    """What every amount depends on: patients, associates, IPA, contract, precarity."""
    people, settings = centre_url(TEAM_PAGE), centre_url("aci:exercise", exercise.year)
    since = f"depuis le {contract.effect_on:%d/%m/%Y}" if contract else "date d'effet à saisir"
    agreement = contract.get_absolute_url() if contract else centre_url("aci:contract-list")
    found = (
        (
            "Patientèle médecin traitant",
            patients_words(work),
            "Patientèle",
            centre_url("people:patients"),
        ),
        ("Associés", associates_words(work), "Annuaire", people),
        ("IPA dans l'équipe", "oui" if work.ipa else "non", "Annuaire", people),
        ("Contrat", f"{facts.months} mois, {since}", "Contrat", agreement),
        (
            "Précarité",
            f"C2S {percent(facts.c2s)}, AME {percent(facts.ame)}",
            "Réglages de l'exercice",
            settings,
        ),
    )
    return tuple((label, Source(words, origin, url, url)) for label, words, origin, url in found)


def patients_words(work: Work) -> str:
    doctors = french.counted(work.patients.doctors, "médecin", "médecins")
    silent = len(work.patients.without_count)
    missing = f", {silent} sans chiffre" if silent else ""
    patients = french.counted(work.patients.patients, "patient", "patients")
    return f"{patients} ({doctors}{missing})"


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
