"""A real SMTP server on the loopback, whose answers each test chooses."""

import email
import socket
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Post:
    """Accepts everything, but what `rcpt` and `data` say otherwise by address."""

    def __init__(self) -> None:
        self.rcpt: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.drops: set[str] = set()
        self.received: list[tuple[str, EmailMessage]] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        if address in self.drops:
            server.transport.close()
        if address in self.data:
            return self.data[address]
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.received.append((address, mail))
        return "250 accepted"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _mail in self.received]


def start(post: Post) -> Controller:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    return controller
