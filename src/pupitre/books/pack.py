"""What the accountant's pack holds: FEC, ledgers, trial balance, statements, vouchers, SHA-256 list."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils import timezone

from pupitre.books import tables
from pupitre.books.models import Entry, FiscalYear
from pupitre.books.papers import fec_file, statements_pdf
from pupitre.books.queries import ledger, statements_of, trial_balance
from pupitre.books.rules.fec_reading import Finding
from pupitre.core.tables import as_csv, as_xlsx
from pupitre.documents.models import Document

SUMS = "SHA256SUMS"


class Pack:
    """A ZIP written file by file, and the fingerprint of each as `sha256sum -c` reads them."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.sums: list[str] = []
        self.missing: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        self.archive.writestr(name, content)
        self.sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    def copy(self, name: str, source: Path) -> None:
        """Copy a file, or note that the disk has lost it."""
        try:
            content = source.read_bytes()
        except FileNotFoundError:
            self.missing.append(name)
            return
        self.add(name, content)

    def close(self) -> None:
        if self.missing:
            told = "".join(f"{name}\r\n" for name in self.missing)
            self.add("pieces-absentes.txt", told.encode())
        self.archive.writestr(SUMS, "".join(self.sums))
        self.archive.close()


def reports(year: FiscalYear, *, centre: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files written from the books: (path in the ZIP, content)."""
    made = fec_file(year)
    yield made.name, made.content
    yield made.described, made.description.encode()
    yield "controle-du-fec.txt", told(made.report.findings).encode()
    lines, rows = list(ledger(year)), trial_balance(year, third_parties=True)
    for write, end in ((as_csv, "csv"), (as_xlsx, "xlsx")):
        yield f"grand-livre.{end}", write(tables.LEDGER, lines, "x").content
        yield f"balance.{end}", write(tables.BALANCE, rows, "x").content
    today = timezone.localdate()
    pdf = statements_pdf(year, statements_of(year), centre=centre, today=today)
    yield "bilan-et-resultat.pdf", pdf


def told(findings: Iterable[Finding]) -> str:
    """Return the findings of the control as a text."""
    lines = [f"Ligne {one.line} : {one.text}" for one in findings]
    return "\r\n".join(lines) or "Aucune anomalie."


def vouchers(year: FiscalYear) -> Iterator[tuple[str, Path]]:
    """Yield the files of the entries, and of the objects that they were born in, under the entry's number."""
    own = {document.pk: document for document in _documents(year)}
    by_object: dict[tuple[str, int | None], list[Document]] = {}
    for document in own.values():
        by_object.setdefault((document.object_type, document.object_id), []).append(document)
    for entry in Entry.objects.filter(year=year).select_related("journal").order_by("pk"):
        folder = entry.numbered if entry.validated else f"brouillon-{entry.pk}"
        places = ((Entry._meta.label_lower, entry.pk), (entry.origin_type, entry.origin_id))
        for place in places:
            for document in by_object.get(place, []):
                name = plain(f"{document.pk}-{document.original_name}")
                yield f"pieces/{folder}/{name}", Path(document.file.path)


def _documents(year: FiscalYear) -> Iterator[Document]:
    """Yield the documents of a year's entries and of their origins, one query per kind of object."""
    entries = Entry.objects.filter(year=year)
    yield from Document.objects.filter(
        object_type=Entry._meta.label_lower, object_id__in=entries.values("pk")
    )
    kinds = entries.exclude(origin_id=None).order_by().values_list("origin_type", flat=True)
    for kind in kinds.distinct():
        keys = entries.filter(origin_type=kind).values("origin_id")
        yield from Document.objects.filter(object_type=kind, object_id__in=keys)


def plain(name: str) -> str:
    """Return a file name that every system accepts."""
    return re.sub(r"[^\w.\- ]", "_", name)[-120:]
