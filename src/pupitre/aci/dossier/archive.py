"""The ZIP of a dossier: numbered proofs, their index, and the SHA-256 of each file."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path, PurePath

from pupitre.aci.rules.dossier import Proof
from pupitre.core.dates import local
from pupitre.core.tables import harmless

CHUNK = 1 << 20
REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')
HEAD = ("Numéro", "Pièce", "Indicateurs", "Fichier", "Octets", "SHA-256", "Place")


class Archive:
    """A ZIP written piece by piece, never held in memory."""

    def __init__(self, path: Path, dated: datetime) -> None:
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        self.dated = local(dated).timetuple()[:6]
        self.sums: dict[str, str] = {}

    def add(self, name: str, source: Path) -> None:
        """Copy a file under that name, counting its fingerprint on the way."""
        sha = hashlib.sha256()
        with (
            source.open("rb") as taken,
            self.zip.open(self._info(name), "w", force_zip64=True) as out,
        ):
            while chunk := taken.read(CHUNK):
                sha.update(chunk)
                out.write(chunk)
        self.sums[name] = sha.hexdigest()

    def add_text(self, name: str, text: str) -> None:
        content = text.encode()
        self.zip.writestr(self._info(name), content)
        self.sums[name] = hashlib.sha256(content).hexdigest()

    def close(self) -> None:
        """Write SHA256SUMS, which `sha256sum -c` reads, and end the archive."""
        lines = [f"{digest}  {name}\n" for name, digest in self.sums.items()]
        self.zip.writestr(self._info("SHA256SUMS"), "".join(lines))
        self.zip.close()

    def _info(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name, self.dated)


def file_name(proof: Proof) -> str:
    """« 012 - A2-02 - Protocole plaies.pdf »: what any system accepts as a file name."""
    title = REFUSED.sub(" ", proof.title).strip(" .")[:100]
    ending = REFUSED.sub("", PurePath(proof.name).suffix)
    return f"{proof.number:03} - {proof.indicators[0]} - {title}{ending}"


def index_csv(rows: list[tuple[Proof, str, str]]) -> str:
    """The index as a French spreadsheet opens it; rows are (proof, SHA-256, where it is found)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEAD)
    for proof, sha256, place in rows:
        proves = ", ".join(proof.indicators)
        writer.writerow([
            proof.number, harmless(proof.title), proves, harmless(file_name(proof)), proof.octets or "", sha256, place,
        ])  # fmt: skip
    return "\ufeff" + out.getvalue()
