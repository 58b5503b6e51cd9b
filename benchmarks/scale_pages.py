"""Answers pages of one database, each with what it cost: a process that `benchmarks.scale` talks to, line by line."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Read paths inside a centre, one per line; write the status, CPU and wall milliseconds of each as JSON."""
    os.environ["PUPITRE_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from pupitre.centres.models import Centre

    slug = Centre.objects.order_by("pk").values_list("slug", flat=True)[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(_coordinator(slug))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    for line in sys.stdin:
        print(json.dumps(_measure(client, f"/c/{slug}{line.strip()}", backend)), flush=True)


def _coordinator(slug: str) -> Any:
    from pupitre.centres.models import Centre, Membership
    from pupitre.core.tenancy import centre_scope

    with centre_scope(Centre.objects.get(slug=slug)):
        return Membership.objects.select_related("user").get(role="coordinator").user


def _measure(client: Any, path: str, backend: int) -> dict[str, float]:
    """Return what one page cost in this process and in its PostgreSQL process, which shares the machine."""
    wall, cpu, database = time.perf_counter(), time.process_time(), _cpu_of(backend)
    status = client.get(path).status_code
    spent = time.process_time() - cpu + _cpu_of(backend) - database
    return {
        "status": status, "cpu": 1000 * spent, "wall": 1000 * (time.perf_counter() - wall),
    }  # fmt: skip


def _cpu_of(process: int) -> float:
    """Return the CPU seconds of another process, to the nanosecond."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


if __name__ == "__main__":
    main()
