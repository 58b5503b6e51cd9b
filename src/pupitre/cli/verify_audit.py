"""`pupitre verify-audit`: reads every centre's chain of acts and says what does not hold."""

import argparse
import json
from pathlib import Path

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--centre", help="une seule MSP, par son adresse courte")
    parser.add_argument(
        "--archive", type=Path, help="le journal d'une archive exportée d'ici, au lieu de la base"
    )
    parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line for each fault; exit 1 if any."""
    start_django()
    found = _in_archive(args.archive) if args.archive else _in_base(args.centre)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(
            "\n".join(f"{one['centre']} : {one['fault']}" for one in found)
            or "Rien n'a été altéré."
        )
    return 1 if found else 0


def _in_archive(archive: Path) -> list[dict[str, object]]:
    from pupitre.portability.origins import verify_archive

    return [
        {"centre": archive.name, "number": one.number, "fault": one.sentence}
        for one in verify_archive(archive)
    ]


def _in_base(slug: str | None) -> list[dict[str, object]]:
    from pupitre.centres.models import Centre
    from pupitre.core import audit
    from pupitre.core.tenancy import centre_scope

    centres = Centre.objects.order_by("slug")
    if slug:
        centres = centres.filter(slug=slug)
        if not centres:
            raise ValueError(f"aucune MSP n'a l'adresse « {slug} ».")
    found: list[dict[str, object]] = []
    for centre in centres:
        with centre_scope(centre):
            found += [
                {"centre": centre.slug, "number": one.number, "fault": one.sentence}
                for one in audit.verify()
            ]
    return found
