"""After thirty idle minutes a session ends; a used one notes, once a minute, when it was last seen."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from pupitre.accounts.sessions import SEEN

NOTED_EVERY = 60
"""Seconds between two notes: a write on each page would cost more than the page."""


class IdleSessionMiddleware:
    """Logs out whoever comes back too late; their next page asks them to log in, then goes on where they were."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated:
            idle = now - int(request.session.get(SEEN, now))
            if idle > settings.SESSION_IDLE_SECONDS:
                logout(request)
                messages.info(request, "Votre session s’est fermée après trente minutes sans acte.")
            elif idle >= NOTED_EVERY or SEEN not in request.session:
                request.session[SEEN] = now
        return self.get_response(request)
