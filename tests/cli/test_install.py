"""docs/INSTALL.md: every command that it prints is tried, in a folder that stands for the server."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving import OPEN, PUPITRE, Service, environment, request, run_script, serving

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
    with _unit_running(tmp_path, settings) as service:
        assert "Première ouverture : https://msp.example.fr/" in service.said
        _run([*backup, *upgrade], tmp_path)
    _run([*restore, *database], tmp_path)
    with _unit_running(tmp_path, settings) as service:
        assert "Première ouverture" in service.said
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


def _environment(root: Path) -> dict[str, str]:
    given = environment(root / "home")
    return given | {"PATH": f"{root}/bin:{given['PATH']}"}


@contextmanager
def _unit_running(root: Path, settings: str) -> Iterator[Service]:
    """Do what systemd does with the unit."""
    given = dict(re.findall(r"^(PUPITRE_\w+)=(.*)$", _placed(settings, root), re.M))
    check, serve = (
        shlex.split(_placed(directive(name), root)) for name in ("ExecStartPre", "ExecStart")
    )
    subprocess.run(check, env=_environment(root) | given, capture_output=True, check=True)
    command = serve[: serve.index("--port")]
    with serving(command, _environment(root) | given, root / "journal") as service:
        yield service


@pytest.mark.long
def test_a_copied_folder_is_the_whole_installation(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    subprocess.run([*PUPITRE, "migrate"], env=environment(first), check=True, capture_output=True)
    session = run_script(OPEN, environment(first))
    shutil.copytree(first, second)
    shutil.rmtree(first)
    with serving([*PUPITRE, "serve"], environment(second), tmp_path / "journal") as service:
        assert "Première ouverture" not in service.said
        home = request(service.port, "GET", "/c/msp-du-pont/", session)
        assert (home.status, "Bonjour Léa" in home.text) == (200, True)
