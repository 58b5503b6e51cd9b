"""Past one machine: PgBouncer in transaction mode, a streaming replica that serves reading, fail-over."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from tests.scale.servers import (
    BINARIES,
    BOUNCER,
    Bouncer,
    Server,
    free_port,
    make_replica,
    make_server,
    wait_for,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not BINARIES, reason="install the package postgresql"),
    pytest.mark.skipif(not BOUNCER, reason="install the package pgbouncer"),
]
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Browser:
    """A person's browser on the site."""

    base: str
    session: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Read a page, or send a form; return the status and the text."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        held = {one.name: one.value for one in self.jar} | {
            "session": self.session,
            "csrf": "a" * 32,
        }
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in held.items())}
        headers["X-CSRFToken"] = "a" * 32
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.base + path, data=data, headers=headers)
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Site:
    """The web processes, on some addresses of the database."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment, self.port = environment, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        words = ["-m", "pupitre.cli", "serve", "--no-worker", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *words], env=environment, cwd=ROOT, start_new_session=True
        )
        try:
            wait_for(self._answers, 300)
        except BaseException:
            self.stop()
            raise

    def _answers(self) -> bool:
        try:
            return Browser(self.base, "").ask("/healthz")[0] == 200
        except OSError:
            return False

    def ready(self) -> Any:
        return json.loads(Browser(self.base, "").ask("/readyz")[1])

    def stop(self) -> None:
        """End the processes of the site, by force if they do not go by themselves."""
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Country:
    """Two servers, PgBouncer before them, the site, and two people."""

    folder: Path
    primary: Server
    replica: Server
    environment: dict[str, str]
    site: Site
    people: dict[str, dict[str, str]]

    def browser(self, name: str, site: Site | None = None) -> Browser:
        return Browser((site or self.site).base, self.people[name]["session"])


@pytest.fixture(scope="module")
def country() -> Iterator[Country]:
    """Start it all; what was started is stopped, wherever the start or a test fails."""
    with ExitStack() as running:
        folder = Path(tempfile.mkdtemp(prefix="pupitre-scale-", dir="/tmp"))
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        primary, replica = Server(folder / "primary"), Server(folder / "replica")
        for server in (primary, replica):
            running.callback(server.stop, "immediate")
        make_server(primary)
        primary.run("CREATE ROLE app LOGIN")
        primary.run("CREATE DATABASE pupitre")
        make_replica(replica, of=primary)
        bouncer = Bouncer(folder, {"pupitre": primary, "replica": replica})
        running.callback(bouncer.stop)
        environment = _environment(folder, primary, bouncer)
        run: dict[str, Any] = {"env": environment, "cwd": ROOT}
        subprocess.run([sys.executable, "-m", "pupitre.cli", "migrate"], check=True, **run)
        made = subprocess.run(
            [sys.executable, "-m", "tests.scale.site"], check=True, stdout=subprocess.PIPE, **run
        )
        site = Site(environment)
        running.callback(site.stop)
        yield Country(folder, primary, replica, environment, site, json.loads(made.stdout))


def _environment(folder: Path, primary: Server, bouncer: Bouncer) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PUPITRE")} | {
        "PUPITRE_HOME": str(folder / "home"), "PUPITRE_DB_POOL": "0",
        "DJANGO_SETTINGS_MODULE": "tests.scale.site_settings",
        "DATABASE_OWNER_URL": primary.url(database="pupitre"),
        "DATABASE_URL": bouncer.url("pupitre"), "DATABASE_REPLICA_URL": bouncer.url("replica"),
    }  # fmt: skip


def caught_up(country: Country) -> bool:
    state = country.site.ready()["replica"]
    return bool(state) and state["behind_octets"] == 0


def drop(browser: Browser, slug: str, text: str) -> int:
    return browser.ask(f"/c/{slug}/boite/deposer/", text=text, kind="idea")[0]


def test_pages_are_read_on_the_replica_and_ones_own_writes_are_seen_at_once(
    country: Country,
) -> None:
    slug = country.people["alice"]["slug"]
    wait_for(lambda: caught_up(country))
    country.replica.run("SELECT pg_wal_replay_pause()")
    writer, reader = country.browser("alice"), country.browser("alice")
    assert drop(writer, slug, "Un panneau lumineux") == 200
    page = f"/c/{slug}/boite/"
    assert "Un panneau lumineux" in writer.ask(page)[1]
    assert "Un panneau lumineux" not in reader.ask(page)[1]
    assert country.site.ready()["replica"]["behind_octets"] > 0
    country.replica.run("SELECT pg_wal_replay_resume()")
    wait_for(lambda: "Un panneau lumineux" in reader.ask(page)[1])


def test_another_centre_is_not_found_on_the_replica_either(country: Country) -> None:
    slug = country.people["alice"]["slug"]
    assert country.browser("charlie").ask(f"/c/{slug}/boite/")[0] == 404
    assert country.browser("alice").ask(f"/c/{slug}/boite/")[0] == 200
    seen = country.replica.run("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'")
    assert seen[0][0]


def test_a_reading_page_that_writes_is_served_by_the_primary(country: Country) -> None:
    slug = country.people["charlie"]["slug"]
    before = country.primary.run("SELECT count(*) FROM core_auditevent", "pupitre")
    for _ in range(3):
        assert country.browser("charlie").ask(f"/c/{slug}/note/") == (200, "Site principal noté")
    after = country.primary.run("SELECT count(*) FROM core_auditevent", "pupitre")
    assert after[0][0] == before[0][0] + 3  # type: ignore[operator]


def test_without_its_replica_the_site_serves_from_the_primary(country: Country) -> None:
    slug = country.people["alice"]["slug"]
    country.replica.stop("immediate")
    for _ in range(3):
        assert country.browser("alice").ask(f"/c/{slug}/boite/")[0] == 200
    assert country.site.ready()["replica"] is None
    country.replica.start()
    wait_for(lambda: caught_up(country))


def test_many_requests_through_a_small_pool_never_mix_two_centres(country: Country) -> None:
    from concurrent.futures import ThreadPoolExecutor

    words = {name: f"Idée de {name}" for name in country.people}
    for name, person in country.people.items():
        assert drop(country.browser(name), person["slug"], words[name]) == 200
    wait_for(lambda: caught_up(country))

    def read(turn: int) -> bool:
        name = ("alice", "charlie")[turn % 2]
        other = words["charlie" if name == "alice" else "alice"]
        text = country.browser(name).ask(f"/c/{country.people[name]['slug']}/boite/")[1]
        return words[name] in text and other not in text

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(read, range(200)))


def test_the_replica_takes_over_when_the_primary_dies(country: Country) -> None:
    """Last, as it ends the primary: what was answered is there, the site works on, the chain of acts holds."""
    slug = country.people["alice"]["slug"]
    assert drop(country.browser("alice"), slug, "La dernière idée") == 200
    wait_for(lambda: caught_up(country))
    country.primary.stop("immediate")
    country.replica.promote()
    environment = {
        name: value for name, value in country.environment.items() if name != "DATABASE_REPLICA_URL"
    }
    environment["DATABASE_URL"] = country.replica.url("app", "pupitre")
    site = Site(environment)
    try:
        browser = country.browser("alice", site)
        assert "La dernière idée" in browser.ask(f"/c/{slug}/boite/")[1]
        assert drop(browser, slug, "Écrit après la bascule") == 200
        assert "Écrit après la bascule" in browser.ask(f"/c/{slug}/boite/")[1]
        verify = [sys.executable, "-m", "pupitre.cli", "verify-audit"]
        assert subprocess.run(verify, env=environment, cwd=ROOT, check=False).returncode == 0
    finally:
        site.stop()
