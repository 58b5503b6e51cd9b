"""What the tests of meetings share."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.people.models import Person
from tests.mailing import smtp_server


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test for the documents."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def post(settings: Any) -> Iterator[smtp_server.Post]:
    """A real SMTP server, set as the installation's."""
    post = smtp_server.Post()
    controller = smtp_server.start(post)
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    yield post
    controller.stop()


@pytest.fixture
def meeting(centre_a: Centre, actor: Actor) -> Meeting:
    """A meeting in twenty days, to which Léa, Paul and Inès are invited."""
    with centre_scope(centre_a):
        for first, last in (("Léa", "Petit"), ("Paul", "Roy"), ("Inès", "Moreau")):
            Person.objects.create(
                first_name=first, last_name=last, email=f"{last.lower()}@a.example"
            )
        return plan_meeting(
            title="Réunion de novembre", starts_at=timezone.now() + timedelta(days=20), by=actor
        )
