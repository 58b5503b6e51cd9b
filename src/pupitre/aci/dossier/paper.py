"""What the Typst templates of the dossier are filled with, from its snapshot alone."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from pupitre.aci.rules.dossier import Entry, Line, Proof, Snapshot
from pupitre.core import french, pdf
from pupitre.core.money import format_euros

TYPST = Path(__file__).parent.parent / "typst"
IMAGES = {"image/png": "png", "image/jpeg": "jpg"}


def cover_pages(
    snapshot: Snapshot,
    *,
    reference: str,
    frozen: datetime,
    frozen_by: str,
    digest: str,
    places: Mapping[int, str],
) -> bytes:
    """The PDF of the cover, the summary, the index and each indicator.

    `places` says by number where each piece is found: « page 12 », « dans l'archive ».
    """
    data = _base(snapshot) | {
        "title": f"Dossier de preuves ACI {snapshot.year}",
        "subtitle": snapshot.ruleset,
        "reference": reference,
        "facts": [
            *([entry.label, entry.value] for entry in snapshot.structure),
            ["Situation au", french.long_day(date.fromisoformat(snapshot.day))],
            ["Version", f"{reference}, figée le {french.long_day(frozen)} par {frozen_by}"],
            ["Pièces", str(len(snapshot.proofs))],
        ],
        "digest": digest,
        "points": snapshot.points,
        "total": format_euros(snapshot.euros_cents),
        "because": list(snapshot.because),
        "warnings": list(snapshot.warnings),
        "lacking": [[line.id, words] for line, words in snapshot.lacking],
        "common": _pairs(snapshot.common),
        "lines": [_line(line, snapshot) for line in snapshot.lines],
        "proofs": [_proof(proof, places.get(proof.number, "")) for proof in snapshot.proofs],
    }
    return pdf.render(TYPST / "dossier.typ", data)


def associates_paper(snapshot: Snapshot) -> bytes:
    """The list of associates that the CPAM asks for (ACI A1-04)."""
    data = _list(snapshot, "Liste des associés", ["Associé·e", "Profession et numéros"])
    return pdf.render(TYPST / "piece.typ", data | {"rows": _pairs(snapshot.associates)})


def calendar_paper(snapshot: Snapshot) -> bytes:
    """The calendar of the RCPs: dates and counts only (ACI A2-03)."""
    data = _list(
        snapshot, "Calendrier des concertations", ["Date", "Dossiers examinés, professions"]
    )
    note = (
        "Les comptes rendus des cas restent dans le dossier partagé des patients, à la disposition "
        "du service médical : ils ne figurent pas ici."
    )
    return pdf.render(TYPST / "piece.typ", data | {"rows": _pairs(snapshot.calendar), "note": note})


def image_page(snapshot: Snapshot, proof: Proof, content: bytes) -> bytes:
    """An image proof on a page of its own. Raises PdfError for an image that cannot be read."""
    name = f"image.{IMAGES[proof.content_type]}"
    data = _base(snapshot) | {"title": proof.title, "file": name}
    return pdf.render(TYPST / "image.typ", data, {name: content})


def _base(snapshot: Snapshot) -> dict[str, object]:
    return {"structure": snapshot.structure[0].value}


def _list(snapshot: Snapshot, title: str, head: list[str]) -> dict[str, object]:
    day = french.long_day(date.fromisoformat(snapshot.day))
    return _base(snapshot) | {
        "title": title,
        "subtitle": f"ACI, exercice {snapshot.year}, situation au {day}",
        "head": head,
        "note": "",
    }


def _pairs(entries: tuple[Entry, ...]) -> list[list[str]]:
    return [[entry.label, entry.value] for entry in entries]


def _line(line: Line, snapshot: Snapshot) -> dict[str, object]:
    return {
        "id": line.id,
        "title": line.title,
        "kind": line.kind,
        "state": line.state,
        "points": line.points,
        "euros": format_euros(line.euros_cents),
        "words": line.words,
        "origin": line.origin,
        "fields": _pairs(line.fields),
        "because": [*line.because, *line.todo],
        "lacking": list(line.lacking) if line.reached else [],
        "proofs": [
            f"Pièce {proof.number} : {proof.title}" for proof in snapshot.proofs_of(line.id)
        ],
    }


def _proof(proof: Proof, place: str) -> list[str]:
    return [str(proof.number), proof.title, ", ".join(proof.indicators), place]
