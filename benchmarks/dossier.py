"""The evidence dossier of 54 professionals, one year, 600 documents: its job against plainly reading the files."""

import os
import random
import resource
import struct
import tempfile
import time
import zlib
from datetime import date
from itertools import islice, repeat
from pathlib import Path
from typing import Any

PROFESSIONALS, SITES, DOCUMENTS = 54, 4, 600
IMAGES, OTHERS = 60, 60
SCAN_SIDE = 240
"""Side in points of the noise that makes a scanned page heavy: about 170 kB."""


def main() -> None:
    """Prints the seconds of the freeze and of the job, their ratio to reading, and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PUPITRE_HOME": folder, "PUPITRE_DEMO": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _measure(date(2026, 11, 22))


def _measure(today: date) -> None:
    from django.utils import timezone

    from pupitre.aci.queries import cockpit
    from pupitre.aci.services import ask_for_files, freeze_dossier
    from pupitre.core.actor import MACHINE
    from pupitre.core.jobs.worker import run_due
    from pupitre.core.tenancy import centre_scope

    centre = _centre(today)
    with centre_scope(centre):
        _attach(today.year)
        read, octets = _read()
        begin = time.perf_counter()
        dossier = freeze_dossier(cockpit(today.year, today), by=MACHINE, now=timezone.now())
        frozen = time.perf_counter() - begin
        job = ask_for_files(dossier, by=MACHINE)
    before = _memory()
    begin, cpu = time.perf_counter(), time.process_time()
    run_due()
    took, cpu = time.perf_counter() - begin, time.process_time() - cpu
    job.refresh_from_db()
    with centre_scope(centre):
        dossier.refresh_from_db()
    pieces = len(dossier.snapshot["proofs"])
    print(
        f"{PROFESSIONALS} professionals, {pieces} pieces, {octets / 1e6:.0f} MB: plainly read in {read:.2f} s,"
        f" frozen in {frozen:.2f} s, job {job.state} in {took:.1f} s"
        f" ({took / read:.0f} × reading; {cpu:.1f} s of CPU),"
        f" PDF {dossier.pdf.size / 1e6:.0f} MB, ZIP {dossier.archive.size / 1e6:.0f} MB,"
        f" memory {before:.0f} → {_memory():.0f} MB, {len(dossier.problems)} problems"
    )


def _centre(today: date) -> Any:
    from pupitre.centres.models import Centre
    from pupitre.demo.build import make_one
    from pupitre.demo.centres import Size, account

    coordinator = account("mesure@exemple.invalid", "Mesure", "Un")
    size = Size(PROFESSIONALS, SITES)
    make_one(0, size, years=1, coordinator=coordinator, seed=1, today=today, say=lambda _: None)
    return Centre.objects.get()


def _attach(year: int) -> None:
    """Attach the documents to a mission, as a year of work leaves them: scans, pictures, office files."""
    from pupitre.core.actor import MACHINE
    from pupitre.documents.services import store_document
    from pupitre.projects.models import Action

    mission = Action.objects.filter(kind=Action.Kind.MISSION).get()
    picture = _png(random.Random(1))
    kinds = (
        *repeat(("png", picture), IMAGES),
        *repeat(("txt", b"Compte rendu d'action\n" * 400), OTHERS),
        *repeat(("pdf", _scan(picture)), DOCUMENTS),
    )
    for rank, (ending, content) in enumerate(islice(kinds, DOCUMENTS)):
        store_document(
            content=content, name=f"piece-{rank}.{ending}", title=f"Justificatif {rank}",
            about=mission, dated=date(year, 6, 1), by=MACHINE,
        )  # fmt: skip


def _scan(picture: bytes) -> bytes:
    from pupitre.aci import dossier
    from pupitre.core.pdf import render

    template = Path(dossier.__file__).parent.parent / "typst" / "image.typ"
    data = {"title": "Numérisation", "structure": "Mesure", "file": "scan.png"}
    return render(template, data, {"scan.png": picture})


def _png(rng: random.Random) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    rows = b"".join(b"\0" + rng.randbytes(3 * SCAN_SIDE) for _ in range(SCAN_SIDE))
    head = struct.pack(">IIBBBBB", SCAN_SIDE, SCAN_SIDE, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def _read() -> tuple[float, int]:
    """Seconds to read every stored file once, and how many octets they are."""
    from pupitre.documents.models import Document

    paths = [Path(document.file.path) for document in Document.objects.all()]
    begin = time.perf_counter()
    octets = sum(len(path.read_bytes()) for path in paths)
    return time.perf_counter() - begin, octets


def _memory() -> float:
    """The most memory ever held by this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
