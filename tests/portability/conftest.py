"""A centre whose every table is filled, and its archive."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import centre_scope
from pupitre.portability.services import export_noted
from tests.portability.filling import Filling


@pytest.fixture
def filled(centre_a: Centre, alice: User, bob: User) -> Centre:
    with centre_scope(centre_a):
        Filling(7, [alice.pk, bob.pk]).fill()
    return centre_a


@pytest.fixture
def exported(filled: Centre, tmp_path: Path) -> Path:
    return export_noted(filled, tmp_path / "structure.zip", by=MACHINE).file


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> Any:
    """Keep the files and the home of each test apart."""
    settings.PUPITRE_HOME = tmp_path / "home"
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    yield
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
