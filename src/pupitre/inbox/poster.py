"""The QR code of a link, and the A4 poster that carries the public one."""

import io
from pathlib import Path
from typing import Any

import segno

from pupitre.core import pdf

TEMPLATE = Path(__file__).parent / "typst" / "poster.typ"


def qr_inline(address: str) -> str:
    """Return an SVG for a page: black on white whatever the screen, so that every phone reads it."""
    return str(_code(address).svg_inline(border=2, light="#fff", svgclass="qr", omitsize=True))


def qr_file(address: str) -> str:
    """Return an SVG file for print."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", border=2, light="#fff", omitsize=True)
    return out.getvalue().decode()


def _code(address: str) -> Any:
    return segno.make(address, error="m", micro=False)


def poster_pdf(*, structure: str, address: str) -> bytes:
    """Return the poster of a structure's public link, as PDF."""
    data = {"title": "Un problème ? Une idée ?", "structure": structure, "address": address}
    return pdf.render(TEMPLATE, data, {"qr.svg": qr_file(address)})
