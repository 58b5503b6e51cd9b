"""What a personal link can do: each row above registers its acts by kind, `registry.link_acts[kind]`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpResponse

from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.inbox.models import ActLink


@dataclass(frozen=True)
class LinkAct:
    """One act: its kind, the model of its object, what answers GET and POST, and its words on screen.

    `handler(request, link, target)` renders with `core/plain.html`; `request.actor` is the link's person.
    """

    kind: str
    model: type[Model]
    handler: Callable[[CentreRequest, ActLink, Any], HttpResponse]
    words: str


def act_of(link: ActLink) -> LinkAct | None:
    act: LinkAct | None = registry.link_acts.get(link.kind)
    return act
