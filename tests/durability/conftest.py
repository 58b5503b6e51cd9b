"""What the faults of this folder need: a place where PostgreSQL, which refuses root, may write."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def postgresql_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pupitre-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    yield folder
    shutil.rmtree(folder)
