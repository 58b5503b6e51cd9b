"""`pupitre urls`: every address with its permission."""

import argparse
import dataclasses
import json
import sys

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="une liste JSON")


def run(args: argparse.Namespace) -> int:
    start_django(stateless=True)
    from pupitre.core.access import pages  # needs Django

    found = [dataclasses.asdict(page) for page in pages()]
    if args.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    else:
        sys.stdout.writelines(
            f"{page['permission'] or '?':24} {page['pattern']}\n" for page in found
        )
    return 0
