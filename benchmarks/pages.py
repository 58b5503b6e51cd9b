"""CPU of a 50-row list page against an empty view through the same middleware, in one run."""

import os
import tempfile
import time
from collections.abc import Callable

REPEATS = 60
LIST = "/c/{}/annuaire/"
EMPTY = "/c/{}/vide/"


def main() -> None:
    """Print CPU per request, the ratio (bar: 8), and the number of queries of both pages."""
    os.environ |= {"PUPITRE_HOME": tempfile.mkdtemp(), "PUPITRE_DEMO": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.pages_settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    slug, user = _centre()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    page = client.get(LIST.format(slug))
    if page.status_code != 200:
        raise SystemExit(f"La liste répond {page.status_code}.")
    rows = _rows(page.content.decode())
    empty = _cpu(lambda: client.get(EMPTY.format(slug)))
    full = _cpu(lambda: client.get(LIST.format(slug)))
    print(f"page vide                {1000 * empty:7.2f} ms CPU")
    print(
        f"liste de {rows} lignes      {1000 * full:7.2f} ms CPU   {full / empty:5.2f} × la page vide (au plus 8)"
    )
    print(
        f"requêtes SQL             {_queries(client, EMPTY.format(slug))} et {_queries(client, LIST.format(slug))}"
    )


def _centre() -> tuple[str, object]:
    from django.utils import timezone

    from pupitre.demo.build import make_one
    from pupitre.demo.centres import Size, account

    user = account("mesure@exemple.invalid", "Mesure", "Essai")
    make_one(0, Size(60, 2), years=1, coordinator=user, seed=1, today=timezone.localdate(), say=str)
    return "msp-des-tilleuls", user


def _rows(html: str) -> int:
    return html.partition("<tbody")[2].count("<tr")


def _cpu(act: Callable[[], object]) -> float:
    """Return the median CPU seconds of one call."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return sorted(spent)[REPEATS // 2]


def _queries(client: object, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(path)  # type: ignore[attr-defined]
    return len(captured)
