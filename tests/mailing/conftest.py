"""The post of these tests: a real SMTP server, set as the installation's."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.mailing import smtp_server


@pytest.fixture
def post(settings: Any) -> Iterator[smtp_server.Post]:
    post = smtp_server.Post()
    controller = smtp_server.start(post)
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    yield post
    controller.stop()
