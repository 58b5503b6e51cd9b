"""One request is one request: what two servers could cut at different places is refused by ours."""

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

HIDDEN = b"GET /c/x/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
LENGTH = str(len(HIDDEN)).encode()
CHUNKED = b"0\r\n\r\n" + HIDDEN
HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
AMBIGUOUS = {
    "both lengths": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: " + LENGTH + b"\r\n\r\n" + HIDDEN,
    "a list of lengths": HEAD + b"Content-Length: 0, " + LENGTH + b"\r\n\r\n" + HIDDEN,
    "a signed length": HEAD + b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "a length in hexadecimal": HEAD + b"Content-Length: 0x20\r\n\r\n" + HIDDEN,
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + HIDDEN,
    "a space before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n" + CHUNKED,
    "a folded header": HEAD + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + CHUNKED,
    "an unknown encoding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED,
    "chunked twice": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "chunked, then not": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
    "chunked for HTTP/1.0": HEAD.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "an underscore": HEAD + b"Transfer_Encoding: chunked\r\nContent_Length: 5\r\n\r\n" + HIDDEN,
    "a nul": HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
    "a lone line feed": HEAD + b"X: a\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "a wrong chunk size": HEAD + b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + HIDDEN,
    "a negative chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + HIDDEN,
}  # fmt: skip


def read(raw: bytes) -> list[str]:
    """Read a connection to its end as the server does; return the paths that were asked for."""
    paths = []
    for request in RequestParser(Config(), iter([raw]), ("127.0.0.1", 1)):
        assert not {"TRANSFER_ENCODING", "CONTENT_LENGTH"} & {name for name, _ in request.headers}
        request.body.read()
        paths.append(request.path)
    return paths


def test_sound_requests_are_read() -> None:
    assert read(HEAD + b"Content-Length: 2\r\n\r\nab" + HIDDEN) == ["/", "/c/x/"]
    assert read(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n" + CHUNKED) == ["/", "/c/x/"]


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_request_hides_no_other(name: str) -> None:
    try:
        paths = read(AMBIGUOUS[name])
    except ParseException:
        return
    assert name == "an underscore"  # dropped, whatever the proxy made of it: the body has no length
    assert paths == ["/", "/c/x/"]
