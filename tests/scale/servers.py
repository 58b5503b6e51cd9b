"""PostgreSQL servers and PgBouncer on this machine, for the time of a test."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
BOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def as_postgres(*words: str | Path) -> list[str]:
    """Return a command under the account that PostgreSQL accepts: root is refused."""
    first = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return [*first, *map(str, words)]


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds; fail when it does not in time."""
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.2)


class Server:
    """One PostgreSQL server in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    def start(self) -> None:
        words = f"-p {self.port} -k {self.folder.parent} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._control("start", "-l", self.folder.parent / f"{self.folder.name}.log", "-o", words)

    def stop(self, how: str = "fast") -> None:
        self._control("stop", "-m", how, check=False)

    def promote(self) -> None:
        self._control("promote")

    def _control(self, act: str, *words: str | Path, check: bool = True) -> None:
        run = as_postgres(BINARIES[-1] / "pg_ctl", "-D", self.folder, "-w", act, *words)
        subprocess.run(run, check=check, stdout=subprocess.DEVNULL, cwd=self.folder.parent)

    def url(self, role: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database=database), autocommit=True) as owner:
            cursor = owner.execute(statement)
            return cursor.fetchall() if cursor.description else []


def make_server(server: Server) -> None:
    """Make and start an empty server."""
    words = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    make = as_postgres(BINARIES[-1] / "initdb", "-D", server.folder, *words)
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=server.folder.parent)
    server.start()


def make_replica(replica: Server, *, of: Server) -> None:
    """Make and start a streaming replica."""
    words = ("-h", "127.0.0.1", "-p", str(of.port), "-U", "postgres", "-R", "-c", "fast")
    make = as_postgres(BINARIES[-1] / "pg_basebackup", "-D", replica.folder, *words)
    subprocess.run(make, check=True, cwd=replica.folder.parent)
    replica.start()


class Bouncer:
    """PgBouncer in transaction mode before some servers, each under a name of its own."""

    def __init__(self, folder: Path, servers: dict[str, Server]) -> None:
        self.port = free_port()
        bases = "\n".join(
            f"{name} = host=127.0.0.1 port={server.port} dbname=pupitre"
            for name, server in servers.items()
        )
        users = folder / "users.txt"
        users.write_text('"app" ""\n')
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\n{bases}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            f"unix_socket_dir =\nauth_type = trust\nauth_file = {users}\npool_mode = transaction\n"
            "default_pool_size = 4\nquery_wait_timeout = 5\n"
            "server_login_retry = 1\n"
        )
        assert BOUNCER
        self.process = subprocess.Popen(
            as_postgres(BOUNCER, "-q", settings), cwd=folder, stderr=subprocess.DEVNULL
        )

    def url(self, name: str) -> str:
        return f"postgresql://app@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
