"""The UI kit in a real browser: accessible in light and dark, quiet under the policy, usable by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["desk", "phone"])
def test_gallery_is_accessible_in_light_and_dark(
    open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    page.goto("/ui/")
    assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == viewport["width"], "the page scrolls sideways"


def test_table_rows_are_as_dense_as_an_office_tool(browser_page: Page) -> None:
    browser_page.goto("/ui/")
    rows = browser_page.locator("#liste tbody tr").all()
    heights = [box["height"] for row in rows if (box := row.bounding_box())]
    assert 34 <= min(heights) <= 40


def test_a_refused_form_brings_the_person_to_what_is_wrong(browser_page: Page) -> None:
    browser_page.goto("/ui/")
    expect(browser_page.locator("[data-errors]")).to_be_focused()
    browser_page.get_by_role("link", name="Titre", exact=True).click()
    expect(browser_page.locator("#erreur_title")).to_be_focused()


def test_an_act_asks_first_and_does_nothing_when_cancelled(browser_page: Page) -> None:
    browser_page.goto("/ui/")
    sent: list[str] = []
    browser_page.on("request", lambda request: sent.append(request.method))
    browser_page.get_by_role("button", name="Retirer Léa Morin").click()
    dialog = browser_page.get_by_role("dialog", name="Retirer Léa Morin de la réunion ?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Annuler").click()
    expect(dialog).to_be_hidden()
    assert "POST" not in sent
    browser_page.get_by_role("button", name="Retirer Léa Morin").click()
    with browser_page.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Retirer").click()


def test_a_dialog_opens_closes_and_is_accessible(browser_page: Page) -> None:
    browser_page.goto("/ui/")
    browser_page.get_by_role("button", name="Ouvrir la fenêtre").click()
    dialog = browser_page.get_by_role("dialog", name="Reporter la réunion")
    expect(dialog).to_be_visible()
    assert_accessible(browser_page)
    browser_page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_filters_follow_each_change_and_tell_the_address(browser_page: Page) -> None:
    browser_page.goto("/ui/")
    browser_page.get_by_label("État").first.select_option("late")
    browser_page.wait_for_url("**/ui/?q=&state=late")
    expect(browser_page.get_by_label("État").first).to_have_value("late")


def test_without_javascript_filters_keep_a_button(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/ui/")
    page.get_by_label("Chercher").fill("rcp")
    page.get_by_role("button", name="Filtrer").click()
    assert page.url.endswith("/ui/?q=rcp&state=")
