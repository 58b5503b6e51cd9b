"""`pupitre worker`: runs the background work."""

import argparse
import signal
import threading

from pupitre.cli.setup import prepare_database, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="fait ce qui attend, puis s'arrête")


def run(args: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    from pupitre.core.jobs import worker

    if args.once:
        worker.run_due()
        return 0
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker.forever(stop)
    return 0
