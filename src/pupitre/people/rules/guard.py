"""The patient-identity guard: what must not enter a team's papers (CSP L1110-4, L1110-12)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pupitre.people.rules import spelled
from pupitre.people.rules.identifiers import is_nir

# Every repetition below is bounded or possessive: the time grows with the length of the text only.
_BLANK = " \t\u00a0\u2000-\u200b\u202f\u2060"
_DASH = "\u2010-\u2015\\-"
_NIR_GAP = rf"[\s\u200b./_·{_DASH}]{{0,3}}+"
_SIGNS = re.compile(r"[\W_]+")
_NIR = re.compile(
    rf"(?<![0-9])(?=([1-478](?:{_NIR_GAP}[0-9]){{5}}{_NIR_GAP}[0-9ABab]"
    rf"(?:{_NIR_GAP}[0-9]){{8}})(?![0-9]))"
)
_GAP = rf"[{_BLANK}./·{_DASH}]{{0,3}}+"
_PHONE = re.compile(
    rf"(?<![0-9])(?=((?:(?:\+|00){_GAP}33{_GAP}(?:\(0\){_GAP}|0{_GAP})?+|\(?0{_GAP})\(?[1-9]\)?"
    rf"(?:{_GAP}[0-9]){{8}})(?![0-9]))"
)
_DATE_FIRST = re.compile(
    rf"(?:(?:0?[1-9]|[12][0-9]|3[01])[{_BLANK}./{_DASH}])?(?:0[1-9]|1[0-2])"
    rf"(?:[{_BLANK}./{_DASH}](?:19|20)[0-9]{{2}}(?![0-9])|[./{_DASH}][0-9]{{2}}(?![0-9./{_DASH}]))"
)
_EMAIL = re.compile(
    r"(?<![\w.%+\-])[\w.%+\-]++(?:@|\s?[(\[]\s?(?:at|arobase|@)\s?[)\]]\s?|\sarobase\s)"
    r"(?:[\w\-]{1,63}+\.){1,8}[a-z]{2,24}",
    re.IGNORECASE,
)
_MONTHS = (
    "janvier|janv|février|fevrier|févr|fev|fév|mars|avril|avr|mai|juin|juillet|juil|août|aout|"
    "septembre|sept|octobre|oct|novembre|nov|décembre|decembre|déc|dec"
)
_DATE = re.compile(
    r"(?<![0-9])(?:"
    r"(?:0?[1-9]|[12][0-9]|3[01])(?P<sep>[ /.\-])(?:0?[1-9]|1[0-2])(?P=sep)"
    r"(?P<numeric>[0-9]{4}|[0-9]{2})"
    rf"|(?:(?:[12][0-9]|3[01]|0?[1-9])(?:er)?|{spelled.DAY})\s(?:{_MONTHS})\.?\s"
    rf"(?:(?P<worded>[0-9]{{4}}|[0-9]{{2}})|(?P<spelled>{spelled.YEAR}))"
    rf"|\ben\s(?:(?:{_MONTHS})\.?\s)?(?P<alone>(?:19|20)?[0-9]{{2}}|{spelled.YEAR})"
    r"|(?P<iso>[0-9]{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?P<joined>(?:19|20)[0-9]{2})"
    r")(?![0-9])",
    re.IGNORECASE,
)
_YEARS = ("numeric", "worded", "spelled", "iso", "joined", "alone")
_NOT_A_NAME = (
    "La|Le|Les|Un|Une|Des|Du|De|Au|Aux|En|Et|Ce|Cette|Ces|Notre|Nos|Votre|Leur|Son|Sa|Ses|Pour|Par|"
    "Sur|Avec|Dans|Depuis|Point|Réunion|Assemblée|Conseil|Comité|Bureau|Loi|Décret|Arrêté|Avenant|"
    "Bail|Statuts|Convention|Contrat|Accord|Projet|Version|Budget|Groupe|Protocole|Ordre|Maison|"
    "Pôle|Centre|Rue|Salle|Site|ARS|CPAM|CNAM|HAS|MSP|CPTS|URPS|ACI|SISA|ANS|DGS|RCP|AG|SIRET|"
    "SIREN|FINESS|RPPS|IBAN|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche|Cabinet|Assurance|"
    "Mutuelle|Société|Association|Hôpital|Clinique|Pharmacie|Mairie|Facture|Loyer"
)
_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_NAME = rf"(?!(?:{_NOT_A_NAME})\b)[{_CAPITAL}](?:\.|[\w'’\-]{{1,40}}+)"
_SOMEONE = r"[Pp]atiente?|[Ee]nfant|[Bb]ébé|[Nn]ourrisson"
_TITLED = (
    rf"\b(?:M|Mr|Mme|Mlle|Melle|Madame|Monsieur|Mademoiselle|Dr|Docteur|{_SOMEONE})"
    rf"\b\.?\s{{1,2}}(?:[Dd][eu]\s|[Ll][ae]\s|[Dd]['’])?{_NAME}"
)
_PERSON = rf"(?:{_TITLED}|(?<![\w'’\-]){_NAME}[ \t,;|]{{1,3}}+{_NAME})"
_BIRTH = re.compile(
    r"\b(?:dates?\sde\snaissance|naissance\s?:|ddn|d\.d\.n\.?)[\s:=(]{0,4}(?:le\s)?$",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?i:n[ée](?:e|\(e\)|[·.]e)?)"
    rf"(?:\s{{1,2}}+[{_CAPITAL}][\w'’\-]{{1,40}}+){{0,2}}+(?:\sà(?:\s[\w'’\-]{{1,30}}+){{1,3}}?)?"
    r"\s{0,2}+[,:]?\s{0,2}+(?i:le\s{1,2})?(?:[a-z]{3,5}di\s|dimanche\s)?$"
)
_SOMEBODY = re.compile(rf"{_PERSON}|\b(?:{_SOMEONE})\b")
_THEN = rf"(?:[ \t]{{1,2}}+{_NAME}){{0,2}}+[ \t]{{0,2}}[,;:(|{_DASH}]?[ \t]{{0,3}}$"
_NAME_THEN = re.compile(_PERSON + _THEN)
_TITLE_THEN = re.compile(_TITLED + _THEN)
_NAMED = re.compile(_PERSON)
_THEN_NAME = re.compile(rf"[ \t]{{0,2}}[,;:|{_DASH}]?[ \t]{{0,2}}{_PERSON}")
_BEFORE, _AFTER = 120, 40
_CERTAINLY_PAST = 2015  # whoever is named before such a date was born then
_BEFORE_TEAMS = (
    2005  # nothing that a team does bears such a date: somebody named after it was born then
)
_BEFORE_ANYTHING = 1990  # nothing but a person was born then, named or not
_CENTURY_TURNS = 35


class FindingKind(StrEnum):
    """What betrays a person."""

    NIR = "nir"
    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"


WHY = {
    FindingKind.NIR: "C’est un numéro de sécurité sociale : retirez-le, "
    "aucun document d’équipe ne doit nommer un patient.",
    FindingKind.BIRTH: "Un nom avec une date de naissance désigne une personne : "
    "écrivez plutôt « Mme D., 78 ans ».",
    FindingKind.PHONE: "C’est un numéro de téléphone : retirez-le, "
    "ou rangez-le dans la fiche du partenaire ou du professionnel.",
    FindingKind.EMAIL: "C’est une adresse e-mail : retirez-la, "
    "ou rangez-la dans la fiche du partenaire ou du professionnel.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A refused passage: `text[start:end]`, masked for logs; `why` says what to do."""

    kind: FindingKind
    start: int
    end: int
    masked: str

    @property
    def why(self) -> str:
        """One sentence: what it is and what to do."""
        return WHY[self.kind]


def findings(text: str) -> tuple[Finding, ...]:
    """What betrays a patient in this text, in its order; passages do not overlap.

    Refuses social security numbers, a name with its birth date, French phone numbers, e-mails.
    """
    spans = [*_nirs(text), *_births(text), *_phones(text), *_emails(text)]
    found: list[Finding] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1].end:
            found.append(Finding(kind, start, end, masked(text[start:end])))
    return tuple(found)


def masked(extract: str) -> str:
    """Initials stay, every digit and other letter becomes a dot: enough to find the place again."""
    hidden = re.sub(r"(?<=[^\W\d_])[^\W\d_]", "•", extract)
    return re.sub(r"\d", "•", hidden)


Span = tuple[int, int, FindingKind]


def _nirs(text: str) -> Iterator[Span]:
    for start, end in _accepted(_NIR, text, lambda typed: is_nir(_SIGNS.sub("", typed).upper())):
        yield start, end, FindingKind.NIR


def _phones(text: str) -> Iterator[Span]:
    for start, end in _accepted(_PHONE, text, lambda typed: not _DATE_FIRST.match(typed)):
        yield start, end, FindingKind.PHONE


def _accepted(
    pattern: re.Pattern[str], text: str, accept: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Passages that the pattern's first group finds and `accept` confirms, none inside another."""
    place = 0
    while match := pattern.search(text, place):
        if accept(match[1]):
            yield match.span(1)
            place = match.end(1)
        else:
            place = match.start() + 1


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), FindingKind.EMAIL


def _births(text: str) -> Iterator[Span]:
    ends = [0, 0]
    for match in _DATE.finditer(text):
        window = max(ends[-2], match.start() - _BEFORE)
        before = text[window : match.start()]
        read = _born_in if match["alone"] else _person_in
        named = read(before, text[match.end() : match.end() + _AFTER], _year(match))
        ends.append(match.end())
        if named is not None:
            yield window + named, match.end(), FindingKind.BIRTH


def _person_in(before: str, after: str, year: int) -> int | None:
    """Where in `before` the passage begins whose date is a birth date; None when it is not one."""
    if birth := _BIRTH.search(before):
        return birth.start()
    if born := _BORN.search(before):
        person = _SOMEBODY.search(before, 0, born.start())
        if person or year <= _BEFORE_ANYTHING or _SOMEBODY.search(after):
            return person.start() if person else born.start()
    named = _NAME_THEN.search(before) if year <= _CERTAINLY_PAST else None
    if named is None and year <= _BEFORE_TEAMS and _THEN_NAME.match(after):
        return len(before)
    return named.start() if named else None


def _born_in(before: str, after: str, year: int) -> int | None:
    """The same where the year stands alone, « née en 1951 »: a year without a name is nobody's."""
    born = _BORN.search(before)
    if born is None:
        return None
    near = before[before.rfind("\n", 0, born.start()) + 1 : born.start()]
    named = _TITLE_THEN.search(near) or (_NAME_THEN.search(near) if year <= _BEFORE_TEAMS else None)
    if named is None and year <= _BEFORE_ANYTHING:
        named = _NAMED.search(near)
        if named is None and _THEN_NAME.match(after):
            return born.start()
    return born.start() - len(near) + named.start() if named else None


def _year(match: re.Match[str]) -> int:
    """The year written, in figures or in words; two digits above 35 belong to the last century."""
    told = next(match[name] for name in _YEARS if match[name])
    year = int(told) if told.isdecimal() else spelled.value_of(told)
    return year if year >= 100 else year + (1900 if year > _CENTURY_TURNS else 2000)
