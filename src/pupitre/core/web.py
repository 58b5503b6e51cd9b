"""What every view of a centre can rely on: the typed request, and the small answers of htmx."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from pupitre.core.actor import Actor


class CentreRequest(HttpRequest):
    """A request inside a centre, as CentreMiddleware completes it."""

    user: Any
    actor: Actor
    role: str
    centre: Any


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, from a form or from htmx alike."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Location": url})
    return HttpResponseRedirect(url)


def asked_key(text: str | None) -> int:
    """Return the key of a row that a form or an address names; 0, which no row has, when it is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that the browser shows; `name` is what saving it proposes."""
    disposition = f'inline; filename="{name}"'
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def came_from(request: HttpRequest, otherwise: str) -> str:
    """Return the page of this site that a button was pressed on, to go back there."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else otherwise
