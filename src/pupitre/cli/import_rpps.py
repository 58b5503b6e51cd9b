"""`pupitre import-rpps`: whom the open directory offers; with a centre, brings them in."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from pupitre.cli.setup import prepare_database, start_django
from pupitre.people.rpps_file import Reading, read_directory
from pupitre.people.rules.comparison import Preview
from pupitre.people.rules.directory import DirectoryPerson, Selection
from pupitre.people.rules.extraction import DirectoryFileError
from pupitre.people.rules.identifiers import (
    InvalidIdentifierError,
    parse_finess,
    parse_rpps,
    parse_siret,
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declares the options; a criterion may be repeated, and hold values between commas."""
    parser.add_argument("file", type=Path, metavar="FILE", help="extraction RPPS, .txt ou .zip")
    parser.add_argument("--centre", metavar="SLUG", help="structure qui reçoit les personnes")
    for option, meaning in (
        ("--rpps", "numéros RPPS"),
        ("--finess", "numéros FINESS des lieux d’exercice"),
        ("--siret", "numéros SIRET des lieux d’exercice"),
        ("--postcode", "codes postaux"),
        ("--name", "noms d’exercice ; avec --postcode, les deux doivent convenir"),
    ):
        parser.add_argument(option, action="append", default=[], metavar="…", help=meaning)
    parser.add_argument("--dry-run", action="store_true", help="montre, sans rien enregistrer")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")


def run(args: Namespace) -> int:
    """Reads the file, then shows or imports; 0, or 2 with one French line on stderr."""
    try:
        selection = _selection(args)
        if not args.centre and not args.dry_run:
            return _refuse("Indiquez la structure avec --centre, ou ajoutez --dry-run.")
        if args.centre and selection.is_empty:
            return _refuse("Dites qui chercher : --finess, --siret, --rpps, --postcode ou --name.")
        reading = read_directory(args.file, selection)
    except (DirectoryFileError, InvalidIdentifierError, ValueError) as error:
        return _refuse(str(error))
    if args.centre:
        return _import_into_centre(args, selection, reading)
    _print(_as_json(reading) if args.json else _as_text(reading))
    return 0


def _selection(args: Namespace) -> Selection:
    return Selection(
        rpps=_values(args.rpps, parse_rpps),
        names=_values(args.name, str),
        postcodes=_values(args.postcode, _postcode),
        finess=_values(args.finess, parse_finess),
        siret=_values(args.siret, parse_siret),
    )


def _values(typed: Iterable[str], parse: Callable[[str], str]) -> frozenset[str]:
    parts = (part.strip() for text in typed for part in text.split(","))
    return frozenset(parse(part) for part in parts if part)


def _postcode(text: str) -> str:
    if not (len(text) == 5 and text.isascii() and text.isdigit()):
        raise ValueError(f"Le code postal « {text} » doit compter 5 chiffres.")
    return text


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _print(text: str) -> None:
    print(text)


def _as_json(reading: Reading) -> str:
    people = [_person_json(person) for person in reading.people]
    return json.dumps({"read_lines": reading.read_lines, "people": people}, ensure_ascii=False)


def _person_json(person: DirectoryPerson) -> dict[str, object]:
    return {
        "rpps": person.rpps,
        "name": person.name,
        "given_name": person.given_name,
        "profession": person.profession_label,
        "sites": [
            {
                "finess": site.finess,
                "siret": site.siret,
                "name": site.name,
                "postcode": site.postcode,
                "commune": site.commune,
            }
            for site in person.sites
        ],
    }


def _as_text(reading: Reading) -> str:
    lines = [_person_text(person) for person in reading.people]
    total = f"{len(lines)} personne(s) proposée(s), {reading.read_lines} lignes lues."
    return "\n".join([*lines, total])


def _person_text(person: DirectoryPerson) -> str:
    places = " ; ".join(
        f"{site.name} ({site.postcode} {site.commune})".replace("( ", "(").replace(" )", ")")
        for site in person.sites
    )
    number = person.rpps or f"ADELI {person.adeli}"
    shown = f"{number}  {person.name} {person.given_name}, {person.profession_label}"
    return f"{shown} — {places}" if places else shown


def _import_into_centre(args: Namespace, selection: Selection, reading: Reading) -> int:
    """Needs Django and the database, which nothing above needs: hence the late imports."""
    start_django()
    prepare_database()
    from pupitre.centres.models import Centre
    from pupitre.core.actor import Actor
    from pupitre.core.tenancy import centre_scope

    centre = Centre.objects.filter(slug=args.centre).first()
    if centre is None:
        return _refuse(f"Aucune structure ne s’appelle « {args.centre} ».")
    services = import_module("pupitre.people.services")
    with centre_scope(centre):
        preview = services.preview_directory_import(reading.people, selection)
        if not args.dry_run:
            services.apply_directory_import(preview, by=Actor(label="import-rpps", via="cli"))
    _print(_preview_json(reading, preview) if args.json else _preview_text(reading, preview))
    return 0


def _preview_json(reading: Reading, preview: Preview) -> str:
    counts = {field.name: len(getattr(preview, field.name)) for field in fields(preview)}
    return json.dumps({**json.loads(_as_json(reading)), "preview": counts}, ensure_ascii=False)


def _preview_text(reading: Reading, preview: Preview) -> str:
    return (
        f"{reading.read_lines} lignes lues : {len(preview.new)} à ajouter, "
        f"{len(preview.changed)} à mettre à jour, {len(preview.same)} sans changement, "
        f"{len(preview.possible_duplicates)} doublon(s) à vérifier, "
        f"{len(preview.gone)} absente(s) de l’annuaire."
    )
