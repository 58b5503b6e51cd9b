"""Files of the installation: whole and on the disk once saved, or not there at all."""

import os
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction

_uncommitted: ContextVar[frozenset[str]] = ContextVar("pupitre_files", default=frozenset())
"""Files saved by this page or job whose row is not committed yet."""


class DurableStorage(FileSystemStorage):
    """Answers once the disk has the file; a file that does not fit leaves nothing behind."""

    def _save(self, name: str, content: Any) -> str:
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
            _to_disk(Path(self.path(saved)))
        except OSError:
            self.delete(name)
            raise
        _uncommitted.set(_uncommitted.get() | {saved})
        transaction.on_commit(partial(_settle, saved))
        return saved


def _to_disk(file: Path) -> None:
    """Have the disk keep a file, its name, and the folder made for it."""
    for place in (file, file.parent, file.parent.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _settle(name: str) -> None:
    _uncommitted.set(_uncommitted.get() - {name})


def forget_saved() -> None:
    """Begin a page or a job: what an earlier one saved in this thread is not its own."""
    _uncommitted.set(frozenset())


def undo_saved() -> None:
    """Delete the files whose rows are rolled back."""
    for name in _uncommitted.get():
        default_storage.delete(name)
    forget_saved()
