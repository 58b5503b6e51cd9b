"""The proxy file that is delivered, really served by Caddy: which TLS it speaks, and what testssl finds."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.security.test_smuggling import AMBIGUOUS

DELIVERED = Path(__file__).resolve().parents[2] / "deploy/Caddyfile"
CADDY, TESTSSL = shutil.which("caddy"), shutil.which("testssl") or shutil.which("testssl.sh")
# No certificate of a public authority, no administration port, and ports that anybody may open.
APART = "{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {plain}\n\thttps_port {secure}\n}}\n"
pytestmark = pytest.mark.skipif(CADDY is None, reason="install the package caddy")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Recorder(BaseHTTPRequestHandler):
    """Stands for Pupitre behind the proxy: notes each request that comes through."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815  # the name that http.server calls

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory, upstream: int) -> Iterator[tuple[int, int]]:
    """Serve the delivered file on this machine, with a certificate of its own; give the plain port and the secure one."""
    folder = tmp_path_factory.mktemp("caddy")
    plain, secure = free_port(), free_port()
    told, changed = re.subn(
        r"^pupitre\.example\.org \{",
        "localhost {\n\ttls internal",
        DELIVERED.read_text(),
        flags=re.M,
    )
    assert changed == 1
    told = told.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    (folder / "Caddyfile").write_text(APART.format(plain=plain, secure=secure) + told)
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("w") as log:
        caddy = subprocess.Popen(
            [str(CADDY), "run", "--config", "Caddyfile"],
            cwd=folder, env=homes, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait(secure, caddy)
        yield plain, secure
    finally:
        caddy.terminate()
        caddy.wait()


def _wait(port: int, caddy: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert caddy.poll() is None, "Caddy refuses the delivered file"
        try:
            if handshake(port, ssl.TLSVersion.TLSv1_3):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError


def handshake(port: int, version: ssl.TLSVersion, ciphers: str = "") -> str:
    """Return the version that a client of that version alone gets, empty when it is refused."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=60) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            return str(secure.version())
    except ssl.SSLError:
        return ""


WEAK = ("AES128-GCM-SHA256", "ECDHE+AES+SHA1", "ECDHE+SHA256:ECDHE+SHA384:!AESGCM:!CHACHA20", "DHE", "NULL", "aNULL")  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_only_tls_1_2_and_1_3_with_forward_secrecy_are_spoken(ports: tuple[int, int]) -> None:
    _, secure = ports
    old = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
    assert handshake(secure, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert handshake(secure, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert handshake(secure, ssl.TLSVersion.TLSv1, old) == ""
    assert handshake(secure, ssl.TLSVersion.TLSv1_1, old) == ""
    for ciphers in ("ECDHE+AESGCM", "ECDHE+CHACHA20"):
        assert handshake(secure, ssl.TLSVersion.TLSv1_2, ciphers) == "TLSv1.2"


@pytest.mark.parametrize("ciphers", WEAK)
def test_a_weak_cipher_is_refused(ports: tuple[int, int], ciphers: str) -> None:
    assert handshake(ports[1], ssl.TLSVersion.TLSv1_2, f"{ciphers}:@SECLEVEL=0") == ""


def test_plain_http_is_sent_to_https(ports: tuple[int, int]) -> None:
    plain, _ = ports
    with socket.create_connection(("127.0.0.1", plain), timeout=60) as client:
        client.sendall(b"GET /c/x/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = client.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 308")
    assert re.search(r"^Location: https://localhost(:\d+)?/c/x/", answer, re.M)


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_request_hides_no_other_behind_the_proxy(
    ports: tuple[int, int], name: str
) -> None:
    """The hidden request goes through as a request of its own, or not at all: it never ends another one's body."""
    Recorder.seen.clear()
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", ports[1]), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as client,
    ):
        client.sendall(AMBIGUOUS[name].replace(b"Host: a", b"Host: localhost"))
        client.settimeout(5)
        answers = b""
        try:
            while got := client.recv(4096):
                answers += got
        except OSError:
            pass
    own = answers.count(b"HTTP/1.") - 1
    assert Recorder.seen.count("GET /c/x/") <= own, (Recorder.seen, answers)


def test_the_certificate_is_asked_of_a_public_authority() -> None:
    adapted = subprocess.run(
        [str(CADDY), "adapt", "--config", str(DELIVERED)], capture_output=True, check=True
    )
    told = json.loads(adapted.stdout)
    (server,) = told["apps"]["http"]["servers"].values()
    assert server["listen"] == [":443"]
    assert "tls" not in told["apps"]  # nothing said: Caddy asks Let's Encrypt or ZeroSSL
    assert server["routes"][0]["match"] == [{"host": ["pupitre.example.org"]}]


@pytest.mark.long
@pytest.mark.skipif(TESTSSL is None, reason="install the package testssl.sh")
def test_testssl_finds_nothing(ports: tuple[int, int], tmp_path: Path) -> None:
    """Its certificate apart, which is made here: an installation has one of a public authority."""
    found = tmp_path / "found.json"
    parts = ["-p", "-s", "-f", "-P", "-U"]  # protocols, ciphers, secrecy, order, known weaknesses
    subprocess.run(
        [str(TESTSSL), "--quiet", "--color", "0", "--warnings", "off", *parts, "--jsonfile", str(found), f"localhost:{ports[1]}"],
        check=False, capture_output=True,
    )  # fmt: skip
    told = json.loads(found.read_text())
    assert len(told) > 30
    assert [one for one in told if one["severity"] in {"LOW", "MEDIUM", "HIGH", "CRITICAL"}] == []
