"""`pupitre restore`: puts a backup back into an empty home, or one centre of it into a home that lives."""

import argparse
from pathlib import Path

from pupitre.cli.setup import passphrase, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="la sauvegarde à restaurer")
    parser.add_argument(
        "--passphrase-file", type=Path, help="le fichier de la phrase secrète, si elle est chiffrée"
    )
    parser.add_argument(
        "--centre", metavar="SLUG", help="remet cette seule structure, sans toucher aux autres"
    )


def run(args: argparse.Namespace) -> int:
    """Check the whole file, then put it back; nothing changes when it is not sound."""
    start_django()
    secret = passphrase(args.passphrase_file)
    if args.centre:
        return _one_centre(args.source, args.centre, secret)
    from pupitre.core.backup.acts import restore

    manifest = restore(args.source, passphrase=secret)
    made = str(manifest.facts.get("made_at", ""))[:16].replace("T", " à ")
    print(
        f"Restauré : l'état du {made} (temps universel). Lancez « pupitre migrate », puis « serve »."
    )
    return 0


def _one_centre(source: Path, slug: str, secret: str) -> int:
    from pupitre.core.actor import Actor
    from pupitre.portability.restoring import restore_centre

    by = Actor("pupitre restore", "commande")
    rows = restore_centre(source, slug, by=by, passphrase=secret)
    print(
        f"{slug} : {rows} lignes remises comme dans la sauvegarde. Le journal et les accès restent ceux d'aujourd'hui."
    )
    return 0
