"""What each answer tells browsers; the matrix asserts the same on all of its responses."""

import json
from typing import Any

import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from tests.security.headers import check_headers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/", "/connexion/login/", "/healthz", "/readyz", "/ui/", "/nulle-part/", "/c/x/", "/static/app/nulle-part.css", "/a%00b"],
)  # fmt: skip
def test_every_sort_of_answer_carries_the_headers(client: Client, path: str) -> None:
    check_headers(client.get(path), path)


def test_an_internal_error_carries_them_and_tells_nothing(
    as_alice: Client, centre_a: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret 8f14e45f")

    monkeypatch.setattr("pupitre.core.search.find", fail)
    as_alice.raise_request_exception = False
    answer = as_alice.get(f"/c/{centre_a.slug}/chercher/?q=a")
    assert answer.status_code == 500
    assert "8f14e45f" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    check_headers(answer, "500")


def test_a_static_file_is_under_the_policy_too(client: Client, settings: Any) -> None:
    answer = client.get("/static/core/app.css")
    assert answer.status_code == 200
    check_headers(answer, "static")


def test_logging_out_clears_what_the_browser_kept(as_alice: Client) -> None:
    answer = as_alice.post("/connexion/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert as_alice.get("/compte/").status_code == 302


def test_a_breach_of_the_policy_is_logged_without_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    told = {
        "document-uri": "https://x/secret",
        "effective-directive": "script-src\nERROR forged",
        "blocked-uri": "inline",
    }
    sent = {"data": json.dumps({"csp-report": told}), "content_type": "application/csp-report"}
    assert client.post("/csp/", **sent).status_code == 204
    assert "script-src\\nERROR forged" in caplog.text
    assert "secret" not in caplog.text
    for body in ("[]", "{", '{"csp-report": 3}', '{"csp-report": null}', "\xff"):
        assert client.post("/csp/", body, content_type="application/json").status_code == 400


def test_cookies_are_closed_to_scripts_and_other_sites(client: Client, alice: User) -> None:
    client.get("/connexion/login/")
    client.post("/connexion/login/", {"login": alice.email, "password": "correct horse battery"})
    assert {"session", "csrf", "device"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie
        assert cookie["path"] == "/", cookie
        assert not cookie["domain"], cookie
        assert len(cookie.OutputString()) < 4096
