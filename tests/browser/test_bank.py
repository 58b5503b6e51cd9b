"""A hundred lines of a bank reconciled with the keyboard only; the figure is keystrokes per line."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pupitre.accounts.models import User
from pupitre.bank.models import BankLine
from pupitre.bank.queries import waiting_lines
from pupitre.bank.services import import_statement
from pupitre.books.models import Entry
from pupitre.books.queries import account_for
from pupitre.books.services import open_books
from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.payments.models import BankAccount
from tests.bank.statements import IBAN, ofx
from tests.browser.accessibility import assert_accessible

HABITS = {
    "PRLV SEPA EDF CLIENTS PRO": "6061",
    "VIR COMMUNE EXEMPLE LOYER": "6132",
    "PRLV FIBRE EXEMPLE TELECOM": "626",
    "PRLV LOGICIEL COMMUN EXEMPLE": "6518",
    "CB PAPETERIE DU CENTRE": "6064",
    "COTISATION CARTE PRO": "frais banc",
    "PRLV MUTUELLE DES LOCAUX": "616",
    "CB BOULANGERIE REUNION": "6257",
}
FIRST = date(2026, 1, 2)
LINES = 100


@pytest.fixture
def account(transactional_db: None, centre_a: Centre, actor: Actor) -> BankAccount:
    """A SISA's account with a hundred lines of eight habits; nothing has been learned yet."""
    labels = list(HABITS)
    movements = [
        (
            FIRST + timedelta(days=3 * rank),
            -(1_000 + 37 * rank),
            f"{labels[rank * 5 % len(labels)]} {rank:04}",
        )
        for rank in range(LINES)
    ]
    with centre_scope(centre_a):
        sisa = open_books(name="SISA", kind="SISA", starts_on=date(2026, 1, 1), by=actor)
        account = BankAccount(
            entity=sisa,
            label="Compte courant",
            iban=IBAN,
            ledger_account=account_for(sisa, "bank", on=FIRST),
        )
        records.save(account, by=actor)
        content = ofx(movements, opening=10_000_000)
        import_statement(account, content=content, name="an.ofx", by=actor)
    return account


class Keyboard:
    """Counts the keys pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def tell(keyboard: Keyboard, label: str) -> None:
    """Accept the proposal, or type the account where nothing is proposed yet; wait for the next line."""
    page = keyboard.page
    with page.expect_navigation():
        if page.locator("[data-key~=Enter]").count():
            keyboard.press("Enter")
        else:
            keyboard.press("c")
            expect(page.locator("[name=parts-0-account]")).to_be_focused()
            number = next(one for start, one in HABITS.items() if label.startswith(start))
            keyboard.press(*number, "Enter")


@pytest.mark.activity("E056")
def test_a_hundred_lines_are_reconciled_by_keyboard(
    account: BankAccount,
    centre_a: Centre,
    alice: User,
    page_of: Callable[..., Page],
    capsys: Any,
) -> None:
    page = page_of(alice)
    keyboard = Keyboard(page)
    page.goto(f"/c/{centre_a.slug}/banque/{account.pk}/rapprocher/")
    assert_accessible(page)
    second = page.get_by_role("link", name="Suivante").get_attribute("href")
    with page.expect_navigation():
        page.keyboard.press("j")
    assert page.url.endswith(second or "")
    with page.expect_navigation():
        page.keyboard.press("ArrowUp")
    started = time.monotonic()
    for _ in range(LINES):
        tell(keyboard, page.locator("#ligne h2").inner_text())
    seconds = time.monotonic() - started
    expect(page.get_by_text("Tout est rapproché.")).to_be_visible()
    with centre_scope(centre_a):
        assert not waiting_lines().exists()
        assert Entry.objects.count() == LINES
        for line in BankLine.objects.select_related("account").prefetch_related(
            "entry__lines__account"
        ):
            number = next(one for start, one in HABITS.items() if line.label.startswith(start))
            told = line.entry.lines.get(position=2).account
            assert told.number.startswith(number) or number in told.label.lower()
    assert keyboard.pressed <= 2 * LINES
    with capsys.disabled():
        print(f"\n{LINES} lines, {keyboard.pressed / LINES:.2f} keys a line, {seconds:.0f} s")  # noqa: T201


def test_a_line_is_split_and_undone_without_scripts(
    account: BankAccount, centre_a: Centre, alice: User, page_of: Callable[..., Page]
) -> None:
    page = page_of(alice, java_script_enabled=False)
    page.goto(f"/c/{centre_a.slug}/banque/{account.pk}/rapprocher/")
    page.get_by_role("link", name="Ventiler sur plusieurs comptes").click()
    for part, number, amount in ((0, "6061", "4,00"), (1, "6064", "6,00")):
        page.locator(f"[name=parts-{part}-account]").fill(number)
        page.locator(f"[name=parts-{part}-amount]").fill(amount)
    page.get_by_role("button", name="Écrire").click()
    with centre_scope(centre_a):
        assert Entry.objects.get().lines.count() == 3
    page.get_by_role("button", name="Défaire").click()
    expect(page.get_by_text("C'est défait")).to_be_visible()
    with centre_scope(centre_a):
        assert not Entry.objects.exists()
