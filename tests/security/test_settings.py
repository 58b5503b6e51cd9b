"""The settings that an installation gets when its address is https, and what is never served."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.test import Client

from pupitre.accounts.models import User
from pupitre.config import settings as shipped

ROOT = Path(__file__).resolve().parent.parent.parent
ASKED = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG", "PASSWORD_HASHERS", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "SESSION_COOKIE_SAMESITE", "ALLOWED_HOSTS", "SESSION_COOKIE_AGE", "SESSION_IDLE_SECONDS", "SESSION_SERIALIZER",
)  # fmt: skip
READ = (
    "import django, json, sys; django.setup(); from django.conf import settings; from pupitre.accounts.devices import COOKIE;"
    "print(json.dumps({**{name: getattr(settings, name) for name in sys.argv[1:]}, 'DEVICE': COOKIE, 'KEY': len(settings.SECRET_KEY)}))"
)


@pytest.fixture(scope="module")
def https(tmp_path_factory: Any) -> dict[str, Any]:
    """Return the settings of an installation behind https."""
    environment = {
        "PATH": os.environ["PATH"],
        "PUPITRE_HOME": str(tmp_path_factory.mktemp("home")),
        "PUPITRE_BASE_URL": "https://msp.example",
        "DJANGO_SETTINGS_MODULE": "pupitre.config.settings",
    }
    command = [sys.executable, "-c", READ, *ASKED]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def test_https_brings_closed_cookies_and_a_year_of_hsts(https: dict[str, Any]) -> None:
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SECURE_HSTS_INCLUDE_SUBDOMAINS"):  # fmt: skip
        assert https[name] is True, name
    for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE"):
        assert https[name].startswith("__Host-"), name
    assert https["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert https["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert https["DEBUG"] is False
    assert "*" not in https["ALLOWED_HOSTS"]


def test_sessions_end_after_thirty_idle_minutes_or_twelve_hours(https: dict[str, Any]) -> None:
    assert (https["SESSION_IDLE_SECONDS"], https["SESSION_COOKIE_AGE"]) == (1800, 43_200)
    assert https["SESSION_SERIALIZER"].endswith("JSONSerializer")


def test_passwords_are_kept_by_argon2id_and_keys_are_long(https: dict[str, Any]) -> None:
    assert https["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    kept = Argon2PasswordHasher()
    assert kept.encode("correct horse", "saltsaltsalt").startswith("argon2$argon2id$")
    assert (kept.memory_cost >= 19_456, kept.time_cost >= 2) == (True, True)
    assert https["KEY"] >= 50


@pytest.mark.django_db
def test_a_session_key_is_random_long_and_new_at_the_login(client: Client, alice: User) -> None:
    client.get("/connexion/login/")
    client.cookies["session"] = "a" * 32
    client.post("/connexion/login/", {"login": alice.email, "password": "correct horse battery"})
    key = client.cookies["session"].value
    assert key != "a" * 32
    assert len(key) == 32
    assert len(VALID_KEY_CHARS) ** 32 > 2**128


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/static/", "/static/core/", "/media/", "/files/", "/admin/", "/pupitre.sqlite3", "/secret_key", "/static/../pupitre.sqlite3",
     "/static/%2e%2e/settings.py", "/static/core/app.css.map", "/debug/", "/metrics", "/swagger", "/server-status", "/phpinfo.php"],
)  # fmt: skip
def test_nothing_else_than_pages_and_static_files_is_served(client: Client, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "TRACK", "XSS"])
@pytest.mark.parametrize("path", ["/", "/connexion/login/", "/healthz", "/static/core/app.css"])
def test_unknown_methods_go_no_further(client: Client, method: str, path: str) -> None:
    answer = client.generic(method, path, HTTP_COOKIE="session=secret")
    assert answer.status_code == 405
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/connexion/login/", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.django_db
def test_a_new_installation_holds_no_account() -> None:
    assert not User.objects.exists()


def test_the_policy_allows_no_inline_script_and_no_other_origin() -> None:
    told = shipped.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert told["default-src"] == ["'self'"]
    assert told["object-src"] == told["base-uri"] == told["frame-ancestors"] == ["'none'"]
    assert not any("unsafe" in str(value) or "http" in str(value) for value in told.values())
    assert told["report-uri"] == "/csp/"


def test_every_dependency_is_pinned_with_its_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if line and line[0].isalpha()]
        assert len(pinned) > 20
        assert all("==" in line for line in pinned), name
        assert (ROOT / name).read_text(encoding="utf-8").count("--hash=sha256:") >= len(pinned)
        assert "://" not in "".join(line for line in lines if not line.lstrip().startswith("#"))
