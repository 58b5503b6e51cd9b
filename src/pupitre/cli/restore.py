"""`pupitre restore`: puts a backup back into an empty home."""

import argparse
from pathlib import Path

from pupitre.cli.setup import passphrase, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="la sauvegarde à restaurer")
    parser.add_argument(
        "--passphrase-file", type=Path, help="le fichier de la phrase secrète, si elle est chiffrée"
    )


def run(args: argparse.Namespace) -> int:
    """Check the whole file, then put it back; nothing changes when it is not sound."""
    start_django()
    from pupitre.core.backup.acts import restore

    manifest = restore(args.source, passphrase=passphrase(args.passphrase_file))
    made = str(manifest.facts.get("made_at", ""))[:16].replace("T", " à ")
    print(
        f"Restauré : l'état du {made} (temps universel). Lancez « pupitre migrate », puis « serve »."
    )
    return 0
