"""Persons to and from other programs: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pupitre.people.rules.professions import Profession
from pupitre.people.rules.spreadsheet import LineError, Parsed, PersonRow, RowReader

_LINE = re.compile(
    r"\A(?:[\w\-]+\.)?(?P<name>[\w\-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":])*)?):(?P<value>.*)",
    re.DOTALL,
)
_RPPS_NOTE = re.compile(r"\bRPPS\s*:?\s*([0-9][0-9 ]{9,13}[0-9])", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMPUTED = re.compile(r"^(?=[=+\-@])")
_WIDTH = 75
CSV_TITLES = {
    "name": "Nom",
    "given_name": "Prénom",
    "email": "E-mail",
    "phone": "Téléphone",
    "rpps": "RPPS",
    "profession": "Profession",
    "statuses": "Statuts",
    "associate_since": "Associé depuis",
    "signatory_since": "Signataire depuis",
    "site": "Site",
    "groups": "Groupes",
}


@dataclass(frozen=True, slots=True)
class _Property:
    line: int
    name: str
    parameters: str
    value: str


def csv_of(rows: Iterable[PersonRow], professions: Sequence[Profession]) -> str:
    """A table for Excel: byte order mark, semicolons, French titles; `parse_block` reads it back."""
    labels = {profession.key: profession.label for profession in professions}
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_TITLES.values())
    for row in rows:
        cells = (_cell(getattr(row, field), field, labels) for field in CSV_TITLES)
        writer.writerow([_COMPUTED.sub("'", cell) for cell in cells])
    return target.getvalue()


def _cell(value: str | tuple[str, ...] | date | None, field: str, labels: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = value or ""
    return labels.get(text, text) if field == "profession" else text


def vcards_of(
    rows: Iterable[PersonRow],
    professions: Sequence[Profession],
    organisation: str,
    version: str = "3.0",
) -> str:
    """The address book of these persons; 3.0 is what telephones and Outlook read best."""
    labels = {profession.key: profession.label for profession in professions}
    lines = (line for row in rows for line in _card(row, labels, organisation, version))
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _card(
    row: PersonRow, labels: Mapping[str, str], organisation: str, version: str
) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"N:{_escape(row.name)};{_escape(row.given_name)};;;"
    yield f"FN:{_escape(f'{row.given_name} {row.name}'.strip())}"
    yield f"ORG:{_escape(organisation)};{_escape(row.site)}"
    if row.profession:
        yield f"TITLE:{_escape(labels.get(row.profession, row.profession))}"
    if row.phone:
        yield _telephone(row.phone, version)
    if row.email:
        yield f"EMAIL;TYPE={'work' if version == '4.0' else 'INTERNET,WORK'}:{_escape(row.email)}"
    if row.groups:
        yield f"CATEGORIES:{','.join(map(_escape, row.groups))}"
    if row.rpps:
        yield f"X-RPPS:{row.rpps}"
    yield "END:VCARD"


def _telephone(phone: str, version: str) -> str:
    international = re.sub(r"^0", "+33", phone.replace(" ", ""))
    if version == "4.0":
        return f"TEL;VALUE=uri;TYPE=work:tel:{international}"
    return f"TEL;TYPE=WORK,VOICE:{international}"


def _escape(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of 75 octets at most, never cut inside a character."""
    parts, current, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _WIDTH:
            parts.append(current)
            current, size = " ", 1
        current, size = current + sign, size + width
    return "\r\n".join([*parts, current])


def parse_vcards(text: str, professions: Sequence[Profession], today: date) -> Parsed:
    """Reads a .vcf file; errors give the line of the card. Photos and addresses are left aside."""
    rows: list[PersonRow] = []
    errors: list[LineError] = []
    card: list[_Property] | None = None
    for found in _properties(text):
        if isinstance(found, LineError):
            errors.append(found)
        elif found.name == "BEGIN":
            card = [found]
        elif card is None:
            errors.append(LineError(found.line, "cette ligne est hors d’une fiche BEGIN:VCARD."))
        elif found.name == "END":
            reader = RowReader(card[0].line, professions, today)
            rows.append(reader.read(_cells(card)))
            errors.extend(reader.errors)
            card = None
        else:
            card.append(found)
            errors.extend(_version_error(found))
    if card:
        errors.append(LineError(card[0].line, "la fiche n’est pas terminée par END:VCARD."))
    if not rows and not errors:
        errors.append(LineError(1, "le fichier ne contient aucune fiche de contact."))
    return Parsed(tuple(rows), tuple(errors))


def _properties(text: str) -> Iterator[_Property | LineError]:
    for line, content in _unfolded(text):
        found = _LINE.fullmatch(content)
        if found:
            yield _Property(
                line, found["name"].upper(), found["parameters"].upper(), found["value"]
            )
        else:
            yield LineError(line, "cette ligne n’est pas une ligne de vCard (« NOM:valeur »).")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    start, parts = 0, list[str]()
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        if line[:1] in {" ", "\t"} and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield start, "".join(parts)
        start, parts = number, [line] if line.strip() else []
    if parts:
        yield start, "".join(parts)


def _version_error(found: _Property) -> Iterator[LineError]:
    if found.name == "VERSION" and found.value.strip() not in {"3.0", "4.0"}:
        yield LineError(
            found.line,
            f"la version {found.value.strip()} de vCard n’est pas lue ; "
            "exportez les contacts en vCard 3.0 ou 4.0.",
        )


def _cells(card: Sequence[_Property]) -> dict[str, str]:
    by_name: dict[str, list[_Property]] = {}
    for found in card:
        by_name.setdefault(found.name, []).append(found)

    def value(name: str) -> str:
        return by_name[name][0].value if name in by_name else ""

    names = [*_split(value("N"), ";"), "", ""]
    organisation = [*_split(value("ORG"), ";"), "", ""]
    return {
        "name": names[0],
        "given_name": names[1],
        "email": _plain(_preferred(by_name.get("EMAIL", ()))),
        "phone": _plain(_preferred(by_name.get("TEL", ()))),
        "rpps": value("X-RPPS").strip() or _noted_rpps(value("NOTE")),
        "profession": _plain(value("TITLE")),
        "site": organisation[1],
        "groups": "\n".join(_split(value("CATEGORIES"), ",")),
    }


def _preferred(found: Sequence[_Property]) -> str:
    """The ordinary address before the health-messaging one, the one marked PREF before the others."""

    def rank(one: _Property) -> tuple[bool, bool]:
        secure = "mssante" in one.value.lower() or "MSSANT" in one.parameters
        return secure, not re.search(r"\bPREF(?:=1)?(?!\d|=)", one.parameters)

    return min(found, key=rank).value if found else ""


def _noted_rpps(note: str) -> str:
    found = _RPPS_NOTE.search(note)
    return found[1] if found else ""


def _split(value: str, sign: str) -> list[str]:
    return [_plain(part) for part in re.findall(rf"(?:^|{sign})((?:\\.|[^{sign}\\])*)", value)]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value).strip()
