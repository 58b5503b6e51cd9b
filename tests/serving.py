"""A real `pupitre serve` in a process group of its own, for the tests that stop it, move it or kill it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

PUPITRE = (sys.executable, "-m", "pupitre.cli")
OWN = ("PUPITRE_", "DATABASE_", "DJANGO_")
CSRF = "c" * 32
BOUNDARY = "limite" * 4

OPEN = """
import django; django.setup()
from django.test import Client
from pupitre.accounts.models import User
from pupitre.centres.services import NewCentre, open_centre
user = User.objects.create_user("lea@msp.example", "correct horse battery", first_name="Léa")
open_centre(NewCentre("MSP du Pont", "35000", "Rennes"), coordinator=user)
client = Client()
client.force_login(user)
session = client.session
session["second_factor"], session["seen"] = True, 9_000_000_000
session.save()
print(session.session_key)
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of an installation: this process's, without its own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    return {
        **kept,
        "PUPITRE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "pupitre.config.settings",
        **more,
    }


def run_script(script: str, given: dict[str, str]) -> str:
    """Run a few lines of Python inside an installation; return what they print."""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=given, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Service:
    """A running service: its process group, its port and what it says."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """Kill every process of the group at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ready(self) -> bool:
        try:
            return request(self.port, "GET", "/healthz").status == 200
        except (OSError, HTTPException):
            return False

    def wait(self) -> None:
        for _ in range(3000):
            if self.ready():
                return
            assert self.process.poll() is None, self.said
            time.sleep(0.2)
        raise AssertionError(self.said)


@dataclass(frozen=True)
class Answer:
    """What an installation answered."""

    status: int
    text: str
    location: str
    retry_after: str = ""


def request(port: int, method: str, path: str, session: str = "", **fields: str) -> Answer:
    """Send one request as the person of a session; raise OSError or HTTPException when it is cut."""
    headers = {"X-Forwarded-Proto": "https"} if path == "/healthz" else {}  # as its proxy says
    if method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return _sent(port, method, path, session, urlencode(fields).encode(), headers)


def upload(port: int, path: str, session: str, name: str, content: bytes) -> Answer:
    """Send a form with one file, which has no other field."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return _sent(port, "POST", path, session, multipart(name, content), headers)


def multipart(name: str, content: bytes) -> bytes:
    """Return the body of a form whose field `file` holds a file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def _sent(
    port: int, method: str, path: str, session: str, body: bytes, headers: dict[str, str]
) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    identity = {"Cookie": f"session={session}; csrf={CSRF}", "X-CSRFToken": CSRF}
    try:
        connection.request(method, path, body, identity | headers)
        got = connection.getresponse()
        told = [got.getheader(name, "") for name in ("Location", "Retry-After")]
        return Answer(got.status, got.read().decode(), *told)
    finally:
        connection.close()


@contextmanager
def serving(command: list[str], given: dict[str, str], log: Path) -> Iterator[Service]:
    """Serve on a free port until SIGTERM, which must end it well."""
    service = start(command, given, log, free_port())
    try:
        service.wait()
        yield service
    finally:
        os.killpg(service.process.pid, signal.SIGTERM)
        assert service.process.wait(timeout=60) == 0


def start(command: list[str], given: dict[str, str], log: Path, port: int) -> Service:
    with log.open("w") as out:
        words = [*command, "--port", str(port)]
        process = subprocess.Popen(words, env=given, stderr=out, start_new_session=True)
    return Service(process, port, log)
