"""`pupitre export-centre`: everything that a centre owns, in one archive that is readable without Pupitre."""

import argparse
from pathlib import Path

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="l'adresse courte de la structure")
    parser.add_argument("file", type=Path, help="le fichier à écrire")


def run(args: argparse.Namespace) -> int:
    """Write the archive and say what it holds; the act goes into the centre's journal."""
    start_django()
    from pupitre.centres.models import Centre
    from pupitre.core import french
    from pupitre.core.actor import Actor
    from pupitre.portability.services import export_noted

    centre = Centre.objects.filter(slug=args.slug).first()
    if centre is None:
        raise ValueError(f"aucune structure n'a l'adresse « {args.slug} ».")
    made = export_noted(centre, args.file, by=Actor("pupitre export-centre", "commande"))
    size = french.file_size(made.size)
    print(f"{args.file} : {made.rows} lignes, {made.files} fichiers, {size}.")
    for name in made.missing:
        print(f"Absent du disque : {name}")
    print("Cette archive contient des données personnelles, en clair : rangez-la en lieu sûr.")
    return 0
