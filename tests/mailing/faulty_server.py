"""An SMTP server that fails as real ones do: silent, gone in the middle of a mail, or gone before it says that it took it."""

import email
import socketserver
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

SILENT, SILENT_AT_DATA, CUT_IN_DATA, ACKNOWLEDGEMENT_LOST = "silent", "data", "cut", "lost"


class Faulty(socketserver.ThreadingTCPServer):
    """Fails once per fault given, connection after connection, then accepts everything."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.faults: deque[str] = deque()
        self.visits, self.pause = 0, 0.0
        self.received: list[EmailMessage] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def mail_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]


class _Conversation(socketserver.StreamRequestHandler):
    server: Faulty

    def handle(self) -> None:
        self.server.visits += 1
        fault = self.server.faults.popleft() if self.server.faults else ""
        if fault == SILENT:
            self.server.over.wait(30)
            return
        self._say("220 essai")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA" and not self._take(fault):
                return
            if word == b"QUIT":
                self._say("221 au revoir")
                return
            if word != b"DATA":
                self._say("250 OK")

    def _take(self, fault: str) -> bool:
        """Take one mail; tell whether the conversation goes on."""
        self._say("354 allez")
        if fault == SILENT_AT_DATA:
            self.server.over.wait(30)
            return False
        if fault == CUT_IN_DATA:
            self.rfile.readline()
            return False
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.received.append(email.message_from_bytes(b"".join(lines), policy=default))
        self.server.over.wait(self.server.pause)
        if fault == ACKNOWLEDGEMENT_LOST:
            return False
        self._say("250 pris")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def faulty(*faults: Any) -> Iterator[Faulty]:
    with Faulty() as server:
        server.faults.extend(faults)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        yield server
        server.over.set()
        server.shutdown()
