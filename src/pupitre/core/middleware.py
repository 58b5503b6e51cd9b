"""A guard before every page: no field may hold a NUL character, which PostgreSQL cannot store."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

NUL = "\0"


class NoNulMiddleware:
    """Answers 400, naming the field, when an address or a form holds a NUL character."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        field = field_with_nul(request)
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
