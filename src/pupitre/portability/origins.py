"""The chain of acts of an archive, checked where it was sealed: only the installation of origin has the key."""

from collections.abc import Iterator
from pathlib import Path

from pupitre.core.audit import Reading, Tampering
from pupitre.core.models import AuditEvent
from pupitre.portability.loading import Arriving
from pupitre.portability.opening import Opened, opened, rows_of
from pupitre.portability.references import references


def verify_archive(source: Path) -> Iterator[Tampering]:
    """Yield the acts of an archive that are not as this installation sealed them; ArchiveError when it is no archive."""
    with opened(source) as found:
        told = found.told("installation/journal.json")
        digests, reading = iter(told["sceaux"]), Reading()
        for event in _events(found, told["centre"]):
            event.digest = str(next(digests, ""))
            if fault := reading.fault(event):
                yield reading.tampering(event.number, f"Acte {event.number} : {fault}.")
            reading.follow(event)
        for number in reading.unlisted():
            yield reading.tampering(number, f"Acte {number} : retiré sans que le journal le note.")
        if told["tete"] != {"number": reading.last, "digest": reading.chained}:
            yield reading.tampering(0, "La chaîne de l’archive ne finit pas à sa tête.")


def _events(found: Opened, centre: int) -> Iterator[AuditEvent]:
    """Yield the acts with the numbers that they had where they come from."""
    moved, arriving = references(AuditEvent), Arriving(found, dict(found.keys))
    for row in rows_of(found, AuditEvent):
        del row["n"]
        values = {
            name: moved[name].translate(value, row, arriving.number) if name in moved else value
            for name, value in row.items()
        }
        yield AuditEvent(centre_id=centre, **values)
