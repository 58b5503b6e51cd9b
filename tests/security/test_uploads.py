"""T11: what is dropped as a document is what its name says, unpacks to a plain size, and comes back inert."""

import io
import stat
import struct
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.core.pictures import bare, pixels
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.documents.sniffing import DocumentError, content_type
from tests.documents import samples

ODT = "application/vnd.oasis.opendocument.text"


def packed(entries: dict[str, bytes], *, link: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in entries.items():
            one = zipfile.ZipInfo(name)
            one.compress_type = zipfile.ZIP_DEFLATED
            one.external_attr = (stat.S_IFLNK | 0o777) << 16 if name == link else 0
            book.writestr(one, content)
    return out.getvalue()


def announced(content: bytes, size: int) -> bytes:
    """Return an archive whose directory announces another size for its first entry."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def png(wide: int, high: int) -> bytes:
    return samples.PNG[:16] + struct.pack(">II", wide, high) + samples.PNG[24:]


WORD = {"word/document.xml": b"<w/>"}
REFUSED = {
    "bomb.docx": announced(packed(WORD), 4_000_000_000),
    "bomb.odt": packed({"mimetype": ODT.encode() + b" " * 5_000_000}),
    "entries.docx": packed(WORD | {f"word/{n}": b"" for n in range(3_100)}),
    "link.docx": packed(WORD | {"word/media": b"/etc/passwd"}, link="word/media"),
    "climbs.docx": packed(WORD | {"../../etc/cron.d/x": b"x"}),
    "absolute.docx": packed(WORD | {"/etc/x": b"x"}),
    "macro.docx": packed(WORD | {"word/vbaProject.bin": b"x"}),
    "cut.odt": packed({"mimetype": ODT.encode()})[:-30],
    "page.png": samples.PAGE,
    "drawing.png": samples.DRAWING,
    "drawing.svg": samples.DRAWING,
    "page.txt": samples.PAGE,
    "page.xml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>hit(1)</script></html>',
    "style.xml": b'<?xml version="1.0"?><?xml-stylesheet href="javascript:hit(1)"?><a/>',
    "program.pdf": samples.PROGRAM,
    "page.pdf": samples.PAGE,
    "page.html": samples.PAGE,
    "shortcut.lnk": b"L\0\0\0",
    "flood.png": png(60_000, 60_000),
    "nul.png\0.html": samples.PNG,
    "empty.pdf": b"",
    "eicar.com": b"X5O!P%@AP[4",
    ".htaccess": b"Options",
    "a.php": b"<?php",
    "picture": samples.PNG,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(DocumentError, match="«"):
        content_type(REFUSED[name], name)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (samples.PNG, 1), (png(300, 200), 60_000), (b"GIF89a\x02\0\x03\0", 6), (b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x04\x00\x05\x01\x01\x11\x00\xff\xd9", 20),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x04\0\0", 50), (b"", 0), (b"\xff\xd8", 0), (samples.PNG[:18], 0), (b"\xff\xd8\xff\xe0\x00\x00\xff\xd9", 0),
    ],
)  # fmt: skip
def test_a_picture_tells_its_size_and_a_broken_one_tells_none(content: bytes, size: int) -> None:
    assert pixels(content) == size


def test_a_picture_loses_what_the_camera_noted_and_nothing_else() -> None:
    note = b"\0\0\0\x05tEXtplace\0\0\0\0"
    assert bare(samples.PNG[:33] + note + samples.PNG[33:]) == samples.PNG
    assert bare(samples.JPEG) == samples.JPEG
    assert bare(samples.PDF) == samples.PDF


NAMES = ("../../../etc/passwd.pdf", "..\\..\\win.pdf", 'a"; filename=x.html; b=".pdf', "é" * 300 + ".pdf", "\u202efdp.pdf", "a\r\nSet-Cookie: x=1.pdf", "<img src=x onerror=hit(1)>.pdf", "=cmd.pdf", "CON.pdf")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_never_becomes_a_path_or_a_header(
    as_alice: Client, centre_a: Centre, name: str, settings: Any
) -> None:
    page = f"/c/{centre_a.slug}/documents/ajouter/"
    file = SimpleUploadedFile("x.pdf", samples.PDF)
    file._name = name  # type: ignore[attr-defined]  # the browser's word, before Django tidies it
    answer = as_alice.post(page, {"title": "", "file": file})
    if answer.status_code == 422:
        return
    with centre_scope(centre_a):
        kept = Document.objects.get()
        address = kept.get_absolute_url()
    assert kept.file.name.startswith(f"centres/{centre_a.pk}/")
    assert "passwd" not in kept.file.name
    sent = as_alice.get(f"{address}fichier/?voir")
    assert sent.status_code == 200
    assert "\n" not in sent["Content-Disposition"]
    assert sent["Content-Disposition"].count("filename") == 2
    assert sent["Content-Security-Policy"].startswith("default-src 'none'")
    assert sent["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_documents_stop_at_the_share_of_the_centre(
    as_alice: Client, centre_a: Centre, settings: Any
) -> None:
    settings.CENTRE_MAX_OCTETS = len(samples.PDF) + 10
    page = f"/c/{centre_a.slug}/documents/ajouter/"
    sent = [
        as_alice.post(page, {"title": "a", "file": SimpleUploadedFile("a.pdf", samples.PDF)})
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [302, 422]
    assert "ne tient plus" in sent[1].content.decode()
