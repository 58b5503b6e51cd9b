"""`pupitre import-centre`: a centre exported from another installation, added to this one."""

import argparse
from pathlib import Path

from pupitre.cli.setup import prepare_database, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="l'archive écrite par export-centre")
    parser.add_argument("--slug", default="", help="une autre adresse courte")


def run(args: argparse.Namespace) -> int:
    """Check the whole archive, then add it; nothing changes when it is not sound."""
    start_django()
    prepare_database()
    from pupitre.core.actor import Actor
    from pupitre.portability.importing import import_centre

    by = Actor("pupitre import-centre", "commande")
    made = import_centre(args.file, by=by, slug=args.slug)
    print(f"{made.centre} : {made.rows} lignes, à l'adresse /c/{made.centre.slug}/.")
    if made.new_accounts:
        print(
            f"Comptes créés sans mot de passe : {made.new_accounts} (« Mot de passe oublié » en donne un)."
        )
    if not made.kept:
        print("Des numéros étaient pris ici : les lignes en ont reçu de nouveaux.")
    print("Les liens personnels déjà envoyés ne s'ouvrent plus : renvoyez ceux qui servent encore.")
    return 0
