"""The house of the hostile tests, built once for all of them: its transaction is open until the last."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.house import House, built


@pytest.fixture(scope="package")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[House]:
    with built(tmp_path_factory.mktemp("house"), django_db_blocker) as house:
        yield house
