"""T5 without a browser and T12: hostile texts in every field come out as words, in pages, spreadsheets, agendas and PDFs."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from lxml import html

from pupitre.core.tables import DANGEROUS
from tests.house import House, send
from tests.matrix import address, centre_pages
from tests.security.payloads import payloads
from tests.security.rights import may
from tests.security.spikes import spike

pytestmark = pytest.mark.django_db
SCHEMES = re.compile(r"^\s*(javascript|data|vbscript)\s*:", re.IGNORECASE)
LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "srcdoc",
    "xlink:href",
    "data",
    "poster",
    "background",
)
NUMBER = re.compile(r"^[+-]\d[\d \u202f\u00a0]*([.,]\d+)?$")
FILES = ("text/calendar", "text/vcard", "message/rfc822")


@pytest.fixture
def spiked(house: House) -> Iterator[House]:
    """Put the payloads in, and take them out after the test."""
    with transaction.atomic():
        assert spike(house.own) > 500
        yield house
        transaction.set_rollback(True)


def test_there_are_enough_payloads_and_all_differ() -> None:
    texts = list(payloads())
    assert len(texts) >= 1500
    assert len(set(texts)) == len(texts)


def faults(content: bytes) -> list[str]:
    """Return what could run in a page: an inline script, a handler, a link that is a program, a frame from nowhere."""
    found = []
    for node in html.fromstring(content.decode()).iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag in {"script", "object", "embed", "base", "marquee", "math"} and not node.get(
            "src", ""
        ).startswith("/static/"):
            found.append(node.tag)
        for name, value in node.attrib.items():
            if name.startswith(("on", "hx-on", "data-hx-on")) or (
                name in LINKS and SCHEMES.match(value) and not value.startswith("data:image/png")
            ):
                found.append(f"{node.tag} {name}={value[:60]}")
    return found


def opened(house: House, share: int) -> Iterator[tuple[str, Any]]:
    """Yield what the coordinator may open, one page in so many."""
    for rank, page in enumerate(centre_pages()):
        if rank % share == 0 and may(page.name, "coordinator") and "/l/" not in page.pattern:
            path = address(page, house.own.slug, house.own_pks)
            yield path, send(house.clients["coordinator"], "GET", path)


def check_pages(house: House, share: int) -> int:
    seen = 0
    for path, response in opened(house, share):
        assert response.status_code < 500, path
        kind = response.get("Content-Type", "")
        if kind.startswith("text/html") and response.content:
            assert faults(response.content) == [], path
            seen += 1
        elif kind.startswith(FILES):
            text = b"".join(response) if response.streaming else response.content
            assert not re.search(rb"\n(Set-Cookie|Bcc|BEGIN:VALARM\d)", text), path
        assert "\n" not in response.get("Content-Disposition", ""), path
    return seen


def test_hostile_texts_come_out_as_words(spiked: House) -> None:
    assert check_pages(spiked, 8) > 15


@pytest.mark.long
def test_hostile_texts_come_out_as_words_on_every_page(spiked: House) -> None:
    assert check_pages(spiked, 1) > 150


def cells(response: Any) -> Iterator[str]:
    """Yield the texts of a workbook or of a CSV, as a spreadsheet would take them; a formula fails at once."""
    if response.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as book:
            sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
            assert not any(
                b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets
            )
        for sheet in openpyxl.load_workbook(io.BytesIO(response.content)).worksheets:
            yield from (
                value
                for row in sheet.iter_rows(values_only=True)
                for value in row
                if isinstance(value, str)
            )
    else:
        for line in response.content.decode("utf-8-sig").splitlines():
            yield from (cell.strip('"') for cell in line.split(";"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_holds_a_formula(spiked: House, kind: str) -> None:
    exports = 0
    for page in centre_pages():
        if not page.name.endswith("-list") or not may(page.name, "coordinator"):
            continue
        path = address(page, spiked.own.slug, spiked.own_pks) + f"?format={kind}"
        response = send(spiked.clients["coordinator"], "GET", path)
        if "attachment" not in response.get("Content-Disposition", ""):
            continue
        exports += 1
        for text in cells(response):
            assert not text.startswith(DANGEROUS) or NUMBER.match(text), (path, text[:80])
    assert exports > 20
