"""PDFs by Typst: a template and data in, a tagged PDF out. No network, no text read as code."""

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

HOUSE = Path(__file__).parent / "typst"
ENDLESS = re.compile(r"(\S{2000})(?=\S)")
NO_GLYPH = "could not be displayed"
WORD_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076"
"""The bullets of Word's own fonts, pasted: characters of no alphabet."""


class PdfError(Exception):
    """The template and the data do not fit; the text of Typst is in `__cause__`."""


def render(
    template: Path, data: Mapping[str, object], images: Mapping[str, str | bytes] | None = None
) -> bytes:
    """The PDF/UA-1 of `template` (a .typ file importing `house.typ`) filled with `data`.

    The template may import its neighbours. `data` is JSON (strings, numbers, lists, mappings) with
    at least `title` and `structure`; it is read by `json("data.json")`, never as Typst code.
    `images` are SVG texts, or the bytes of PNG and JPEG files, by file name (« chart.svg »). Raises PdfError.
    """
    with tempfile.TemporaryDirectory(prefix="pupitre-pdf-") as folder:
        work = Path(folder)
        for source in (*template.parent.glob("*.typ"), HOUSE / "house.typ"):
            shutil.copy(source, work)
        text = json.dumps(_breakable(data), ensure_ascii=False)
        (work / "data.json").write_text(text, encoding="utf-8")
        for name, image in (images or {}).items():
            content = image.encode() if isinstance(image, str) else image
            (work / Path(name).name).write_bytes(content)
        try:
            return _compile(work, template.name)
        except PdfError as error:
            if NO_GLYPH not in str(error.__cause__):
                raise
        for source in (work / "data.json", *work.glob("*.svg")):
            source.write_text(displayable(source.read_text(encoding="utf-8")), encoding="utf-8")
        return _compile(work, template.name)


def _breakable(value: Any) -> Any:
    """Cut the words of thousands of signs, which no line holds: beyond 65,535 octets Typst stops the whole process."""
    if isinstance(value, str):
        return ENDLESS.sub(r"\1 ", value)
    if isinstance(value, Mapping):
        return {key: _breakable(one) for key, one in value.items()}
    return [_breakable(one) for one in value] if isinstance(value, list | tuple) else value


def displayable(text: str) -> str:
    """Replace what the font of our papers has no sign for: emoji and other scripts by « □ », joiners by nothing."""
    known = _signs()
    return "".join(
        char if ord(char) in known or char in "\n\t" else _nearest(char, known) for char in text
    )


def _nearest(char: str, known: frozenset[int]) -> str:
    if char in WORD_BULLETS:
        return "•"
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(ord(one) in known for one in plain):
        return plain
    return "" if unicodedata.category(char) in {"Cf", "Mn", "Me", "Sk"} else "□"


@cache
def _signs() -> frozenset[int]:
    """The characters that every one of our fonts can show."""
    covered = [
        frozenset(TTFont(file, lazy=True).getBestCmap()) for file in (HOUSE / "fonts").glob("*.ttf")
    ]
    return frozenset.intersection(*covered)


def picture(svg: str, *, points_per_inch: int = 144) -> bytes:
    """A chart as PNG, for the formats that take no SVG. Raises PdfError."""
    with tempfile.TemporaryDirectory(prefix="pupitre-png-") as folder:
        work = Path(folder)
        shutil.copy(HOUSE / "picture.typ", work)
        (work / "picture.svg").write_text(svg, encoding="utf-8")
        return _compile(work, "picture.typ", ppi=points_per_inch)


def _compile(work: Path, main: str, ppi: float | None = None) -> bytes:
    """A PDF/UA-1, or with `ppi` a PNG."""
    try:
        made = typst.compile(
            str(work / main),
            root=str(work),
            font_paths=[str(HOUSE / "fonts")],
            ignore_system_fonts=True,
            package_path=str(work),
            package_cache_path=str(work),
            format="png" if ppi else "pdf",
            ppi=ppi,
            pdf_standards=None if ppi else ["ua-1"],
        )
    except (typst.TypstError, RuntimeError) as error:
        raise PdfError(f"the file could not be made: {error}") from error
    return bytes(made)
