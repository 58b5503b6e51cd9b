"""`pupitre seed`: fictitious data at any scale, the same for the same seed."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from pupitre.cli.setup import prepare_database, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--centres", type=int, default=1, help="combien de MSP")
    parser.add_argument("--people", type=int, default=22, help="professionnels par MSP")
    parser.add_argument("--years", type=int, default=1, help="années de réunions")
    parser.add_argument(
        "--seed", type=int, default=1, help="graine : les mêmes données pour la même"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, help="date du dernier jour (aujourd'hui)"
    )
    parser.add_argument("--canaries", type=Path, help="fichier où écrire un mot unique par texte")


def run(args: argparse.Namespace) -> int:
    if os.environ.get("PUPITRE_DEMO") != "1":
        print("pupitre seed : demande PUPITRE_DEMO=1.", file=sys.stderr)
        return 1
    start_django()
    prepare_database()
    from django.utils import timezone

    from pupitre.demo.build import make_many
    from pupitre.demo.canaries import plant

    make_many(
        args.centres, people=args.people, years=args.years, seed=args.seed,
        today=args.today or timezone.localdate(), say=lambda line: print(line, file=sys.stderr),
    )  # fmt: skip
    if args.canaries:
        print(f"{plant(args.canaries, seed=args.seed)} mots plantés", file=sys.stderr)
    return 0
