"""How fast an account and a centre may search, export, invite and read; `docs/security/limits.md` says why."""

from collections import Counter
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http import HttpResponse

from pupitre.centres.models import Membership
from pupitre.centres.services import raise_reading_alarm
from pupitre.core import throttle
from pupitre.core.access import FILES
from pupitre.core.web import CentreRequest, is_htmx


@dataclass(frozen=True)
class Pace:
    """The most in a window of so many seconds, by one account and by all those of a centre."""

    account: int
    centre: int
    seconds: int


PACES = {"search": Pace(60, 600, 60), "export": Pace(30, 150, 600), "invite": Pace(20, 60, 3600)}
INVITED = 3
"""Invitations to one address in an hour."""
READ, READ_SECONDS = 200, 600
STEP = 10
"""Records counted in memory before one write: a write on each page would cost more than the page."""
FURTHER_PAGE = 10
"""What a list's second page and the next ones count for: fifty lines each."""

_read: Counter[tuple[int, int]] = Counter()
_lock = Lock()


def too_fast(kind: str, request: CentreRequest) -> bool:
    """Count one more act of a kind, and tell whether this account or its centre went too fast."""
    pace, seen = PACES[kind], request.centre.pk
    by_account = f"{kind} of account {request.user.pk} in {seen}"
    return throttle.too_many(by_account, pace.account, pace.seconds) or throttle.too_many(
        f"{kind} in {seen}", pace.centre, pace.seconds
    )


def kind_of(permission: str, asked: Any) -> str:
    """Return which pace a page follows, empty for none."""
    if asked.get("format") in FILES:
        return "export"
    return "search" if permission == "core.search" and asked.get("q") else ""


def may_invite(request: CentreRequest, email: str) -> bool:
    """Count an invitation, and tell whether its mail may leave."""
    often = throttle.too_many(f"invite {email.lower()}", INVITED, 3600)
    return not (too_fast("invite", request) or often)


def note_reading(request: CentreRequest, response: HttpResponse, kwargs: dict[str, Any]) -> None:
    """Count the records that an account opens, and raise the alarm when there are too many of them."""
    weight = _weight(request, kwargs)
    if not weight or response.status_code != 200 or not request.user.pk:
        return
    who = (request.centre.pk, request.user.pk)
    with _lock:
        _read[who] += weight
        by = _read.pop(who) if _read[who] >= STEP else 0
    if by:
        what = "reading of account {1} in {0}".format(*who)
        count = throttle.counted(what, by=by, window=READ_SECONDS)
        if count - by < READ <= count:
            membership = Membership.objects.filter(user_id=request.user.pk).first()
            if membership is not None:
                raise_reading_alarm(membership, count=count)


def _weight(request: CentreRequest, kwargs: dict[str, Any]) -> int:
    if request.method != "GET" or is_htmx(request):
        return 0
    if "pk" in kwargs:
        return 1
    return FURTHER_PAGE if request.GET.get("page", "1") not in {"", "1"} else 0
