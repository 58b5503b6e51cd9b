"""How often anything may be asked for: counts per window, each in one atomic statement, whatever the process."""

from ipaddress import IPv4Address, ip_address, ip_network
from time import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from pupitre.core.jobs import Run
from pupitre.core.models import RateCount

WINDOW = 300
"""Seconds during which requests are counted together, where nothing else is said."""
KEPT = 86_400
COUNT = """
INSERT INTO core_ratecount (key, opened, count) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET
count = excluded.count + CASE WHEN core_ratecount.opened > %s THEN core_ratecount.count ELSE 0 END,
opened = CASE WHEN core_ratecount.opened > %s THEN core_ratecount.opened ELSE excluded.opened END
RETURNING count
"""


def network_of(request: HttpRequest) -> str:
    """Return the /24 or /64 that a request comes from, so that changing address changes nothing.

    Behind the declared proxy (`PUPITRE_PROXY`), the address that it wrote last; else the caller's own, whatever it pretends.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and "HTTP_X_FORWARDED_FOR" in request.META:
        text = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    kept = 24 if isinstance(address, IPv4Address) else 64
    return str(ip_network(f"{address}/{kept}", strict=False))


def counted(what: str, *, by: int = 1, window: int = WINDOW) -> int:
    """Count `by` more and return how many there are in this window; who and where are kept as a digest only."""
    key = salted_hmac("pupitre.core.throttle", what, algorithm="sha256").hexdigest()[:40]
    now = int(time())
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, now, by, now - window, now - window])
        return int(cursor.fetchone()[0])


def too_many(what: str, limit: int, window: int = WINDOW) -> bool:
    """Count one more and tell whether there were more than `limit` in this window."""
    return counted(what, window=window) > limit


def drop_old_counts(run: Run) -> None:
    """Delete the counts whose window is long over."""
    RateCount.objects.filter(opened__lt=int(time()) - KEPT).delete()
    run.result()
