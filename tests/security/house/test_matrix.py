"""T1, every day's part: every URL × method × role × own and other centre: nothing leaks, nothing is forgotten."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from pupitre.centres.roles import Role
from pupitre.core.access import Page
from tests.house import House, said_of, send
from tests.matrix import address, centre_pages
from tests.security.rights import may

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
FIRST = Role.COORDINATOR
SOME = 7
"""One page in so many, where all are left to the long part: for the methods beyond GET and POST, which `test_isolation` tries too."""


def tried() -> Iterator[tuple[Page, str]]:
    """Yield each page with GET, POST, and sometimes the other methods."""
    for rank, page in enumerate(centre_pages()):
        yield from ((page, method) for method in (METHODS[:2] if rank % SOME else METHODS))


def test_an_anonymous_visitor_sees_the_login_page_or_nothing(house: House) -> None:
    client = Client(raise_request_exception=False)
    for page in centre_pages():
        response = send(client, "GET", address(page, house.own.slug, house.own_pks))
        assert response.status_code in ({404, 410, 429} if "/l/" in page.pattern else {302}), page
        if response.status_code == 302:
            assert "/connexion/" in response["Location"], page


def own_pages(house: House, role: str, share: int = 1) -> None:
    for page, method in list(tried())[::share]:
        path = address(page, house.own.slug, house.own_pks)
        response = send(house.clients[role], method, path)
        assert response.status_code < 500, (page, method, response.status_code)
        if not may(page.name, role):
            assert response.status_code == 403, (page, method)
        elif method == "GET":
            assert response.status_code != 403 or "/l/" in page.pattern, (page, role)
        said_of(house, response, page)


def pages_elsewhere(house: House, role: str, share: int = 1) -> None:
    for page, method in list(tried())[::share]:
        path = address(page, house.other.slug, house.other_pks)
        response = send(house.clients[role], method, path)
        assert response.status_code in {404, 410, 429}, (page, method)
        said_of(house, response, page)


@pytest.mark.parametrize("role", Role.values)
def test_a_role_gets_what_it_is_permitted_and_403_for_the_rest(house: House, role: str) -> None:
    """The gate asks nothing of the engine: on PostgreSQL every page is tried as a coordinator, some as the others."""
    own_pages(house, role, SOME if connection.vendor == "postgresql" and role != FIRST else 1)


@pytest.mark.parametrize("role", Role.values)
def test_another_centre_does_not_exist(house: House, role: str) -> None:
    """Who has no role there is stopped before the page: every page is tried as a coordinator, some as the others."""
    pages_elsewhere(house, role, 1 if role == FIRST else SOME)


@pytest.mark.long
@pytest.mark.parametrize("role", [role for role in Role.values if role != FIRST])
def test_every_page_of_ones_own_and_of_another_centre_as_every_role(
    house: House, role: str
) -> None:
    own_pages(house, role)
    pages_elsewhere(house, role)


def test_another_centres_objects_do_not_exist_under_ones_own_address(house: House) -> None:
    for page in in_rows(centre_pages()):
        if _label(page) in house.other_pks:
            _does_not_exist(house, page, house.other_pks[_label(page)])


@pytest.mark.long
def test_no_key_of_another_centre_exists_under_ones_own_address(house: House) -> None:
    for page in in_rows(centre_pages()):
        for pk in sorted(set(house.other_pks.values())):
            _does_not_exist(house, page, pk)


def _does_not_exist(house: House, page: Page, pk: int) -> None:
    path = address(page, house.own.slug, {_label(page): pk})
    for method in ("GET", "POST"):
        response = send(house.clients[Role.COORDINATOR], method, path)
        assert response.status_code in {404, 405}, (page, method, path)
        said_of(house, response, page)


def in_rows(pages: list[Page]) -> Iterator[Page]:
    """Yield the pages that point to one object."""
    return (page for page in pages if "<int:" in page.pattern and "year" not in page.pattern)


def _label(page: Page) -> str:
    return page.tenant_model or page.name.split(":")[0]
