"""`pupitre serve`: the site and the background work, in one command."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from pupitre.cli.setup import prepare_database, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d'écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port (8000)")
    parser.add_argument("--no-worker", action="store_true", help="le site seul")


def run(args: argparse.Namespace) -> int:
    """Check, bring SQLite up to date, then run gunicorn and the worker until SIGTERM or Ctrl-C."""
    os.environ.setdefault("PUPITRE_BASE_URL", f"http://localhost:{args.port}")
    start_django()
    from pupitre.cli.safety import refuse_unsafe_demo

    refuse_unsafe_demo(args.host)
    prepare_database()
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    from pupitre.centres.first_start import first_start_url

    welcome = first_start_url()
    if welcome:
        print(f"Première ouverture : {welcome}", file=sys.stderr, flush=True)
    commands = [web_command(args.host, args.port)]
    if not args.no_worker:
        commands.append([sys.executable, "-m", "pupitre.cli", "worker"])
    return keep_running(commands)


def web_command(host: str, port: int) -> list[str]:
    scratch = "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108  # gunicorn's heartbeat files
    return [
        sys.executable, "-m", "gunicorn", "pupitre.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4",
        "--worker-tmp-dir", scratch, "--timeout", "60", "--log-level", "warning", "--preload",
    ]  # fmt: skip


def keep_running(commands: list[list[str]]) -> int:
    """Run commands side by side; the end of the first (the site) or a signal ends all, the others are restarted."""
    children = [subprocess.Popen(command) for command in commands]  # noqa: S603  # our own programs
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    _on_signals(stop)
    while not stopping and children[0].poll() is None:
        for place, child in enumerate(children[1:], start=1):
            if child.poll() is not None:
                children[place] = subprocess.Popen(commands[place])  # noqa: S603
        time.sleep(0.5)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [_wait(child) for child in children]
    return 0 if stopping else codes[0] or 1


def _on_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)


def _wait(child: "subprocess.Popen[bytes]") -> int:
    try:
        return child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
