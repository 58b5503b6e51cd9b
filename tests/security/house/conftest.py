"""The house of the hostile tests, built once for all of them: its transaction is open until the last."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.house import House, built, send
from tests.matrix import address, centre_pages
from tests.security.forms import Sent, forms_of
from tests.security.rights import may


@pytest.fixture(scope="package")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[House]:
    with built(tmp_path_factory.mktemp("house"), django_db_blocker) as house:
        yield house


@pytest.fixture(scope="package")
def met(house: House, django_db_blocker: Any) -> list[Sent]:
    """Give each form that the coordinator meets, once, by where it goes and its fields."""
    found: dict[tuple[str, tuple[str, ...]], Sent] = {}
    with django_db_blocker.unblock():
        for form in _forms(house):
            found.setdefault((form.action, tuple(sorted(form.values))), form)
    return list(found.values())


def _forms(house: House) -> Iterator[Sent]:
    for page in centre_pages():
        if may(page.name, "coordinator") and "/l/" not in page.pattern:
            path = address(page, house.own.slug, house.own_pks)
            response = send(house.clients["coordinator"], "GET", path)
            html = response.get("Content-Type", "").startswith("text/html")
            if response.status_code == 200 and html and response.content:
                for form in forms_of(path, response.content):
                    if form.action.startswith("/c/"):  # logging out would end the visit
                        yield form
