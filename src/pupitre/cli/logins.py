"""`pupitre logins`: the accounts of the demonstration."""

import argparse
import json
import os
import sys

from pupitre.cli.demo import show_logins
from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="une liste JSON")


def run(args: argparse.Namespace) -> int:
    if os.environ.get("PUPITRE_DEMO") != "1":
        print("pupitre logins : demande PUPITRE_DEMO=1.", file=sys.stderr)
        return 1
    start_django()
    from pupitre.demo.centres import logins

    if args.json:
        json.dump(logins(), sys.stdout, ensure_ascii=False, indent=1)
    else:
        show_logins()
    return 0
