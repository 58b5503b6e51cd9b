"""Guards around every page: what browsers must not do with an answer, and no NUL character, which PostgreSQL cannot store."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import reverse

NUL = "\0"
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


class HeadersMiddleware:
    """Adds to each answer, errors and files included: nobody else's page embeds it, no shared cache keeps it.

    TRACE and made-up methods go no further.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path_info.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "private, no-store")
        if request.method == "POST" and request.path_info == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class NoNulMiddleware:
    """Answers 400, naming the field, when an address or a form holds a NUL character; to a form cut short, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            field = field_with_nul(request)
        except OSError as error:
            for handler in request.upload_handlers:
                handler.upload_interrupted()  # else its scratch file stays until some later clean-up
            if not isinstance(error, UnreadablePostError):
                raise
            return HttpResponse(render_to_string("400.html"), status=400)
        if field is None:
            return self.get_response(request)
        context = {"field": field.replace(NUL, "")}
        return HttpResponse(render_to_string("400.html", context), status=400)


def field_with_nul(request: HttpRequest) -> str | None:
    """Return the first field whose name or value holds a NUL, « adresse » for the path, else None."""
    if NUL in request.path_info:
        return "adresse"
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            if any(NUL in text for text in (name, *map(str, values))):
                return name
    return None
