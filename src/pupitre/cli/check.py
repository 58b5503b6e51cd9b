"""`pupitre check`: refuses weak settings before they serve."""

import argparse
import sys

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(args: argparse.Namespace) -> int:
    """Print each weakness in one line; exit 1 if any forbids serving."""
    start_django()
    from django.core.checks import ERROR, run_checks

    found = [(check.level >= ERROR, str(check.msg)) for check in run_checks()] + weaknesses()
    for serious, line in found:
        print(("À corriger : " if serious else "À savoir : ") + line, file=sys.stderr)
    if not found:
        print("Les réglages conviennent.")
    return 1 if any(serious for serious, _ in found) else 0


def weaknesses() -> list[tuple[bool, str]]:
    """Return what is weak in the settings: whether it forbids serving, and what to change."""
    from django.conf import settings

    local = settings.HOST in {"localhost", "127.0.0.1", "::1"}
    problems = [
        (
            settings.DEMO and not local,
            True,
            "le mode démonstration ne sert que sur cette machine : ôtez PUPITRE_DEMO.",
        ),
        (
            not settings.HTTPS and not local,
            True,
            "PUPITRE_BASE_URL doit commencer par https:// hors de cette machine.",
        ),
        (
            not settings.SMTP_URL,
            False,
            "aucun serveur de messagerie (PUPITRE_SMTP_URL) : les messages seront préparés, pas envoyés.",
        ),
    ]
    return [(serious, line) for weak, serious, line in problems if weak]
