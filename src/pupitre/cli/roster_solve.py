"""`pupitre roster-solve`: plans a file of the public Shift Scheduling format."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pupitre.rosters.rules.shift_file import ShiftFileError, read_instance
from pupitre.rosters.rules.shift_scheduling import OFF, Instance

BAD_FILE, NO_PLAN_EXISTS, NO_PLAN_FOUND = 1, 3, 4
INTERRUPTED = 130
MAX_BYTES = 20_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="fichier « Shift Scheduling »")
    parser.add_argument("--seconds", type=_seconds, default=60.0, help="durée maximale")
    parser.add_argument("--workers", type=_workers, default=2, help="processus de calcul")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")


def run(args: argparse.Namespace) -> int:
    """0: a plan; 1: unusable file; 3: no plan exists; 4: none found in time; 130: interrupted."""
    try:
        instance = read_instance(_text(Path(args.file)))
    except ShiftFileError as error:
        sys.stderr.write(f"{args.file} : {error}\n")
        return BAD_FILE
    try:
        answer = _solve(instance, args)
    except KeyboardInterrupt:
        sys.stderr.write("Recherche interrompue.\n")
        return INTERRUPTED
    sys.stdout.write((json.dumps(answer) if args.json else _summary(answer)) + "\n")
    return {"infeasible": NO_PLAN_EXISTS, "unknown": NO_PLAN_FOUND}.get(answer["status"], 0)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 86_400:
        raise argparse.ArgumentTypeError("une durée en secondes, plus de 0 et au plus 86 400")
    return value


def _workers(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("un nombre de processus de 1 à 64")
    return int(text)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ShiftFileError("le fichier dépasse 20 Mo, ce n’est pas une instance.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ShiftFileError("ce fichier n’existe pas.") from None
    except IsADirectoryError:
        raise ShiftFileError("c’est un dossier, pas un fichier.") from None
    except PermissionError:
        raise ShiftFileError("vous n’avez pas le droit de lire ce fichier.") from None
    except OSError:
        raise ShiftFileError("lecture impossible.") from None
    except UnicodeDecodeError:
        raise ShiftFileError("le fichier n’est pas un texte en UTF-8.") from None


def _solve(instance: Instance, args: argparse.Namespace) -> dict[str, Any]:
    from pupitre.rosters.rules.solver.search import Effort, solve_instance

    answer = solve_instance(instance, Effort(args.seconds, args.workers))
    assignments = [
        {"employee": employee.id, "day": day, "shift": instance.shifts[shift].id}
        for employee, row in zip(instance.staff, answer.plan or (), strict=False)
        for day, shift in enumerate(row)
        if shift != OFF
    ]
    return {
        "status": answer.status,
        "cost": answer.cost,
        "bound": answer.bound,
        "seconds": round(answer.seconds, 2),
        "assignments": assignments,
    }


def _summary(answer: dict[str, Any]) -> str:
    if answer["cost"] is None:
        none = {"infeasible": "Aucun planning possible avec ces règles."}
        return none.get(answer["status"], "Aucun planning trouvé dans le temps donné.")
    proof = "le meilleur possible" if answer["status"] == "optimal" else f"borne {answer['bound']}"
    return f"Planning de coût {answer['cost']} ({proof}) en {answer['seconds']} s."
