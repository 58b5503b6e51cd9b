"""Where each figure comes from, in words, with the pieces that prove it and those that lack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pupitre.aci.models import Contract, Exercise
from pupitre.aci.queries.origins import ORIGINS, Origin
from pupitre.aci.queries.work import Work
from pupitre.aci.rules.facts import Facts
from pupitre.aci.rules.held import ALL_REQUESTS, Thing, by_subject, facts_of, kinds
from pupitre.aci.rules.words import counted, percent
from pupitre.core import french
from pupitre.core.links import centre_url
from pupitre.documents.models import Document

TEAM_PAGE = "people:person-list"
NOTHING = "Rien pour l'instant"


@dataclass(frozen=True)
class Source:
    """One figure: `words` of what was done, the page where it is born, the pieces attached and
    those that lack in words; `asked` and `ready` count them. `act` is where to prove it or mend it,
    `more` where to add to it. `things` are what the figure counts, one by one, each with its page,
    its row, its pieces and those that it lacks; empty for what is read whole (hours, team, RCPs)."""

    words: str
    origin: str
    url: str
    act: str
    pieces: tuple[Document, ...] = ()
    asked: int = 0
    ready: int = 0
    missing: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    more: str = ""


COUNTED = {
    "protocols": ("protocole", "protocoles"),
    "missions": ("mission", "missions"),
    "trainees": ("stagiaire", "stagiaires"),
    "pnc": ("protocole national", "protocoles nationaux"),
}


def sources_of(work: Work) -> dict[str, Source]:
    """Return the source of each indicator, by subject (`rules.ruleset.subject_of`)."""
    done = by_subject(work.things)
    found = {
        subject: source_of(origin, done.get(subject, ()), words_of(subject, work))
        for subject, origin in ORIGINS.items()
    }
    found["opening"] = opening_source(found["opening"], work)
    found["si_standard"] = replace(
        found["si_standard"],
        words=f"{associates_words(work)}, {software_words(work)}",
    )
    found["diversity_level"] = diversity_source(work)
    found["concertation"] = concertation_source(work)
    return found


def source_of(origin: Origin, things: Sequence[Thing], words: str) -> Source:
    """The source of what is counted thing by thing; each piece once, though it proves two."""
    lacking = [thing for thing in things if thing.missing]
    pieces = {piece.pk: piece for thing in things for piece in thing.pieces}
    missing = dict.fromkeys(words for thing in things for words in thing.missing)
    asked = sum(thing.asked for thing in things)
    return Source(
        words=words,
        origin=origin.words,
        url=centre_url(origin.listed),
        act=lacking[0].url if lacking else origin.more,
        pieces=tuple(pieces.values()),
        asked=asked,
        ready=asked - sum(len(thing.missing) for thing in things),
        missing=tuple(missing),
        things=tuple(things),
        more=origin.more,
    )


def words_of(subject: str, work: Work) -> str:
    """What was done on a subject: « 6 protocoles », « niveaux 1 et 2 », the text in force, who."""
    things = work.about(subject)
    if not things:
        return NOTHING
    if subject in COUNTED:
        fact = facts_of(things, work.doctors)[subject]
        return counted(fact, *COUNTED[subject])
    if subject in {"users_level", "quality_level"}:
        return levels_words(sorted(kinds(things)))
    if subject == "second_recourse_level":
        days = sum(thing.counts_as for thing in things)
        return f"{counted(days, 'jour par semaine', 'jours par semaine')}, {names(things)}"
    if subject == "sas":
        return sas_words(things, work)
    return names(things)


def sas_words(things: Sequence[Thing], work: Work) -> str:
    """« 3 sur 5 médecins », and whether every request of the regulator is taken."""
    takers = kinds(things)
    doctors = french.counted(len(work.doctors), "médecin", "médecins")
    every = ", toutes les demandes du régulateur" if ALL_REQUESTS in takers else ""
    return f"{len(takers & work.doctors)} sur {doctors}{every}"


def levels_words(levels: Sequence[int]) -> str:
    return f"Niveau{'x' if len(levels) > 1 else ''} {' et '.join(map(str, levels))}"


def names(things: Sequence[Thing]) -> str:
    return ", ".join(dict.fromkeys(thing.label for thing in things))


def software_words(work: Work) -> str:
    return names(work.about("si_standard")) or "logiciel labellisé à inscrire"


def opening_source(charter: Source, work: Work) -> Source:
    """The hours are settings of the centre; the charter, always asked, is what proves them."""
    hours = centre_url("centres:settings")
    told = bool(work.opening.amplitude) and work.centre.unscheduled_care
    lacking = () if charter.things else ("la charte d'engagement, transmise à la CPAM",)
    return replace(
        charter,
        words=opening_words(work),
        origin="Réglages de la MSP",
        url=hours,
        act=charter.act if told else hours,
        asked=charter.asked or 1,
        missing=charter.missing or lacking,
        more=hours,
    )


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


def concertation_source(work: Work) -> Source:
    """The calendar is made by Pupitre; it lacks the file counts that nobody has given."""
    page = centre_url("aci:concertation", work.year)
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
