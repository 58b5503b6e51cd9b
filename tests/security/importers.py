"""Every place where Pupitre reads a file or a pasted text that it did not write: a good sample, the reader, its refusals."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from pupitre.aci.rules.reading import CaseError
from pupitre.aci.rulesets import load_given
from pupitre.bank.rules.csv_mapping import guess_mapping
from pupitre.bank.rules.reading import read_file as read_bank
from pupitre.bank.rules.statement import StatementError
from pupitre.books.rules.fec_control import control
from pupitre.cli.aci_cases import answered
from pupitre.core.backup import archive, sealing
from pupitre.core.typed_yaml import DataError
from pupitre.desk.rules import GridError, read_grid
from pupitre.documents.sniffing import DocumentError, content_type
from pupitre.invoices.reader import read_file as read_invoice
from pupitre.invoices.rules.einvoice import EInvoiceError
from pupitre.mailing.bounces import BounceError, read_bounce
from pupitre.meetings.rules.history_paste import read_history
from pupitre.people.forms.imports import SheetForm
from pupitre.people.professions import professions
from pupitre.people.rpps_file import read_directory
from pupitre.people.rules.directory import Selection
from pupitre.people.rules.exchange import parse_vcards
from pupitre.people.rules.extraction import DirectoryFileError
from pupitre.people.rules.spreadsheet import parse_block
from pupitre.rosters.rules.shift_file import ShiftFileError, read_instance
from tests.bank.statements import sample as statement
from tests.books.test_fec import SAMPLE as FEC
from tests.invoices.test_reader import INVOICE as UBL
from tests.people.directory_samples import TEAM, text_of
from tests.people.test_rules_exchange import V3, V4
from tests.rosters.instances import TINY

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parent.parent.parent
INVOICES = ROOT / "tests" / "invoices" / "samples"
RULES = ROOT / "src" / "pupitre" / "aci" / "rules" / "data" / "avenant1_2022.yaml"
PASTED = (
    "nom\tprénom\te-mail\ttéléphone\tRPPS\tprofession\tstatuts\n"
    "EXEMPLE\tAlice\talice@example.org\t0199000001\t99900000011\tinfirmière\tassocié\n"
    "FICTIVE\tChloé\t\t\t\tmasseur-kinésithérapeute\t\n"
)
HISTORY = (
    "date\ttype\tdurée\tdossiers\tAlice Exemple\tChloé Fictive\n12/03/2026\tRCP\t60\t4\tx\t30\n"
)
BOUNCE = (
    "From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n"
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
    "Status: 5.1.1\nDiagnostic-Code: smtp; 550 unknown\n\n--b\nContent-Type: message/rfc822\n\n"
    "Message-ID: <0123456789abcdef0123456789abcdef@localhost>\nSubject: x\n\nbody\n--b--\n"
)
CASES = "cases:\n- id: a\n  scope: total\n  input: {patients: 4000}\n"


@dataclass(frozen=True)
class Importer:
    """One format: a good sample, what reads it, and the errors that carry its one French sentence."""

    sample: bytes
    read: Callable[[bytes], Any]
    refusals: tuple[type[Exception], ...] = ()
    fast: int = 50


def on_disk(read: Callable[[Path], Any]) -> Callable[[bytes], Any]:
    """Make a reader of files read a content."""

    def wrapped(content: bytes) -> Any:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "file"
            file.write_bytes(content)
            return read(file)

    return wrapped


def sheet(content: bytes) -> Any:
    """Read a file as the page that takes it does."""
    form = SheetForm({}, {"file": SimpleUploadedFile("equipe.csv", content)})
    return parse_block(form.cleaned_data["text"], professions(), TODAY) if form.is_valid() else None


def backed_up(content: bytes) -> Any:
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.write_bytes(content)
        target.mkdir()
        return archive.extract(source, target)


def unsealed(content: bytes) -> Any:
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.write_bytes(content)
        if sealing.is_sealed(source):
            sealing.unseal(source, target, "une phrase secrète assez longue")
        return None


def good_archive() -> bytes:
    with TemporaryDirectory() as folder:
        held, target = Path(folder) / "held", Path(folder) / "archive"
        held.write_bytes(b"SQLite format 3\0" * 30)
        archive.write(target, [("database.sqlite3", held), ("audit/1", held)], {"engine": "sqlite"})
        return target.read_bytes()


def good_seal() -> bytes:
    with TemporaryDirectory() as folder:
        clear, sealed = Path(folder) / "clear", Path(folder) / "sealed"
        clear.write_bytes(good_archive())
        sealing.seal(clear, sealed, "une phrase secrète assez longue")
        return sealed.read_bytes()


def office() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def everyone(file: Path) -> Any:
    return read_directory(file, Selection())


def cases(file: Path) -> Any:
    return list(answered(file, None))


CSV = statement("releve.csv")
MAPPING = guess_mapping(CSV)
EINVOICES = INVOICES / "facture_recue_factur-x_en16931.xml"
IMPORTERS = {
    "rpps": Importer(text_of(*TEAM).encode(), on_disk(everyone), (DirectoryFileError,)),
    "sheet": Importer(PASTED.encode(), sheet),
    "vcard 3": Importer(V3.encode(), lambda raw: parse_vcards(raw.decode("utf-8", "replace"), professions(), TODAY)),
    "vcard 4": Importer(V4.encode(), lambda raw: parse_vcards(raw.decode("utf-8", "replace"), professions(), TODAY)),
    "ofx": Importer(statement("releve.ofx"), lambda raw: read_bank(raw, MAPPING), (StatementError,)),
    "camt 02": Importer(statement("camt.053.001.02.xml"), lambda raw: read_bank(raw, MAPPING), (StatementError,)),
    "camt 08": Importer(statement("camt.053.001.08.xml"), lambda raw: read_bank(raw, MAPPING), (StatementError,)),
    "cfonb": Importer(statement("cfonb120.txt"), lambda raw: read_bank(raw, MAPPING), (StatementError,)),
    "bank csv": Importer(CSV, lambda raw: read_bank(raw, MAPPING), (StatementError,)),
    "bank csv columns": Importer(CSV, guess_mapping, (StatementError,)),
    "factur-x": Importer((INVOICES / "facture_recue_factur-x.pdf").read_bytes(), read_invoice, (EInvoiceError,), 20),
    "cii": Importer(EINVOICES.read_bytes(), read_invoice, (EInvoiceError,)),
    "ubl": Importer(UBL.encode(), read_invoice, (EInvoiceError,)),
    "fec": Importer(FEC.read_bytes(), lambda raw: control(raw, name=FEC.name)),
    "aci rules": Importer(RULES.read_bytes(), lambda raw: load_given(raw, "bareme.yaml"), (DataError,), 12),
    "aci cases": Importer(CASES.encode(), on_disk(cases), (DataError, CaseError)),
    "history": Importer(HISTORY.encode(), lambda raw: read_history(raw.decode("utf-8", "replace"), TODAY)),
    "bounce": Importer(BOUNCE.encode(), read_bounce, (BounceError,)),
    "grid": Importer(b"Effectif = a1\nTitre\n", lambda raw: read_grid(raw.decode("utf-8", "replace"), {"a1"}), (GridError,)),
    "roster": Importer(TINY.encode(), lambda raw: read_instance(raw.decode("utf-8", "replace")), (ShiftFileError,)),
    "backup": Importer(good_archive(), backed_up, (archive.ArchiveError,)),
    "sealed backup": Importer(good_seal(), unsealed, (sealing.SealError,), 5),
    "office file": Importer(office(), lambda raw: content_type(raw, "a.docx"), (DocumentError,)),
    "pdf file": Importer((INVOICES / "facture_recue_factur-x.pdf").read_bytes(), lambda raw: content_type(raw, "a.pdf"), (DocumentError,), 20),
}  # fmt: skip
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
