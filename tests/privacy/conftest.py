"""A centre with a year of work, built once for a module, and its coordinator."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from tests.privacy.house import full_centre


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Centre]:
    """Build the centre once for the module, in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True, MEDIA_ROOT=tempfile.mkdtemp()):
            yield full_centre()
        transaction.set_rollback(True)


@pytest.fixture
def centre(built: Centre, settings: Any, tmp_path: Path) -> Iterator[Centre]:
    settings.PUPITRE_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    with centre_scope(built):
        yield built


@pytest.fixture
def by(centre: Centre) -> Actor:
    user = User.objects.get(email="alice@a.example")
    return Actor(str(user), "web", user_id=user.pk, role="coordinator")


@pytest.fixture
def leader(centre: Centre, logged_in: Any) -> Client:
    client: Client = logged_in(User.objects.get(email="alice@a.example"))
    return client
