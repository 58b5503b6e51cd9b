"""The archives made from the page: files of the home, apart from the centre's documents, kept for a few days."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pupitre.core.tenancy import current_scope

KEPT = timedelta(days=3)
NAME = re.compile(r"[a-z0-9-]{1,60}-\d{8}-\d{6}\.zip", re.ASCII)


@dataclass(frozen=True)
class Kept:
    """One archive: its name, its size in octets, when it was made and when it goes."""

    name: str
    octets: int
    made_at: datetime

    @property
    def until(self) -> datetime:
        return self.made_at + KEPT


def shelf() -> Path:
    """Return the folder of the centre in scope."""
    scope = current_scope()
    return Path(settings.PUPITRE_HOME) / "exports" / str(scope.centre_id)


def fresh_name(now: datetime) -> str:
    return f"{current_scope().slug[:60]}-{timezone.localtime(now):%Y%m%d-%H%M%S}.zip"


def kept() -> list[Kept]:
    """Return the archives of the centre in scope, latest first."""
    found = []
    for file in shelf().glob("*.zip"):
        if NAME.fullmatch(file.name):
            told = file.stat()
            made = datetime.fromtimestamp(told.st_mtime, tz=UTC)
            found.append(Kept(file.name, told.st_size, made))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def file_of(name: str) -> Path | None:
    """Return an archive of the centre in scope by its name, None when there is none."""
    return shelf() / name if name in {one.name for one in kept()} else None


def sweep(now: datetime) -> int:
    """Delete the archives of every centre whose days are over, and what a killed job left; return how many."""
    gone = 0
    for file in (Path(settings.PUPITRE_HOME) / "exports").glob("*/*.zip"):
        if datetime.fromtimestamp(file.stat().st_mtime, tz=UTC) + KEPT < now:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
