"""`pupitre demo`: three fictitious MSPs, the site and the background work, on this machine."""

import argparse
import os
import sys
from pathlib import Path

from pupitre.cli.setup import prepare_database, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port (8000)")


def run(args: argparse.Namespace) -> int:
    """Make the demonstration's own home and data on first use, print the logins, serve until Ctrl-C."""
    os.environ["PUPITRE_DEMO"] = "1"
    os.environ["PUPITRE_BASE_URL"] = f"http://localhost:{args.port}"
    os.environ.setdefault("PUPITRE_HOME", str(Path("var/demo").resolve()))
    start_django()
    from pupitre.cli.safety import refuse_unsafe_demo

    refuse_unsafe_demo("127.0.0.1")
    prepare_database()
    fill()
    show_logins()
    from pupitre.cli import serve

    print(f"\nPupitre est ouvert : http://localhost:{args.port}  (Ctrl-C pour arrêter)", flush=True)
    return serve.run(argparse.Namespace(host="127.0.0.1", port=args.port, no_worker=False))


def fill() -> None:
    """Make the three centres, unless they are there."""
    from django.utils import timezone

    from pupitre.centres.models import Centre
    from pupitre.demo.build import make_demo

    if not Centre.objects.exists():
        print(
            "Je prépare trois MSP fictives et leur année de travail…", file=sys.stderr, flush=True
        )
        make_demo(
            today=timezone.localdate(),
            say=lambda line: print(f"  {line}", file=sys.stderr, flush=True),
        )


def show_logins() -> None:
    from pupitre.demo.centres import logins

    print(f"\n{'MSP':28} {'rôle':14} {'compte':44} mot de passe")
    for one in logins():
        print(f"{one['centre']:28} {one['role']:14} {one['user']:44} {one['password']}")
