"""What every response must carry, whatever its status and kind."""

from typing import Any

POLICY = (
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors ",
    "object-src 'none'",
)
SEALED = ("default-src 'none'",)


def check_headers(response: Any, where: object) -> None:
    """Fail unless a response is typed, sealed, not sniffed, not embedded, not cached."""
    told = response.headers
    policy = told.get("Content-Security-Policy", "")
    assert all(part in policy for part in POLICY) or "default-src 'none'" in policy, (where, policy)
    assert "unsafe-eval" not in policy, where
    assert "script-src 'unsafe-inline'" not in policy, where
    assert told.get("X-Content-Type-Options") == "nosniff", where
    assert told.get("Cross-Origin-Opener-Policy") == "same-origin", where
    assert told.get("Cross-Origin-Resource-Policy") == "same-origin", where
    assert told.get("Referrer-Policy") == "same-origin", where
    assert told.get("Permissions-Policy"), where
    assert "Access-Control-Allow-Origin" not in told, where
    assert "Server" not in told, where
    assert "X-Powered-By" not in told, where
    body = response.streaming or response.content
    assert not body or told.get("Content-Type"), where
    if told.get("Content-Type", "").startswith("text/"):
        assert "charset=" in told["Content-Type"].lower(), (where, told["Content-Type"])
    if not str(where).startswith(("/static", "static")):
        assert "no-store" in told.get("Cache-Control", ""), (where, told.get("Cache-Control"))
