"""`pupitre migrate`: create the tables or bring them up to date."""

import argparse
import os
import sys

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(args: argparse.Namespace) -> int:  # every command has this shape
    """Migrate as the owner (DATABASE_OWNER_URL), then give the application's role its rights."""
    application = os.environ.get("DATABASE_URL", "")
    owner = os.environ.get("DATABASE_OWNER_URL", "")
    if owner:
        os.environ["DATABASE_URL"] = owner
    start_django()
    from django.core.management import call_command

    from pupitre.core.tenancy.rights import grant_to, role_in

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if owner:
        grant_to(role_in(application))
    print("La base est à jour.", file=sys.stderr)
    return 0
