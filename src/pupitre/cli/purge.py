"""`pupitre purge`: what has been kept long enough, and with a plain run, its end."""

import argparse
import json
from datetime import date

from pupitre.cli.setup import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="dit ce qui partirait, ne touche à rien"
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, help="au jour dit, 2027-01-31 ; sinon aujourd'hui"
    )
    parser.add_argument("--centre", help="une seule MSP, par son adresse courte")
    parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")


def run(args: argparse.Namespace) -> int:
    """Print one line per table and rule; a date to come is for a dry run only."""
    start_django()
    from django.utils import timezone

    from pupitre.centres.models import Centre
    from pupitre.core import dates
    from pupitre.core.tenancy import centre_scope

    today = dates.today(timezone.now())
    day = args.date or today
    if day > today and not args.dry_run:
        raise ValueError("une date à venir ne va qu'avec --dry-run.")
    centres = Centre.objects.order_by("slug")
    if args.centre:
        centres = centres.filter(slug=args.centre)
        if not centres:
            raise ValueError(f"aucune MSP n'a l'adresse « {args.centre} ».")
    found = []
    for centre in centres:
        with centre_scope(centre):
            found += [{"centre": centre.slug, **line} for line in _lines(day, dry=args.dry_run)]
    print(json.dumps(found, ensure_ascii=False) if args.json else _told(found, dry=args.dry_run))
    return 0


def _lines(day: date, *, dry: bool) -> list[dict[str, object]]:
    from pupitre.privacy.queries.purging import due
    from pupitre.privacy.services.purging import purge, report_lines

    if not dry:
        return list(purge(day).lines)
    return [line for line in report_lines(due(day)) if line["count"] or line["held"]]


def _told(found: list[dict[str, object]], *, dry: bool) -> str:
    verb = "partirait" if dry else "est parti"
    lines = [
        f"{one['centre']} : {one['count']} {one['what']}, {one['act_words']} ; {one['why']}"
        + (f" ; {one['held']} gardées par un gel" if one["held"] else "")
        for one in found
    ]
    return "\n".join(lines) or f"Rien ne {verb}."
