"""A form sent twice works once: it carries a key drawn when it was shown, kept with the answer to its first sending.

Kept is only a sending that made a row and left the page: on a page that stays (a box ticked, unticked, ticked again)
the same words may be sent again and mean it. The same form with other words is another sending.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pupitre.core.jobs import Run
from pupitre.core.models import Submission
from pupitre.core.tenancy import centre_scope
from pupitre.core.web import go

FIELD = "once"
HERE = "."
KEPT = timedelta(days=1)
PATIENCE, PAUSE = 5.0, 0.2
"""Seconds that a second sending waits for the answer to a first that is still at work, on SQLite."""


class AlreadySentError(Exception):
    """The same form, sent at the same moment, made its row first."""


@dataclass
class Sending:
    """The form that the current request sends."""

    key: str
    claimed: bool = False
    late: bool = False


_current: ContextVar[Sending | None] = ContextVar("pupitre_sending", default=None)


def claim() -> None:
    """Keep which form makes a row, in the transaction that makes it; the caller holds the centre's turn.

    Raises AlreadySentError when the same form made it meanwhile.
    """
    sending = _current.get()
    if sending is None or sending.claimed:
        return
    if Submission.objects.filter(key=sending.key).exists():
        raise AlreadySentError
    Submission.objects.create(key=sending.key, at=timezone.now())
    sending.claimed = True


class OnceMiddleware:
    """Answers a form that was sent before as the first time, once the gate has let the request in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        sending = Sending(key)
        token = _current.set(sending)
        try:
            whole = connection.vendor == "postgresql"  # the request is one transaction
            with transaction.atomic() if whole else nullcontext():
                response = self.get_response(request)
                if sending.late and whole:
                    transaction.set_rollback(True)  # what the view wrote before its first new row
            if sending.claimed:
                _keep(request, response, key)
        finally:
            _current.reset(token)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        sending = _current.get()
        return answer_again(request, sending.key) if sending else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        sending = _current.get()
        if sending is None or not isinstance(error, AlreadySentError):
            return None
        sending.late, sending.claimed = True, False
        first = answer_again(request, sending.key)
        return first or render(request, "core/already_sent.html", status=409)


def key_of(request: HttpRequest) -> str | None:
    """Return what tells this sending from any other: who, where, the form's key and all that it says."""
    drawn = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not drawn or not hasattr(request, "centre"):
        return None
    said = [
        (name, values)
        for name, values in sorted(request.POST.lists())
        if name != "csrfmiddlewaretoken"
    ]
    digest = hashlib.sha256(repr((request.user.pk, request.path, said)).encode("utf-8", "replace"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode("utf-8", "replace"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def answer_again(request: HttpRequest, key: str) -> HttpResponse | None:
    """Return the answer to the first sending of a form, None when there was none."""
    until = time.monotonic() + PATIENCE
    while (kept := Submission.objects.filter(key=key).first()) and not kept.answer:
        if time.monotonic() > until:
            return render(request, "core/already_sent.html", status=409)
        time.sleep(PAUSE)
    if kept is None:
        return None
    messages.info(request, "Ce formulaire avait déjà été envoyé : rien n’a été fait deux fois.")
    here = kept.answer.startswith(HERE)
    return go(request, request.path + kept.answer[1:] if here else kept.answer)


def _keep(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """Keep where the first sending led; forget it when it stayed on its page or failed."""
    if response.status_code >= 500 and connection.in_atomic_block:
        return  # undone with all the rest
    url = response.headers.get("HX-Location") or response.headers.get("Location") or ""
    if response.status_code >= 400 or not url:
        Submission.objects.filter(key=key).delete()
        return
    if url.startswith(request.path):  # a personal link's address is kept nowhere
        url = HERE + url.removeprefix(request.path)
    Submission.objects.filter(key=key).update(answer=url)


def drop_old(run: Run) -> None:
    """Forget, in every centre, the forms sent more than a day ago."""
    centres: Any = Submission._meta.get_field("centre").related_model
    for centre in centres.objects.order_by("pk"):
        with centre_scope(centre):
            Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()
    run.result()
