"""Fixtures of the browser tests: Debian's Chromium on a live server; any console error fails."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pupitre.accounts.models import User

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the test's thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="install the package chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of the live server; addresses are then relative.

    Its keywords go to the browser context (viewport, java_script_enabled, …). When the test ends, any
    console error, script error or breach of the content security policy fails it.
    """
    complaints: list[str] = []
    contexts = []

    def new_page(**options: Any) -> Page:
        options = {"viewport": {"width": 1366, "height": 768}, "locale": "fr-FR"} | options
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """Open a page of an office screen, logged out."""
    return open_page()


@pytest.fixture
def page_of(
    open_page: Callable[..., Page], logged_in: Any, live_server: Any
) -> Callable[..., Page]:
    """Return a function that opens a page already logged in as a user, second factor done."""

    def opened(user: User, **options: Any) -> Page:
        page = open_page(**options)
        kept = logged_in(user).cookies
        page.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in kept.items()
            ]
        )
        return page

    return opened
