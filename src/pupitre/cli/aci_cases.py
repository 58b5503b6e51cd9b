"""`pupitre aci-cases FILE`: runs worked cases of the ACI and compares them with their numbers."""

import argparse
import json
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from pupitre.aci.rules.cases import CaseAnswer, answer_case
from pupitre.aci.rules.reading import CaseError
from pupitre.aci.rules.words import number
from pupitre.aci.rulesets import load_ruleset, ruleset_for, shipped_rulesets
from pupitre.core.typed_yaml import DataError, plain_data

CASE_KEYS = ("golden_cases", "cases")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Calcule des cas d'ACI et compare avec les nombres attendus."
    parser.add_argument("file", metavar="FICHIER", type=Path, help="cas, en YAML ou en JSON")
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument("--rules", metavar="FICHIER", type=Path, help="autre accord, en YAML")


def run(args: argparse.Namespace) -> int:
    """0: computed and as expected; 1: a number differs; 2: the file cannot be used."""
    try:
        answers = list(answered(args.file, args.rules))
    except (DataError, CaseError) as error:
        print(error, file=sys.stderr)
        return 2
    show = as_json if args.json else as_table
    print(show(answers))
    return int(any(answer.differences for answer in answers))


def answered(path: Path, rules: Path | None) -> Iterable[CaseAnswer]:
    """Answers in the order of the file; every case is read before any is shown."""
    known = (load_ruleset(text_of(rules), str(rules)),) if rules else shipped_rulesets()
    latest = max(known[-1].exercises_certain)
    for case in cases_of(plain_data(text_of(path), str(path)), str(path)):
        try:
            yield answer_case(lambda exercise: ruleset_for(exercise, known), case, latest)
        except CaseError as error:
            raise CaseError(f"{path}, {error}") from None


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise DataError(f"{path} : ce fichier ne peut pas être lu.") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} : ce fichier n'est pas un texte en UTF-8.") from None


def cases_of(data: Any, name: str) -> list[Any]:
    """The list of cases, alone or under « golden_cases » or « cases »."""
    if isinstance(data, dict):
        data = next((data[key] for key in CASE_KEYS if key in data), None)
    if not isinstance(data, list):
        raise DataError(f"{name} : il faut une liste de cas sous la clé « cases ».")
    return data


def as_json(answers: list[CaseAnswer]) -> str:
    return json.dumps({"cases": [record(one) for one in answers]}, ensure_ascii=False, indent=1)


def record(answer: CaseAnswer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": answer.id,
        "points": plain(answer.points),
        "euros": plain(answer.euros),
        "by_indicator": {key: plain(value) for key, value in answer.by_indicator.items()},
        "because": list(answer.because),
    }
    if answer.majoration is not None:
        found["majoration"] = plain(answer.majoration)
    if answer.warnings:
        found["warnings"] = list(answer.warnings)
    if answer.differences:
        found["differences"] = list(answer.differences)
    return found


def plain(value: Fraction | None) -> int | float | None:
    """A JSON number: an integer when it is one, else at most six decimals."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)


def as_table(answers: list[CaseAnswer]) -> str:
    rows = [("Cas", "Points", "Euros", "Majoration", "Résultat"), *map(row, answers)]
    widths = [max(len(line[column]) for line in rows) for column in range(4)]
    texts = [
        "  ".join(
            [line[0].ljust(widths[0])] + [line[i].rjust(widths[i]) for i in (1, 2, 3)] + [line[4]]
        )
        for line in rows
    ]
    wrong = sum(bool(answer.differences) for answer in answers)
    summary = f"{len(answers)} cas, {len(answers) - wrong} sans écart, {wrong} avec écart."
    return "\n".join([*texts, "", summary])


def row(answer: CaseAnswer) -> tuple[str, str, str, str, str]:
    rate = "" if answer.majoration is None else f"{number(answer.majoration * 100)} %"
    verdict = "écart : " + " ; ".join(answer.differences) if answer.differences else "conforme"
    return (answer.id, written(answer.points), written(answer.euros), rate, verdict)


def written(value: Fraction | None) -> str:
    return "" if value is None else number(value)
