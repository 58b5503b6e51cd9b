"""The frame of every page: rail, search, menus, appearance; login as people without a session see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting
from tests.browser.accessibility import assert_accessible

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def home(page_of: Callable[..., Page], alice: User, centre_a: Centre) -> Callable[..., Page]:
    """Return a function that opens Alice's home page."""

    def opened(**options: object) -> Page:
        page = page_of(alice, **options)
        page.goto(f"/c/{centre_a.slug}/")
        return page

    return opened


def test_home_is_accessible_and_the_keyboard_reaches_content_and_search(
    home: Callable[..., Page],
) -> None:
    page = home()
    assert_accessible(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Rechercher")).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(home: Callable[..., Page]) -> None:
    page = home()
    summary = page.locator(".who > summary")
    summary.click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    expect(summary).to_be_focused()


def test_on_a_phone_the_rail_is_a_menu_and_search_stays(home: Callable[..., Page]) -> None:
    page = home(viewport=PHONE)
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Rechercher")).to_be_visible()
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link").first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JS", "without JS"])
def test_appearance_is_kept(home: Callable[..., Page], alice: User, scripts: bool) -> None:
    page = home(java_script_enabled=scripts)
    page.locator(".who > summary").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    alice.refresh_from_db()
    assert alice.scheme == "dark"


@pytest.mark.parametrize("address", ["/connexion/login/", "/connexion/password/reset/"])
def test_entrance_pages_are_french_and_accessible(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize(
    "address", ["/connexion/2fa/", "/connexion/2fa/totp/activate/", "/connexion/password/change/"]
)
def test_security_pages_are_accessible(
    page_of: Callable[..., Page], alice: User, address: str
) -> None:
    page = page_of(alice)
    page.goto(address)
    if "reauthenticate" in page.url:
        page.locator("input[type=password]").fill("correct horse battery")
        page.locator("main button[type=submit]").first.click()
    assert_accessible(page)


def test_paper_is_light_even_when_the_screen_is_dark(
    home: Callable[..., Page], alice: User
) -> None:
    alice.scheme = User.Scheme.DARK
    alice.save()
    page = home()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "light")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")


def test_a_double_click_sends_a_form_once(
    page_of: Callable[..., Page], alice: User, centre_a: Centre
) -> None:
    page = page_of(alice)
    page.goto(f"/c/{centre_a.slug}/reunions/ajouter/")
    page.get_by_label("Titre").fill("Réunion de rentrée")
    page.get_by_label("Date").fill("2027-09-07")
    page.get_by_role("button", name="Planifier").dblclick()
    page.wait_for_url("**/preparer/")
    with centre_scope(centre_a):
        assert Meeting.objects.filter(title="Réunion de rentrée").count() == 1
