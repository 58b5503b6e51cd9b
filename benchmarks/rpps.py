"""The RPPS reader against plain `csv.reader`, on a generated file of a million lines."""

import csv
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pupitre.people.rpps_file import read_directory
from pupitre.people.rules.directory import Selection
from pupitre.people.rules.identifiers import luhn_sum

LINES = 1_000_000
COLUMNS = {
    "Type d'identifiant PP": "8",
    "Identifiant PP": "{rpps}",
    "Identification nationale PP": "8{rpps}",
    "Code civilité": "MME",
    "Nom d'exercice": "{name}",
    "Prénom d'exercice": "CHLOÉ",
    "Code profession": "60",
    "Libellé profession": "Infirmier",
    "Code mode exercice": "L",
    "Libellé mode exercice": "Libéral,indép,artisan,commerç",
    "Numéro SIRET site": "",
    "Numéro FINESS site": "{finess}",
    "Raison sociale site": "CABINET DE SOINS INFIRMIERS FICTIF DES TROIS RIVIERES",
    "Complément destinataire (coord. structure)": "CABINET DE SOINS INFIRMIERS",
    "Numéro Voie (coord. structure)": "12",
    "Libellé Voie (coord. structure)": "DE L EXEMPLE",
    "Bureau cedex (coord. structure)": "{postcode} COMMUNE",
    "Code postal (coord. structure)": "{postcode}",
    "Libellé commune (coord. structure)": "Commune",
    "Téléphone (coord. structure)": "0199000001",
    "Autorité d'enregistrement": "CNOI/CNOI/CNOI",
    "Libellé secteur d'activité": "Cabinet individuel",
    "Code genre d'activité": "GENR01",
    "Libellé genre d'activité": "Activité de soin et de pharmacie",
    **{f"Colonne {n}": "" for n in range(32)},
}
SELECTIONS = {
    "one FINESS": Selection(finess=frozenset({"990000010"})),
    "three postcodes": Selection(postcodes=frozenset({"35137", "35380", "35160"})),
    "thirty RPPS": Selection(rpps=frozenset(f"9990000{n:04}" for n in range(30))),
    "a name": Selection(names=frozenset({"Nom 77"})),
}


def keyed(body: str) -> str:
    """The number with its Luhn key."""
    return body + next(key for key in "0123456789" if luhn_sum(body + key) % 10 == 0)


def generate(path: Path, lines: int) -> None:
    """Writes a fictitious extraction: 56 columns, about 450 characters a line."""
    chance = random.Random(1)
    line = "|".join(COLUMNS.values()) + "|\n"
    with path.open("w", encoding="utf-8") as target:
        target.write("|".join(COLUMNS) + "|\n")
        for number in range(lines):
            target.write(
                line.format(
                    rpps=keyed(f"10{number:08}"),
                    name=f"NOM {chance.randrange(100_000)}",
                    finess="990000010" if number % 40_000 == 7 else "",
                    postcode=f"{chance.randrange(1000, 96000):05}",
                )
            )


def plain(path: Path) -> int:
    """What the standard library takes to split every line."""
    with path.open(encoding="utf-8", newline="") as source:
        return sum(1 for _ in csv.reader(source, delimiter="|", quoting=csv.QUOTE_NONE))


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and the peak of memory in MB, of `work` done in a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def child() -> None:
        start = time.perf_counter()
        work()
        sender.send(
            (
                time.perf_counter() - start,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
        )

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    result: tuple[float, float] = receiver.recv()
    process.join()
    return result


def main() -> None:
    """Prints, for each selection, the speed as a share of `csv.reader`'s and the peak of memory."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else LINES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "personne-activite.txt"
        generate(path, lines)
        reference, _ = measure(lambda: plain(path))
        print(f"RPPS, {lines} lines, {path.stat().st_size >> 20} MB; csv.reader {reference:.1f} s")
        for name, selection in SELECTIONS.items():
            seconds, memory = measure(lambda chosen=selection: read_directory(path, chosen))
            print(f"  {name:16} {reference / seconds:5.2f} × csv.reader, {memory:4.0f} MB")


if __name__ == "__main__":
    main()
