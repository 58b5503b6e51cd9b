"""T15: Pupitre asks nothing of another machine; a text that is an address stays a text."""

import ast
import socket
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.centres.models import Centre
from tests.security.conftest import ReachedOutError

SOURCES = Path(__file__).resolve().parent.parent.parent / "src" / "pupitre"
CLIENTS = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "ftplib", "telnetlib", "xmlrpc.client", "pycurl"}  # fmt: skip
TRICKS = (
    "http://127.0.0.1:9/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/",
    "http://169.254.169.254/latest/meta-data/", "http://evil.example@127.0.0.1/", "http://127.0.0.1.nip.io/", "file:///etc/passwd", "gopher://127.0.0.1:25/_x",
    "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "//evil.example/x", "\\\\evil.example\\x", "http://evil.example/x.png", "http://①②⑦.⓪.⓪.①/", "http://0/",
    "http://127.1/", "jar:http://evil.example!/x", "data:text/html,x", "http://evil.example#@127.0.0.1/", "https://evil.example/?x=http://127.0.0.1",
)  # fmt: skip


def imported(file: Path) -> set[str]:
    """Return the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{one.name}" for one in node.names)}
    return names


def test_no_module_holds_a_client_of_another_server() -> None:
    """Mails leave by Django's SMTP connection and Pro Santé Connect by allauth, both to addresses of the installation's settings."""
    for file in SOURCES.rglob("*.py"):
        assert not imported(file) & CLIENTS, file


def test_the_ban_is_a_real_one() -> None:
    with pytest.raises(ReachedOutError), socket.socket() as out:
        out.connect(("192.0.2.1", 80))
    with pytest.raises(ReachedOutError):
        socket.getaddrinfo("evil.example", 80)


@pytest.mark.django_db
@pytest.mark.parametrize("trick", TRICKS)
def test_an_address_typed_anywhere_is_not_visited(
    as_alice: Client, centre_a: Centre, trick: str
) -> None:
    base = f"/c/{centre_a.slug}/"
    for page, sent in (
        ("reglages/identite/", {"name": trick, "legal_form": "sisa", "territory": "metropole", "closure": "all_year", "address": trick}),
        ("annuaire/groupes/ajouter/", {"name": trick, "purpose": trick}),
        ("annuaire/coller/", {"text": f"nom\tprénom\te-mail\n{trick}\t{trick}\t{trick}\n"}),
        ("messages/retours/", {"text": f"Message-ID: <{trick}>\n{trick}"}),
    ):  # fmt: skip
        assert as_alice.post(base + page, sent).status_code < 500
    vcard = f"BEGIN:VCARD\nVERSION:4.0\nN:X;Y;;;\nFN:Y X\nPHOTO:{trick}\nURL:{trick}\nEND:VCARD\n"
    file = SimpleUploadedFile("a.vcf", vcard.encode())
    assert as_alice.post(f"{base}annuaire/coller/", {"file": file}).status_code < 500
    for page in ("", "annuaire/", f"chercher/?q={trick}"):
        assert as_alice.get(base + page).status_code in {200, 302}


@pytest.mark.django_db
def test_a_redirection_stays_on_this_site(client: Client, as_alice: Client) -> None:
    for trick in TRICKS:
        sent = as_alice.post("/compte/apparence/", {"scheme": "dark", "next": trick})
        assert sent["Location"].startswith("/"), trick
        assert not sent["Location"].startswith("//"), trick
