"""How often a link may be asked for: counts in the cache, per link and per network."""

from ipaddress import IPv4Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 300
"""Seconds during which requests are counted together."""
PER_LINK = 60
PER_SHARED_LINK = 600
"""A code on the wall belongs to nobody: a whole room uses it in five minutes."""
PER_NETWORK = 600
"""Many phones of one MSP share an address on the evening of a meeting."""
WRONG_PER_NETWORK = 30
"""Unknown links asked for from one network: nobody mistypes an address that often."""


def network_of(request: HttpRequest) -> str:
    """Return the /24 or /64 that a request comes from, so that changing address changes nothing."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and "HTTP_X_FORWARDED_FOR" in request.META:
        text = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    kept = 24 if isinstance(address, IPv4Address) else 64
    return f"{int(address) >> (address.max_prefixlen - kept)}/{kept}"


def too_many(what: str, limit: int) -> bool:
    """Count one more and tell whether there were more than `limit` in this window."""
    key = f"link:{what}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > limit
    except ValueError:  # the window ended between the two
        return False
