"""`pupitre backup`: the whole installation in one file, taken while it serves."""

import argparse
from pathlib import Path

from pupitre.cli.setup import passphrase, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("destination", type=Path, help="le fichier à écrire")
    parser.add_argument(
        "--passphrase-file", type=Path, help="chiffre avec la phrase secrète de ce fichier"
    )


def run(args: argparse.Namespace) -> int:
    """Write the backup, then prove that it can be restored."""
    start_django()
    from pupitre.core import french
    from pupitre.core.backup.proof import take_proven

    secret = passphrase(args.passphrase_file)
    taken, _facts = take_proven(args.destination, passphrase=secret)
    size = french.file_size(taken.size)
    print(f"{args.destination} : {taken.files} fichiers, {size}, relu et vérifié.")
    if not secret:
        print("Ce fichier contient tout, clés comprises, en clair : rangez-le en lieu sûr.")
    return 0
