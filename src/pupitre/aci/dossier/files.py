"""From a frozen snapshot to its two files: every proof checked, archived, then bound."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pupitre.aci.dossier import binding, paper
from pupitre.aci.dossier.archive import Archive, file_name, index_csv
from pupitre.aci.queries.dossier import MADE_ASSOCIATES
from pupitre.aci.rules.dossier import Proof, Snapshot
from pupitre.core.pdf import PdfError

BOUND_OCTETS = 200_000_000
"""Proofs bound in the PDF, all together: beyond, the rest is in the archive only, and the index says so."""
IN_ARCHIVE, ABSENT = "dans l’archive", "absente"


@dataclass(frozen=True)
class Frozen:
    """What the files say of the frozen version: « ACI-2026-v2 », when and by whom, its fingerprint."""

    snapshot: Snapshot
    reference: str
    at: datetime
    by: str
    digest: str

    def cover(self, places: dict[int, str]) -> bytes:
        return paper.cover_pages(
            self.snapshot,
            reference=self.reference,
            frozen=self.at,
            frozen_by=self.by,
            digest=self.digest,
            places=places,
        )


@dataclass
class Making:
    """The work under way: where each proof lies, also as a PDF, its fingerprint, and what could not be done."""

    frozen: Frozen
    folder: Path
    source: Callable[[Proof], Path]
    say: Callable[[int, int, str], None]
    paths: dict[int, Path] = field(default_factory=dict)
    pdfs: dict[int, Path] = field(default_factory=dict)
    sums: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    done: int = 0

    @property
    def proofs(self) -> tuple[Proof, ...]:
        return self.frozen.snapshot.proofs

    def step(self, number: int) -> None:
        self.done += 1
        if self.done % 10 == 0:
            self.say(self.done, 2 * len(self.proofs), f"Pièce {number}")

    def refuse(self, proof: Proof, why: str) -> None:
        self.problems.append(f"Pièce {proof.number}, « {proof.title} » : {why}")


def make_files(
    frozen: Frozen,
    *,
    folder: Path,
    source: Callable[[Proof], Path],
    say: Callable[[int, int, str], None],
) -> tuple[Path, Path, list[str]]:
    """Make the PDF and the archive in `folder`; return them with what is to be known, in French.

    `source` gives the file of a document; `say` is told how far the work is.
    """
    making = Making(frozen, folder, source, say)
    archive = Archive(folder / f"{frozen.reference}.zip", frozen.at)
    for proof in making.proofs:
        if take(making, proof):
            archive.add(file_name(proof), making.paths[proof.number])
        making.step(proof.number)
    bound, places = bind(making)
    archive.add(bound.name, bound)
    rows = [(one, making.sums.get(one.number, ""), places[one.number]) for one in making.proofs]
    archive.add_text("index.csv", index_csv(rows))
    archive.close()
    return bound, folder / f"{frozen.reference}.zip", making.problems


def take(making: Making, proof: Proof) -> bool:
    """Find a proof's file, as it was when the dossier was frozen; say why where it cannot be."""
    if not proof.document:
        path = making.folder / f"{proof.key}.pdf"
        path.write_bytes(made_piece(making.frozen.snapshot, proof))
    else:
        path = making.source(proof)
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        making.refuse(proof, "le fichier n’est plus sur le disque ; voyez la dernière sauvegarde.")
        return False
    if proof.sha256 and found != proof.sha256:
        making.refuse(proof, "le fichier a changé après le gel ; figez une nouvelle version.")
        return False
    making.paths[proof.number], making.sums[proof.number] = path, found
    return True


def made_piece(snapshot: Snapshot, proof: Proof) -> bytes:
    """The pieces that Pupitre makes by itself."""
    made = paper.associates_paper if proof.key == MADE_ASSOCIATES else paper.calendar_paper
    return made(snapshot)


def bind(making: Making) -> tuple[Path, dict[int, str]]:
    """Write the PDF; return it with the place of each piece in words."""
    titles = {proof.number: proof.title for proof in making.proofs}
    pages = bindable(making)
    draft = making.frozen.cover(dict.fromkeys(titles, IN_ARCHIVE))
    starts = binding.first_pages(draft, pages.items())
    places = {number: place(number, making, starts) for number in titles}
    path = making.folder / f"{making.frozen.reference}.pdf"
    lost = binding.bind(
        path,
        making.frozen.cover(places),
        pages,
        content=lambda number: making.pdfs[number].read_bytes(),
        titles=titles,
        done=making.step,
    )
    for number in lost:
        making.refuse(making.proofs[number - 1], "PDF abîmé ; il est entier dans l’archive.")
    return path, places


def place(number: int, making: Making, starts: dict[int, int]) -> str:
    if number in starts:
        return f"page {starts[number]}"
    return IN_ARCHIVE if number in making.paths else ABSENT


def bindable(making: Making) -> dict[int, int]:
    """The page counts of the proofs that can be bound: PDFs and images, up to BOUND_OCTETS."""
    found: dict[int, int] = {}
    octets = 0
    for proof in making.proofs:
        path = making.paths.get(proof.number)
        shown = proof.content_type == "application/pdf" or proof.content_type in paper.IMAGES
        if path is None or not shown:
            continue
        octets += path.stat().st_size
        if octets > BOUND_OCTETS:
            break
        try:
            pdf = as_pdf(making, proof, path)
            found[proof.number] = binding.page_count(pdf.read_bytes())
        except (binding.UnboundError, PdfError):
            making.refuse(proof, "protégé ou illisible ici ; il est entier dans l’archive.")
        else:
            making.pdfs[proof.number] = pdf
    return found


def as_pdf(making: Making, proof: Proof, path: Path) -> Path:
    """The file of a proof as a PDF: itself, or an image on its page. Raises PdfError."""
    if proof.content_type not in paper.IMAGES:
        return path
    made = making.folder / f"image-{proof.number}.pdf"
    made.write_bytes(paper.image_page(making.frozen.snapshot, proof, path.read_bytes()))
    return made
