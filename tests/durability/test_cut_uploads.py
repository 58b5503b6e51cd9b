"""Uploads whose sender leaves at any octet, on a real service: nothing is kept of them, and nothing of them stays."""

import os
import random
import socket
import struct
import subprocess
from pathlib import Path

import pytest

from tests.scale.servers import wait_for
from tests.serving import (
    BOUNDARY,
    CSRF,
    OPEN,
    PUPITRE,
    Service,
    environment,
    multipart,
    run_script,
    serving,
    upload,
)

CUTS = int(os.environ.get("PUPITRE_CUTS", "500"))
PATH = "/c/msp-du-pont/documents/ajouter/"
NAMES = """
import django; django.setup()
from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
with centre_scope(Centre.objects.get()):
    print(*Document.objects.values_list("original_name", flat=True))
"""


def raw_request(session: str, body: bytes) -> bytes:
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Cookie: session={session}; csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def send_and_leave(port: int, octets: bytes, *, rudely: bool) -> None:
    """Send octets, then close: with the end of the stream, or with a reset as a lost network does."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(octets)
        if rudely:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def idle(service: Service, scratch: Path) -> bool:
    return service.ready() and not list(scratch.iterdir())


@pytest.mark.long
def test_an_upload_cut_at_any_octet_leaves_nothing(tmp_path: Path) -> None:
    scratch, dice = tmp_path / "scratch", random.Random(500)
    scratch.mkdir()
    given = environment(tmp_path / "home", TMPDIR=str(scratch))
    subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
    session = run_script(OPEN, given)
    with serving([*PUPITRE, "serve"], given, tmp_path / "journal") as service:
        for rank in range(CUTS):
            size = 3_000_000 if rank % 10 == 0 else 50_000  # beyond 2.5 MB the upload is a file
            whole = raw_request(
                session, multipart("coupe.pdf", b"%PDF-1.7\n" + dice.randbytes(size))
            )
            send_and_leave(
                service.port, whole[: dice.randrange(1, len(whole))], rudely=rank % 3 == 0
            )
        wait_for(lambda: idle(service, scratch), 120)
        assert upload(service.port, PATH, session, "entier.pdf", b"%PDF-1.7\nfin").status == 302
        assert run_script(NAMES, given) == "entier.pdf"
        files = [one for one in (tmp_path / "home" / "files").rglob("*") if one.is_file()]
        assert len(files) == 1
    assert "Traceback" not in service.said
