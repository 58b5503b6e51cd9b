"""T5 in a real browser: every page of a house where each text is a payload, opened in Chromium: nothing runs."""

import os
import re
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import CHROMIUM, chromium
from tests.house import House, send
from tests.security.house.test_content import opened
from tests.security.spikes import spike

__all__ = ["chromium"]
pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif(CHROMIUM is None, reason="install the package chromium"),
]
SHARE = int(os.environ.get("PUPITRE_SHARE", "1"))
HOST = "http://pupitre.example"
WATCH = """
for (const name of ["hit", "alert", "confirm", "prompt", "print", "open"])
  window[name] = (...given) => { report(`${name} ${given}`); };
document.addEventListener("securitypolicyviolation", (event) =>
  report(`CSP ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
Answer = Callable[[str, str], tuple[int, dict[str, str], bytes]]


@pytest.fixture
def said() -> list[str]:
    """What the pages did that they should not: calls of a payload, breaches of the policy, requests elsewhere."""
    return []


@pytest.fixture
def watched(chromium: Browser, said: list[str]) -> Iterator[Callable[[Answer], Page]]:
    """Return a function that opens a watched page, all of whose requests a function answers."""
    contexts = []

    def open_page(answer: Answer) -> Page:
        context = chromium.new_context()
        contexts.append(context)
        context.expose_binding("report", lambda source, text: said.append(f"{source['page'].url}: {text}"))  # fmt: skip
        context.add_init_script(WATCH)
        context.route("**/*", lambda route: _serve(route, answer, said))
        page = context.new_page()
        page.on(
            "dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        return page

    yield open_page
    for context in contexts:
        context.close()


def _serve(route: Route, answer: Answer, said: list[str]) -> None:
    url = route.request.url
    path = url.removeprefix(HOST)
    if path == url:
        said.append(f"elsewhere {url}")
        route.abort()
    elif path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/").split("?")[0])
        route.fulfill(path=str(found)) if found else route.abort()
    else:
        status, headers, body = answer(route.request.method, path)
        route.fulfill(status=status, headers=headers, body=body)


@pytest.mark.parametrize(
    ("headers", "told"), [({}, "hit 1"), ({"Content-Security-Policy": "script-src 'self'"}, "CSP")]
)
def test_the_watch_sees_what_runs_and_what_the_policy_stops(
    watched: Callable[[Answer], Page], said: list[str], headers: dict[str, str], told: str
) -> None:
    html = {"Content-Type": "text/html"} | headers
    page = watched(lambda _method, _path: (200, html, b"<script>hit(1)</script>"))
    page.goto(HOST)
    page.wait_for_timeout(200)
    assert len(said) == 1
    assert told in said[0]


def test_nothing_that_is_planted_runs_on_any_page(
    house: House, watched: Callable[[Answer], Page], said: list[str]
) -> None:
    client, seen, pages = house.clients["coordinator"], set(), 0
    ready: dict[str, Any] = {}
    here = (
        copy_context()
    )  # the browser's questions come in another one, where Django would open another connection

    def answer(method: str, path: str) -> tuple[int, dict[str, str], bytes]:
        response = ready.pop(path, None) or here.run(send, client, method, path)
        body = b"".join(response) if response.streaming else response.content
        return response.status_code, dict(response.items()), body

    with transaction.atomic():
        planted = spike(house.own, rows=60)
        page = watched(answer)
        for path, response in opened(house, SHARE):
            if response.get("Content-Type", "").startswith("text/html") and response.content:
                ready[path] = response
                seen |= _look(page, path)
                pages += 1
        kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        transaction.set_rollback(True)
    print(f"{planted} payloads planted, {len(seen)} different ones read, {pages} pages")  # noqa: T201  # the measure
    assert said == []
    assert planted >= 1500
    assert pages > 150 // SHARE
    assert len(seen) > 500 // SHARE
    assert "hit(" not in kept  # ASVS 14.3.3: no text of the centre stays in the browser


def _look(page: Page, path: str) -> set[str]:
    """Open a page and move about it; return the numbers of the payloads that it shows as words."""
    page.goto(HOST + path)
    page.mouse.move(400, 300)
    page.mouse.wheel(0, 4000)
    page.keyboard.press("Tab")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    held = page.content()
    return set(re.findall(r"hit\((\d+)\)", held))
