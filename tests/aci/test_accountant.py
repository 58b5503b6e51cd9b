"""The accountant reads the ACI: its proofs open, and no link leads where he may not go."""

import re
from typing import Any

import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.access import may_open
from pupitre.core.actor import MACHINE
from pupitre.documents.services import store_document
from pupitre.people.models import Person
from tests.aci.test_views import COCKPIT
from tests.aci.work import PDF, prerequisites

PAGES = (COCKPIT, f"{COCKPIT}declaration/", f"{COCKPIT}concertation/")


@pytest.fixture
def accountant(logged_in: Any, member_of: Any, centre_a: Centre) -> Client:
    user: User = member_of(centre_a, Role.ACCOUNTANT, "compta@a.example")
    client: Client = logged_in(user)
    return client


def links(client: Client, page: str) -> set[str]:
    """The addresses of this site in the content of a page, the rail and the header apart."""
    text = client.get(page).content.decode().partition("<main")[2]
    return {url for url in re.findall(r'href="([^"]+)"', text) if url.startswith("/c/")}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_aci_opens_for_the_accountant(
    accountant: Client, as_alice: Client, year_of_work: list[Person], page: str
) -> None:
    prerequisites()
    found = links(accountant, page)
    assert found
    for url in found:
        assert accountant.get(url).status_code == 200, url
    assert len(links(as_alice, page)) >= len(found)


def test_a_proof_opens_for_who_holds_its_own_permission(
    accountant: Client, as_alice: Client, year_of_work: list[Person]
) -> None:
    proof = store_document(
        content=PDF, name="accuse.pdf", title="Accusé", permission="aci.view", by=MACHINE
    )
    page = accountant.get(proof.get_absolute_url())
    assert proof.original_name in page.content.decode()
    file = accountant.get(f"{proof.get_absolute_url()}fichier/")
    assert b"".join(file.streaming_content) == PDF  # type: ignore[attr-defined]


def test_a_document_of_the_team_stays_closed_to_the_accountant(
    accountant: Client, year_of_work: list[Person]
) -> None:
    other = store_document(content=PDF, name="statuts.pdf", title="Statuts", by=MACHINE)
    for url in (other.get_absolute_url(), f"{other.get_absolute_url()}fichier/"):
        assert accountant.get(url).status_code == 404
    assert accountant.get(f"{other.get_absolute_url()}modifier/").status_code == 403


def test_unknown_address_is_opened_by_nobody() -> None:
    assert not may_open("/c/x/nulle-part/", Role.COORDINATOR)
