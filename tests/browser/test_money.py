"""From a meeting closed to the line of the FEC: indemnities, bank file, ledger; no figure is typed."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect
from schwifty import IBAN

from pupitre.accounts.models import User
from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for
from pupitre.books.services import open_books
from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.indemnities.models import IndemnitySettings, Scheme
from pupitre.indemnities.services.schemes import start_scheme, vote_scheme
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.attendance import everybody_present
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.meetings.services.run import start_meeting
from pupitre.payments.models import BankAccount
from pupitre.payments.services import confirm_iban, payee_for, propose_iban
from pupitre.people.models import Person, Status
from pupitre.tasks.services import add_task
from tests.browser.accessibility import assert_accessible

START = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
END = START + timedelta(minutes=90)
APPROVAL_DAY = datetime(2026, 4, 3, 8, tzinfo=UTC)
BASE = "/c/msp-des-tilleuls/"
TEAM = (("Anne", "Petit", "medecin_generaliste"), ("Luc", "Roy", "infirmier"))
DUE = {"Anne Petit": 12000, "Luc Roy": 7500}
"""90 minutes at 80 €/h and at 50 €/h, in cents: written by the assembly, computed by Pupitre."""


@dataclass
class Desk:
    """The coordinator's screen, on the day that the clock says."""

    page_of: Callable[..., Page]
    coordinator: User
    meeting: int
    entity: int
    clock: Any

    def open(self, path: str) -> Page:
        page = self.page_of(self.coordinator, accept_downloads=True)
        page.goto(BASE + path)
        return page


@pytest.fixture
def desk(
    transactional_db: None,
    settings: Any,
    tmp_path: Any,
    alice: User,
    centre_a: Centre,
    page_of: Callable[..., Page],
) -> Iterator[Desk]:
    """A team in its meeting; books, accounts of the bank and a voted scheme are there already."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(START) as clock, centre_scope(centre_a):
        by = Actor(str(alice), "web", user_id=alice.pk, role="coordinator")
        people = [_person(*names, by=by) for names in TEAM]
        entity = _books(by)
        _scheme(by)
        meeting = plan_meeting(
            title="Réunion d’équipe", starts_at=START, minutes=90, people=people, by=by
        )
        start_meeting(meeting, by=by, now=START)
        everybody_present(Meeting.objects.get(pk=meeting.pk), by=by)
        yield Desk(page_of, alice, meeting.pk, entity.pk, clock)


def _person(first: str, last: str, profession: str, *, by: Actor) -> Person:
    """An associate whose account was confirmed by a second person."""
    person = Person.objects.create(first_name=first, last_name=last, profession=profession)
    Status.objects.create(person=person, kind="associate", since=date(2024, 1, 1))
    payee = payee_for(person, on=START.date(), by=by)
    proposal = propose_iban(payee, iban=_iban(person.pk), holder=f"{first} {last}", by=by)
    confirm_iban(proposal, on=START.date(), by=Actor("Gérant", "web", user_id=10**9))
    return person


def _iban(number: int) -> str:
    return str(IBAN.generate("FR", "99999", f"{number:011}", "00001"))


def _books(by: Actor) -> LegalEntity:
    entity = open_books(
        name="SISA des Tilleuls",
        kind="SISA",
        siren="999000011",
        starts_on=date(2026, 1, 1),
        by=by,
    )
    BankAccount.objects.create(
        entity=entity,
        label="Compte courant",
        iban=_iban(0),
        ledger_account=account_for(entity, "bank"),
    )
    return entity


def _scheme(by: Actor) -> None:
    IndemnitySettings.objects.create(starts_on=date(2026, 1, 1))
    scheme = start_scheme(
        Scheme(name="Présence", since=date(2026, 1, 1)), preset_key="hourly_by_profession", by=by
    )
    voted = add_task(title="Barème", kind="decision", decided_on=date(2026, 1, 8), by=by)
    vote_scheme(scheme, decision=voted, by=by)


@pytest.mark.activity("E059")
def test_from_the_meeting_to_the_fec_no_figure_is_typed(desk: Desk) -> None:
    close_the_meeting(desk)
    settle(desk)
    transfers = send_to_the_bank(desk)
    assert transfers == {name.upper(): cents for name, cents in DUE.items()}
    in_the_ledger(desk)
    lines = in_the_fec(desk)
    for name, cents in DUE.items():
        sides = [(row["Debit"], row["Credit"]) for row in lines if row["CompAuxLib"] == name]
        amount = f"{cents // 100},{cents % 100:02}"
        assert sorted(sides) == sorted([("0,00", amount), (amount, "0,00")])


def yes(page: Page) -> None:
    """Answer the question of the page, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("dialog").locator("[data-yes]").click()


def close_the_meeting(desk: Desk) -> None:
    desk.clock.move_to(END)
    page = desk.open(f"reunions/{desk.meeting}/clore/")
    page.get_by_role("button", name="Clore la réunion").click()
    page.wait_for_url("**/relire/")


def settle(desk: Desk) -> None:
    """The next step is ready: three clicks, every amount with its reason."""
    desk.clock.move_to(APPROVAL_DAY)
    page = desk.open("indemnites/")
    expect(page.get_by_text("195,00 €")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Préparer le règlement").click()
    page.get_by_role("button", name="Voir le règlement").click()
    page.get_by_role("row", name="Anne Petit").get_by_text("1 ligne").click()
    expect(page.get_by_text("1 h 30 à 80,00 €/h = 120,00 €")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Approuver").click()
    yes(page)
    expect(page.get_by_role("row", name="Anne Petit")).to_contain_text("120,00 €")
    assert_accessible(page)


def send_to_the_bank(desk: Desk) -> dict[str, int]:
    """The payments wait; the file is written, read back, then executed."""
    page = desk.open("paiements/")
    page.get_by_role("button", name=re.compile("Préparer un lot de ce jour")).click()
    page.get_by_role("button", name="Écrire le fichier de virements").click()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Télécharger le fichier").click()
    found = _transfers(waited.value.path().read_bytes())
    page.get_by_role("button", name="Noter l'exécution").click()
    expect(page.locator("h1")).to_contain_text("exécuté")
    return found


def _transfers(content: bytes) -> dict[str, int]:
    """Cents by holder in the bank's file."""
    root = ET.fromstring(content)
    space = root.tag.partition("}")[0] + "}"
    return {
        one.findtext(f"{space}Cdtr/{space}Nm", "").upper(): round(
            float(one.findtext(f"{space}Amt/{space}InstdAmt", "0")) * 100
        )
        for one in root.iter(f"{space}CdtTrfTxInf")
    }


def in_the_ledger(desk: Desk) -> None:
    """The drafts are validated together; the associates' account is settled, lettered line by line."""
    page = desk.open(f"comptabilite/structures/{desk.entity}/ecritures/")
    page.get_by_role("button", name=re.compile("Valider tous les brouillons")).click()
    yes(page)
    page.locator("main").get_by_role("link", name="Indemnités, 1er trimestre 2026").first.click()
    expect(page.get_by_role("row").filter(has_text="Anne Petit").first).to_contain_text("120,00 €")


def in_the_fec(desk: Desk) -> list[dict[str, str]]:
    """The FEC passes its controls; its lines by column."""
    page = desk.open(f"comptabilite/structures/{desk.entity}/fec/")
    expect(page.get_by_text("Le fichier passe les contrôles")).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Télécharger le FEC").click()
    header, *rows = waited.value.path().read_text("utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, row.split("\t"), strict=True)) for row in rows]
