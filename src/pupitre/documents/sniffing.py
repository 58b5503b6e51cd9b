"""What a file really is: its content must agree with its name, and its type must be one we accept."""

import io
import zipfile
import zlib
from pathlib import PurePath

import puremagic

from pupitre.core.pictures import MOST_PIXELS, pixels

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heif",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN}text",
    "ods": f"{OPEN}spreadsheet",
    "odp": f"{OPEN}presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "txt": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "eml": "message/rfc822",
    "xml": "application/xml",
}
"""The accepted types by the end of the name; everything else is refused, programs and pages first."""
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""What a browser may show in place; the rest is downloaded."""
IN_ZIP = {
    "docx": "word/",
    "xlsx": "xl/",
    "pptx": "ppt/",
    "odt": "mimetype",
    "ods": "mimetype",
    "odp": "mimetype",
}
MOST_MEMBERS, MOST_UNPACKED = 3_000, 300_000_000
"""Entries and octets that an office file may unpack to; beyond, it is made to fill whoever opens it."""
SYMBOLIC_LINK = 0o120000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ACCEPTED = "PDF, images, Word, Excel, PowerPoint, LibreOffice, texte, CSV, XML, agenda (.ics) ou mail (.eml)"


class DocumentError(ValueError):
    """A file that cannot be kept; its text is a French sentence for the user."""


def content_type(content: bytes, name: str) -> str:
    """Return the media type of a file; raise DocumentError when it is refused or is not what it says."""
    end = PurePath(name).suffix.lower().removeprefix(".")
    if end not in TYPES:
        raise DocumentError(f"« {name} » n’est pas d’un type accepté : {ACCEPTED}.")
    if not content:
        raise DocumentError(f"« {name} » est vide : choisissez un autre fichier.")
    if not _agrees(content, end):
        raise DocumentError(
            f"Le contenu de « {name} » ne correspond pas à son nom : "
            "ouvrez-le dans son logiciel, puis enregistrez-le à nouveau."
        )
    if pixels(content) > MOST_PIXELS:
        raise DocumentError(f"« {name} » a plus de 60 millions de points : réduisez l’image.")
    return TYPES[end]


def _agrees(content: bytes, end: str) -> bool:
    """Tell whether a content is of the type that its name promises."""
    if end in IN_ZIP:
        return _zip_holds(content, end)
    if end == "xml":
        return _is_data(content)
    if end in {"doc", "xls", "ppt"}:
        return content.startswith(OLE)
    if TYPES[end].startswith(("text/", "message/")):
        return _is_plain(content)
    return TYPES[end] in {guess.mime_type for guess in _guesses(content)}


def _guesses(content: bytes) -> list[puremagic.main.PureMagicWithConfidence]:
    try:
        return list(puremagic.magic_string(content))
    except (puremagic.PureError, ValueError):
        return []


def _zip_holds(content: bytes, end: str) -> bool:
    """Tell whether an archive is the office file of that ending, without macros, and unpacks to a plain size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.endswith("vbaProject.bin") for name in names) or not _plain_members(
                archive
            ):
                return False
            if IN_ZIP[end] == "mimetype":
                with archive.open("mimetype") as said:
                    return said.read(200) == TYPES[end].encode()
            return any(name.startswith(IN_ZIP[end]) for name in names)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, RuntimeError, ValueError):
        return False  # cut, ciphered, or of a compression that nobody uses


def _plain_members(archive: zipfile.ZipFile) -> bool:
    """Tell whether no entry climbs, links elsewhere, or makes the whole too large."""
    members = archive.infolist()
    odd = any(
        (one.external_attr >> 16) & 0o170000 == SYMBOLIC_LINK
        or one.filename.startswith(("/", "\\"))
        or ".." in PurePath(one.filename.replace("\\", "/")).parts
        for one in members
    )
    size = sum(one.file_size for one in members)
    return not odd and len(members) <= MOST_MEMBERS and size <= MOST_UNPACKED


def _is_data(content: bytes) -> bool:
    """Tell whether a content is XML data: declared as such, and no page, drawing or style in it."""
    lowered = content.lower()
    shown = (b"<html", b"<svg", b"<script", b"xml-stylesheet", b"www.w3.org/1999/xhtml")
    return (
        content.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml")
        and b"\0" not in content
        and not any(mark in lowered for mark in shown)
    )


def _is_plain(content: bytes) -> bool:
    """Tell whether a content is words only: no byte of a program, no page, no script."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return b"\0" not in content and not start.startswith((b"<", b"#!", b"MZ"))
