"""What the tests of meetings share."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test for the documents."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
