"""The WSGI application that gunicorn serves."""

import gc
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
MOST_DRAINED, CHUNK = 40_000_000, 65_536


class WholeBody:
    """A request's body that fails when its sender leaves before the end: gunicorn takes what came for the whole."""

    def __init__(self, stream: Any, length: int) -> None:
        self.stream, self.missing = stream, length

    def read(self, size: int = -1) -> bytes:
        octets: bytes = self.stream.read(size)
        return self._checked(octets, short=not 0 <= size <= len(octets))

    def readline(self, size: int = -1) -> bytes:
        octets: bytes = self.stream.readline(size)
        whole_line = octets.endswith(b"\n") or 0 <= size <= len(octets)
        return self._checked(octets, short=not whole_line)

    def drain(self) -> None:
        """Read what nobody read: a sender still at it would see its line cut, not the answer."""
        with suppress(OSError):
            while 0 < self.missing < MOST_DRAINED:
                self.read(min(CHUNK, self.missing))

    def _checked(self, octets: bytes, *, short: bool) -> bytes:
        self.missing -= len(octets)
        if short and self.missing > 0:
            message = "The sender left in the middle of the request."
            raise ConnectionError(message)
        return octets


def whole(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Give an application its requests' bodies whole, or with an error at their end."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return application(environ, start_response)
        body = environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        response = application(environ, start_response)
        body.drain()
        return response

    return serve


application = whole(get_wsgi_application())
gc.collect()
gc.freeze()  # else up to a tenth of a page's time goes to a search for garbage among what lives as long as the process
gc.set_threshold(50_000, 20, 20)
