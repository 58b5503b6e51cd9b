"""The whole country on one machine: growth of each page with the number of centres, then a constant load.

`PUPITRE_BENCH_ONE` and `PUPITRE_BENCH_MANY` are PostgreSQL addresses under the application's role: a base of one centre
and one of many, whose first centre is the same (`pupitre seed --centres N` on both, same seed). `PUPITRE_BENCH_HOME`
is the PUPITRE_HOME of the second. `PUPITRE_BENCH_RATE` and `PUPITRE_BENCH_SECONDS` set the load.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.scale_load import Visitor, load

REPEATS = int(os.environ.get("PUPITRE_BENCH_REPEATS", "20"))
SESSIONS = 1000
PAGES = {
    "accueil": "/", "échéancier": "/echeancier/", "recherche": "/chercher/?q=reunion", "annuaire": "/annuaire/",
    "organigramme": "/annuaire/organigramme/", "réunions": "/reunions/", "registre": "/reunions/registre/",
    "RCP": "/reunions/rcp/", "décisions": "/decisions/", "documents": "/documents/", "messages": "/messages/",
    "boîte": "/boite/", "protocoles": "/protocoles/", "actions": "/actions/", "engagements": "/engagements/",
    "coordination": "/coordination/", "comptabilité": "/comptabilite/", "paiements": "/paiements/",
    "indemnités": "/indemnites/", "loyers": "/loyers/", "factures": "/factures/", "banque": "/banque/",
    "lignes de banque": "/banque/lignes/", "ACI": "/aci/", "argent de l'ACI": "/aci/argent/", "rapport": "/rapport/",
    "journal": "/reglages/journal/", "accès": "/reglages/acces/", "sites": "/reglages/sites/",
}  # fmt: skip
# What people read while they work; the load draws among these.
READ = [
    "accueil",
    "annuaire",
    "réunions",
    "décisions",
    "documents",
    "boîte",
    "recherche",
    "ACI",
    "échéancier",
]


def main() -> None:
    """Print the cost of each page in both bases with the ratio (bar: 1.3), then the load (bars: 0, 800 ms)."""
    one, many = os.environ.get("PUPITRE_BENCH_ONE"), os.environ.get("PUPITRE_BENCH_MANY")
    if not one or not many:
        print("échelle : donnez PUPITRE_BENCH_ONE et PUPITRE_BENCH_MANY (voir docs/SCALING.md).")
        return
    growth(one, many)
    constant_load(many)


def growth(one: str, many: str) -> None:
    """Ask each page of both bases in turn, so that what else the machine does weighs on both alike."""
    small, large = _pages_of(one), _pages_of(many)
    print(
        f"{'page':18} {'CPU 1':>8} {'CPU N':>8} {'ratio':>6} {'p95 1':>8} {'p95 N':>8} {'ratio':>6}   (ms)"
    )
    medians = []
    for name, path in PAGES.items():
        for process in (small, large):
            _ask(process, path)
        pairs = [(_ask(small, path), _ask(large, path)) for _ in range(REPEATS)]
        if any(answer["status"] != 200 for pair in pairs for answer in pair):
            print(f"{name:18} répond {pairs[0][0]['status']} et {pairs[0][1]['status']}")
            continue
        cpu = [statistics.median(pair[side]["cpu"] for pair in pairs) for side in (0, 1)]
        wall = [
            statistics.quantiles([pair[side]["wall"] for pair in pairs], n=20)[-1]
            for side in (0, 1)
        ]
        medians.append(cpu[1])
        print(
            f"{name:18} {cpu[0]:8.1f} {cpu[1]:8.1f} {cpu[1] / cpu[0]:6.2f}"
            f" {wall[0]:8.1f} {wall[1]:8.1f} {wall[1] / wall[0]:6.2f}"
        )
    print(
        f"page médiane : {statistics.median(medians):.1f} ms CPU, PostgreSQL compris (au plus 15)"
    )
    for process in (small, large):
        process.stdin.close()
        process.wait()


def _pages_of(url: str) -> Any:
    home = os.environ.get("PUPITRE_BENCH_HOME", os.environ.get("PUPITRE_HOME", "var"))
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.scale_pages"], text=True,
        env=os.environ | {"DATABASE_URL": url, "PUPITRE_HOME": home, "PUPITRE_DB_POOL": "0"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _ask(process: Any, path: str) -> dict[str, float]:
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    answer: dict[str, float] = json.loads(process.stdout.readline())
    return answer


def constant_load(url: str) -> None:
    """Serve the base as in production and load it from the same machine."""
    rate = float(os.environ.get("PUPITRE_BENCH_RATE", "50"))
    seconds = float(os.environ.get("PUPITRE_BENCH_SECONDS", "300"))
    home = os.environ.get("PUPITRE_BENCH_HOME", "var")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": url, "PUPITRE_HOME": home, "PUPITRE_DEMO": "1"}
    visitors = _visitors(environment)
    words = [sys.executable, "-m", "pupitre.cli", "serve", "--no-worker", "--port", str(port)]
    server = subprocess.Popen(words, env=environment)
    try:
        _wait(port)
        pages = [PAGES[name] for name in READ]
        asyncio.run(load(port, visitors, pages, rate=5, seconds=4))  # warms both processes
        before = os.getloadavg()[0]
        spent = _cpu_below(server.pid)
        result = asyncio.run(load(port, visitors, pages, rate=rate, seconds=seconds))
        spent = _cpu_below(server.pid) - spent
    finally:
        server.terminate()
        server.wait(timeout=30)
    count = len(result.seconds)
    times = " ".join(
        f"p{share} {1000 * result.percentile(share / 100):.0f}" for share in (50, 95, 99)
    )
    print(
        f"charge : {len(visitors)} sessions, {rate:g} requêtes/s pendant {seconds:g} s, {count} requêtes, 10 % d'écritures ; "
        f"{result.errors} erreurs (aucune) ; {times} ms (p99 au plus 800) ; {1000 * spent / count:.1f} ms CPU du site par "
        f"requête ; charge de la machine {before:.0f} → {os.getloadavg()[0]:.0f}"
    )


def _visitors(environment: dict[str, str]) -> list[Visitor]:
    """Return sessions of the members of as many centres as it takes."""
    words = [sys.executable, "-m", "benchmarks.scale_sessions", str(SESSIONS)]
    made = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE)
    return [Visitor(**one) for one in json.loads(made.stdout)]


def _wait(port: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("Le site n'a pas démarré en une minute.")


def _cpu_below(process: int) -> float:
    """Return the CPU seconds of a process and of those that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = sum(
        int(place.read_text().split()[0])
        for place in Path(f"/proc/{process}/task").glob("*/schedstat")
    )
    return own / 1e9 + sum(_cpu_below(int(child)) for child in children)
