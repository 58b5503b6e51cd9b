"""docs/INSTALL.md: every command that it prints is tried, in a folder that stands for the server."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs/INSTALL.md").read_text(encoding="utf-8")
BLOCKS = [found.strip().splitlines() for found in re.findall(r"```sh\n(.*?)```", MANUAL, re.S)]
UNIT = (ROOT / "deploy/pupitre.service").read_text(encoding="utf-8")
SERVER = ("/opt/", "/etc/", "/srv/", "/tmp/pupitre")
# What only a real server has: each becomes a program that notes its words and succeeds.
STAND_INS = ("apt-get", "useradd", "systemctl", "journalctl", "chown", "createuser", "createdb")


def directive(name: str) -> str:
    (found,) = re.findall(rf"^{name}=(.*)$", UNIT, re.M)
    return str(found)


def test_a_server_takes_ten_commands() -> None:
    assert len(BLOCKS[0]) <= 10


def test_every_file_that_the_manual_copies_is_delivered() -> None:
    named = set(re.findall(r"/opt/pupitre/((?:deploy|docs)/\S+)", MANUAL + UNIT))
    assert len(named) >= 4
    assert not [path for path in named if not (ROOT / path).is_file()]


def test_every_setting_that_is_delivered_is_explained() -> None:
    given = set(re.findall(r"^#? ?(PUPITRE_\w+)=", (ROOT / "deploy/pupitre.env").read_text(), re.M))
    explained = (ROOT / "docs/guide/installer.md").read_text(encoding="utf-8")
    assert len(given) >= 5
    assert not [name for name in given if f"`{name}`" not in explained]


def test_the_proxy_leads_to_the_port_that_the_unit_serves() -> None:
    (port,) = re.findall(r"--port (\d+)", directive("ExecStart"))
    assert f"reverse_proxy 127.0.0.1:{port}" in (ROOT / "deploy/Caddyfile").read_text()
    assert directive("ExecStartPre").endswith("pupitre check")
    assert directive("ReadWritePaths") == "/srv/pupitre"


@pytest.mark.long
def test_every_command_of_the_manual_works(tmp_path: Path) -> None:
    for folder in ("opt", "etc/systemd/system", "etc/caddy", "srv/pupitre", "tmp", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    _stand_in(tmp_path / "bin")
    install, backup, upgrade, restore, database = BLOCKS
    _run(install, tmp_path)
    settings = (tmp_path / "etc/pupitre.env").read_text()
    assert "PUPITRE_BASE_URL=https://msp.example.fr" in settings
    assert "msp.example.fr {" in (tmp_path / "etc/caddy/Caddyfile").read_text()
    with _unit_running(tmp_path, settings) as (said, _):
        assert "Première ouverture : https://msp.example.fr/" in said
        _run([*backup, *upgrade], tmp_path)
    _run([*restore, *database], tmp_path)
    with _unit_running(tmp_path, settings) as (said, _):
        assert "Première ouverture" in said
    noted = (tmp_path / "bin/noted").read_text()
    assert "systemctl enable --now pupitre" in noted
    assert "createdb --owner pupitre_owner pupitre" in noted


def _stand_in(folder: Path) -> None:
    for name in STAND_INS:
        (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {folder}/noted\n')
        (folder / name).chmod(0o755)
    # Runs the words after « -- » as the user that the test already is.
    (folder / "runuser").write_text('#!/bin/sh\nshift 3\nexec "$@"\n')
    (folder / "runuser").chmod(0o755)


def _run(commands: list[str], root: Path) -> None:
    """Run commands one after another, every absolute path of the server put under `root`."""
    for command in commands:
        words = _placed(command.replace("https://example.org/pupitre.git", str(ROOT)), root)
        words = re.sub(r" -[go] pupitre\b", "", words)
        done = subprocess.run(
            ["bash", "-ec", words],
            env=_environment(root),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)


def _placed(command: str, root: Path) -> str:
    for start in SERVER:
        command = re.sub(rf"(^|[ =]){start}", rf"\1{root}{start}", command)
    return command


def _environment(root: Path, **more: str) -> dict[str, str]:
    own = ("PUPITRE_", "DATABASE_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PATH": f"{root}/bin:{kept['PATH']}", **more}


@contextmanager
def _unit_running(root: Path, settings: str) -> Iterator[tuple[str, str]]:
    """Do what systemd does with the unit; yield what the service said, and its address."""
    given = dict(re.findall(r"^(PUPITRE_\w+)=(.*)$", _placed(settings, root), re.M))
    environment = _environment(root, **given)
    check, serve = (
        shlex.split(_placed(directive(name), root)) for name in ("ExecStartPre", "ExecStart")
    )
    subprocess.run(check, env=environment, capture_output=True, check=True)
    with serving(serve[: serve.index("--port")], environment, root / "journal") as found:
        yield found


@contextmanager
def serving(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[tuple[str, str]]:
    """Serve on a free port until SIGTERM; yield what the service said, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        service = subprocess.Popen(
            [*command, "--port", str(port)], env=environment, stderr=out, start_new_session=True
        )
    try:
        _wait_for(f"{address}/healthz")
        yield log.read_text(), address
    finally:
        os.killpg(service.pid, signal.SIGTERM)
        assert service.wait(timeout=60) == 0


def _wait_for(address: str) -> None:
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
    for _ in range(600):
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert answer.status == 200
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(address)


OPEN = """
import django; django.setup()
from pupitre.accounts.models import User
from pupitre.centres.services import NewCentre, open_centre
user = User.objects.create_user("lea@msp.example", "correct horse battery", first_name="Léa")
open_centre(NewCentre("MSP du Pont", "35000", "Rennes"), coordinator=user)
"""


@pytest.mark.long
def test_a_copied_folder_is_the_whole_installation(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    pupitre = [sys.executable, "-m", "pupitre.cli"]
    at_first = _environment(
        tmp_path, PUPITRE_HOME=str(first), DJANGO_SETTINGS_MODULE="pupitre.config.settings"
    )
    subprocess.run([*pupitre, "migrate"], env=at_first, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", OPEN], env=at_first, check=True)
    shutil.copytree(first, second)
    shutil.rmtree(first)
    elsewhere = _environment(tmp_path, PUPITRE_HOME=str(second))
    with serving([*pupitre, "serve"], elsewhere, tmp_path / "journal") as (said, address):
        assert "Première ouverture" not in said
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = browser.open(f"{address}/connexion/").read().decode()
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1]
        given = {
            "csrfmiddlewaretoken": token,
            "login": "lea@msp.example",
            "password": "correct horse battery",
        }
        answer = browser.open(f"{address}/connexion/", urlencode(given).encode())
        assert "Léa" in answer.read().decode() or "double" in answer.url
