"""G4: by the system calls of a real service on SQLite, what an answer acknowledges is on the disk before the answer leaves."""

import logging
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.serving import OPEN, PUPITRE, environment, request, run_script, serving, upload

log = logging.getLogger(__name__)
CENTRE = "/c/msp-du-pont/"
ROUNDS = 50
CALLS = "openat,pwrite64,write,fsync,fdatasync,rename,recvfrom,sendto"
_LINE = re.compile(r"(?P<thread>\d+) +(?P<rest>.*)")
_RESUMED = re.compile(r"<\.\.\. (?P<call>\w+) resumed>(?P<end>.*)")
_CALL = re.compile(r"(?P<call>\w+)\((?P<words>.*)")
_FILE = re.compile(r"\d+<(?P<path>/[^>]*)>")
_TEXT = re.compile(r'"(?P<verb>POST|GET|HTTP/1\.1 \d{3})')


@dataclass
class Answered:
    """An answer to a POST: its status, what the thread had synced for it, and what it had written but not synced."""

    status: int
    synced: frozenset[str]
    unsynced: frozenset[str]


@dataclass
class Thread:
    """What one thread did since it read its request."""

    verb: str = ""
    written: set[str] = field(default_factory=set)
    synced: set[str] = field(default_factory=set)


def answers(lines: Iterable[str], home: str) -> Iterator[Answered]:
    """Read a trace of `strace -f -y` and yield the answers to POSTs, in order."""
    threads: dict[str, Thread] = defaultdict(Thread)
    for name, call, words, ended in _calls(lines):
        thread = threads[name]
        text = _TEXT.search(words)
        if call == "recvfrom" and ended and text and not text["verb"].startswith("HTTP"):
            threads[name] = Thread(text["verb"])
        elif call == "sendto" and not ended and text and thread.verb == "POST":
            unsynced = frozenset(thread.written - thread.synced)
            yield Answered(int(text["verb"][-3:]), frozenset(thread.synced), unsynced)
        elif file := _FILE.match(words):
            _note(thread, call, file["path"], ended=ended, home=home)


def _note(thread: Thread, call: str, path: str, *, ended: bool, home: str) -> None:
    """Note a write when it begins and a sync when it ends; of the home, only what an answer promises."""
    if call in {"write", "pwrite64"} and not ended:
        if path == f"{home}/pupitre.sqlite3-wal" or path.startswith(f"{home}/files/"):
            thread.written.add(path)
            thread.synced.discard(path)
    elif call in {"fsync", "fdatasync"} and ended:
        thread.synced.add(path)


def _calls(lines: Iterable[str]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each call twice, when it begins and when it ends: thread, name, words."""
    begun: dict[tuple[str, str], str] = {}
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        thread, rest = found["thread"], found["rest"]
        if resumed := _RESUMED.match(rest):
            words = begun.pop((thread, resumed["call"]), "") + resumed["end"]
            yield thread, resumed["call"], words, True
        elif call := _CALL.match(rest):
            yield thread, call["call"], call["words"], False
            if call["words"].endswith("<unfinished ...>"):
                begun[thread, call["call"]] = call["words"].removesuffix("<unfinished ...>")
            else:
                yield thread, call["call"], call["words"], True


HOME = "/h"
READ = '7 recvfrom(9<socket:[1]>, "POST /c/", 8192, 0, NULL, NULL) = 8'
WRITE = '7 pwrite64(4</h/pupitre.sqlite3-wal>, "x", 4120, 0) = 4120'
SYNC = "7 fdatasync(4</h/pupitre.sqlite3-wal>) = 0"
ANSWER = '7 sendto(9<socket:[1]>, "HTTP/1.1 302 Found", 18, 0, NULL, 0) = 18'


@pytest.mark.parametrize(
    ("lines", "unsynced"),
    [
        ([READ, WRITE, SYNC, ANSWER], 0),
        ([READ, WRITE, ANSWER, SYNC], 1),
        ([READ, SYNC, WRITE, ANSWER], 1),
        ([READ, WRITE, SYNC.replace("7 ", "8 ", 1), ANSWER], 1),
        ([READ, WRITE, SYNC.replace(") = 0", " <unfinished ...>"), ANSWER, "7 <... fdatasync resumed>) = 0"], 1),
        ([READ, WRITE, SYNC.replace(") = 0", " <unfinished ...>"), "7 <... fdatasync resumed>) = 0", ANSWER], 0),
        ([READ, WRITE.replace("pupitre.sqlite3-wal", "files/a"), ANSWER], 1),
    ],
)  # fmt: skip
def test_a_trace_tells_what_was_not_synced(lines: list[str], unsynced: int) -> None:
    (answer,) = answers(lines, HOME)
    assert (answer.status, len(answer.unsynced)) == (302, unsynced)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="install the package strace")
def test_every_acknowledged_write_is_on_the_disk_before_its_answer(tmp_path: Path) -> None:
    home, trace = tmp_path / "home", tmp_path / "trace"
    given = environment(home)
    subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
    session = run_script(OPEN, given)
    watched = ["strace", "-f", "-y", "-q", "-s", "24", "-o", str(trace), "-e", f"trace={CALLS}"]
    with serving([*watched, *PUPITRE, "serve", "--no-worker"], given, tmp_path / "log") as service:
        for rank in range(ROUNDS):
            told = {"title": f"Chose {rank}", "kind": "task", "decided_on": "2026-11-20"}
            path = f"{CENTRE}decisions/ajouter/"
            assert request(service.port, "POST", path, session, **told).status == 302
            if rank % 5 == 0:
                path, content = f"{CENTRE}documents/ajouter/", b"%PDF-1.7\n" + b"x" * 5000
                answer = upload(service.port, path, session, f"piece-{rank}.pdf", content)
                assert answer.status == 302
    with trace.open(errors="replace") as lines:
        found = list(answers(lines, str(home)))
    kept = [one for one in found if one.status == 302]
    assert len(kept) == ROUNDS + ROUNDS // 5
    assert all(f"{home}/pupitre.sqlite3-wal" in one.synced for one in kept)
    assert [one for one in found if one.unsynced] == []
    files = sum(any(name.startswith(f"{home}/files/") for name in one.synced) for one in kept)
    assert files == ROUNDS // 5
    log.info("%d writes answered, each after the sync of its log; %d files", len(kept), files)
