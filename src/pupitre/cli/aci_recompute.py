"""`pupitre aci-recompute`: points and euros of one exercise for every centre, shared between processes."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import Any

from pupitre.cli.setup import start_django

CHUNK = 25
"""Centres given at once to a process: few enough that none waits for the last ones."""
COLUMNS = ("centre", "points", "euros", "attendu", "justifie", "prerequis_manquants", "bareme")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Recalcule l'ACI d'un exercice pour toutes les structures, sans rien écrire."
    )
    parser.add_argument("--year", type=int, help="exercice (l'année en cours)")
    parser.add_argument("--workers", type=int, default=2, help="processus (2)")
    parser.add_argument("--json", action="store_true", help="une ligne de JSON par structure")


def run(args: argparse.Namespace) -> int:
    start_django()
    from django.utils import timezone

    today = timezone.localdate()
    slugs = every_slug()
    rows = recompute(slugs, args.year or today.year, today, max(1, args.workers))
    if args.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        writer = csv.DictWriter(sys.stdout, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return 0


def every_slug() -> list[str]:
    from pupitre.centres.models import Centre

    return list(Centre.objects.order_by("pk").values_list("slug", flat=True))


def recompute(
    slugs: Sequence[str], year: int, today: date, workers: int
) -> Iterable[dict[str, Any]]:
    """Yield one row per centre, in order; the work is shared between `workers` processes."""
    chunks = [slugs[place : place + CHUNK] for place in range(0, len(slugs), CHUNK)]
    one_chunk = partial(chunk_rows, year=year, today=today)
    if workers == 1:
        for chunk in chunks:
            yield from one_chunk(chunk)
        return
    fresh = get_context("spawn")  # a forked process would share our database connection
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=start_django) as pool:
        for rows in pool.map(one_chunk, chunks):
            yield from rows


def chunk_rows(slugs: Sequence[str], *, year: int, today: date) -> list[dict[str, Any]]:
    from pupitre.centres.models import Centre
    from pupitre.core.tenancy import centre_scope

    centres = {centre.slug: centre for centre in Centre.objects.filter(slug__in=set(slugs))}
    rows = []
    for slug in slugs:
        with centre_scope(centres[slug]):
            rows.append(centre_row(slug, year, today))
    return rows


def centre_row(slug: str, year: int, today: date) -> dict[str, Any]:
    from pupitre.aci.queries import cockpit

    seen = cockpit(year, today)
    return {
        "centre": slug,
        "points": round(float(seen.realised.points), 4),
        "euros": seen.realised.euros_cents / 100,
        "attendu": seen.expected.euros_cents / 100,
        "justifie": seen.justified_cents / 100,
        "prerequis_manquants": " ".join(seen.realised.prerequisites_missing),
        "bareme": seen.ruleset.id,
    }
