"""The ACI: CPU of one cockpit page, and the recomputation of many centres, on the database of DATABASE_URL or on SQLite.

`sh scripts/postgresql.sh .venv/bin/python -m benchmarks aci` measures PostgreSQL; ACI_CENTRES says how many centres are made.
"""

import os
import tempfile
import time

CENTRES = int(os.environ.get("ACI_CENTRES", "24"))
PEOPLE, WANTED, WORKERS = 22, 3000, 2


def main() -> None:
    """Print the CPU of a page and of a recomputation, and the seconds of 3,000 recomputations."""
    os.environ |= {"PUPITRE_HOME": tempfile.mkdtemp(), "PUPITRE_DEMO": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections
    from django.utils import timezone

    from pupitre.cli.aci_recompute import every_slug, recompute
    from pupitre.demo.build import make_many

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    today = timezone.localdate()
    make_many(CENTRES, people=PEOPLE, years=1, seed=1, today=today, say=quiet)
    print(
        f"base                     {connection.vendor}, {CENTRES} MSP de {PEOPLE} personnes, un an"
    )
    print(f"tableau de bord          {1000 * page_cpu():7.1f} ms CPU (au plus 50)")
    slugs = every_slug()
    connections.close_all()
    start = time.process_time()
    list(recompute(slugs, today.year, today, 1))
    each = (time.process_time() - start) / CENTRES
    print(f"un recalcul              {1000 * each:7.1f} ms CPU par MSP (mesuré, {CENTRES} MSP)")
    start = time.perf_counter()
    done = len(list(recompute(slugs * (WANTED // CENTRES), today.year, today, WORKERS)))
    spent = time.perf_counter() - start
    print(
        f"{done} recalculs           {spent:7.1f} s à {WORKERS} processus, leur départ compris, "
        f"des {CENTRES} MSP tour à tour (mesuré ; au plus 60)"
    )


def quiet(_text: str) -> None:
    """Say nothing of what is made."""


def page_cpu() -> float:
    """Return the median CPU seconds of the cockpit page."""
    from django.test import Client

    from pupitre.accounts.models import User

    client = Client(SERVER_NAME="localhost")
    user = User.objects.order_by("pk").first()
    assert user is not None
    client.force_login(user)
    place = client.get("/", follow=True).redirect_chain[-1][0].rstrip("/")
    path = client.get(f"{place}/aci/")["Location"]
    spent = []
    for _ in range(40):
        start = time.process_time()
        assert client.get(path).status_code == 200
        spent.append(time.process_time() - start)
    return sorted(spent)[20]


if __name__ == "__main__":
    main()
