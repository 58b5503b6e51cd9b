"""The chain of acts of an archive, checked where it was sealed: only the installation of origin has the key."""

import hmac
from collections.abc import Iterator
from pathlib import Path

from pupitre.core.audit import START, Tampering, digest_of
from pupitre.core.models import AuditEvent
from pupitre.portability.loading import Arriving
from pupitre.portability.opening import opened, rows_of
from pupitre.portability.references import references


def verify_archive(source: Path) -> Iterator[Tampering]:
    """Yield the acts of an archive that are not as this installation sealed them; ArchiveError when it is no archive."""
    with opened(source) as found:
        told = found.told("installation/journal.json")
        moved, arriving = references(AuditEvent), Arriving(found, dict(found.keys))
        seals, before = iter(told["sceaux"]), START
        for row in rows_of(found, AuditEvent):
            key = arriving.number("core.AuditEvent", row.pop("n"))
            values = {
                name: moved[name].translate(value, row, arriving.number) if name in moved else value
                for name, value in row.items()
            }
            event = AuditEvent(pk=key, centre_id=told["centre"], **values)
            digest = digest_of(event, before)
            before = str(next(seals, ""))
            if not hmac.compare_digest(digest, before):
                yield Tampering(event.number, f"Acte {event.number} : il n’est pas celui qui a été scellé ici.")  # fmt: skip
        if before != told["tete"].get("digest", START):
            yield Tampering(0, "La chaîne de l’archive ne finit pas à sa tête.")
