"""One PDF: the dossier's pages, then those of its proofs, each stamped with its number."""

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)
"""What reading a damaged PDF has been seen to raise."""
A4 = (595, 842)
WIDTH, HEIGHT, MARGIN = 72, 20, 10
PRINTED_AND_LOCKED = 4 + 64 + 128


class UnboundError(Exception):
    """A PDF that cannot be put behind the dossier: protected, damaged or empty."""


def page_count(content: bytes) -> int:
    """The number of pages of a PDF. Raises UnboundError."""
    try:
        reader = PdfReader(io.BytesIO(content))
        count = 0 if reader.is_encrypted else len(reader.pages)
    except BROKEN as error:
        raise UnboundError from error
    if not count:
        raise UnboundError
    return count


def bind(
    path: Path,
    cover: bytes,
    pages: Mapping[int, int],
    *,
    content: Callable[[int], bytes],
    titles: Mapping[int, str],
    done: Callable[[int], None],
) -> list[int]:
    """Write the cover, then the pieces numbered in `pages` (number: page count), in that order.

    `content` gives a piece's PDF by number. Return the numbers of those whose pages turned out to
    be unreadable: blank pages, stamped, stand in their place so that the index stays right.
    """
    writer, lost = PdfWriter(clone_from=io.BytesIO(cover)), []
    writer.root_object.pop("/Metadata", None)  # it promised an accessible PDF: proofs may not be
    form = _font(writer)
    for number, count in pages.items():
        start = len(writer.pages)
        try:
            writer.append(io.BytesIO(content(number)), import_outline=False)
        except BROKEN:
            lost.append(number)
        for _ in range(count - (len(writer.pages) - start)):
            writer.add_blank_page(*A4)
        for page in writer.pages[start:]:
            _stamp(writer, page, f"Pièce {number}", form)
        writer.add_outline_item(title=f"Pièce {number} : {titles[number]}", page_number=start)
        done(number)
    with path.open("wb") as out:
        writer.write(out)
    return lost


def first_pages(cover: bytes, pages: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The page on which each piece starts, behind a cover; `pages` are (number, page count)."""
    found, next_page = {}, len(PdfReader(io.BytesIO(cover)).pages) + 1
    for number, count in pages:
        found[number] = next_page
        next_page += count
    return found


def _font(writer: PdfWriter) -> DictionaryObject:
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(font)})
    return DictionaryObject({NameObject("/Font"): fonts})


def _stamp(writer: PdfWriter, page: PageObject, words: str, resources: DictionaryObject) -> None:
    """Lay a printed, locked stamp on the upper right corner, as an annotation: the page itself is untouched."""
    if page.rotation:
        page.transfer_rotation_to_content()
    right, top = float(page.cropbox.right) - MARGIN, float(page.cropbox.top) - MARGIN
    place = (right - WIDTH, top - HEIGHT, right, top)
    stamp = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/Rect"): ArrayObject(FloatObject(side) for side in place),
        NameObject("/F"): NumberObject(PRINTED_AND_LOCKED),
        NameObject("/Contents"): TextStringObject(words),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): _drawn(writer, words, resources)}),
    })  # fmt: skip
    writer.add_annotation(page, stamp)


def _drawn(writer: PdfWriter, words: str, resources: DictionaryObject) -> DictionaryObject:
    drawing = DecodedStreamObject()
    drawing.set_data(
        f"1 1 1 rg 0.06 0.42 0.4 RG 1 w 0.5 0.5 {WIDTH - 1} {HEIGHT - 1} re B "
        f"BT /F 11 Tf 0.06 0.42 0.4 rg 8 6 Td ({words}) Tj ET".encode("cp1252")
    )
    drawing.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(NumberObject(side) for side in (0, 0, WIDTH, HEIGHT)),
        NameObject("/Resources"): resources,
    })  # fmt: skip
    return writer._add_object(drawing)  # type: ignore[return-value]
