"""PDFs by Typst: a template and data in, a tagged PDF out. No network, no text read as code."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst

HOUSE = Path(__file__).parent / "typst"


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
        (work / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, image in (images or {}).items():
            content = image.encode() if isinstance(image, str) else image
            (work / Path(name).name).write_bytes(content)
        return _compile(work, template.name)


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
