"""None of the hostile tests may reach beyond this machine (T15)."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest

HERE = {"localhost", "127.0.0.1", "::1", "", None}


class ReachedOutError(AssertionError):
    """Pupitre tried to talk to another machine."""


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a socket reach this machine only; whatever else is asked for, by name or by number, fails the test."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not ip_address(address[0]).is_loopback:
            raise ReachedOutError(address)
        connect(self, address)

    def local_resolve(host: Any, *args: Any, **options: Any) -> Any:
        if host not in HERE:
            raise ReachedOutError(host)
        return resolve(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", local_connect)
    monkeypatch.setattr(socket, "getaddrinfo", local_resolve)
