"""What the inbox's own links do: drop an idea, see what became of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from pupitre.centres.models import Centre
from pupitre.core import french, throttle
from pupitre.core.objects import object_of
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest
from pupitre.inbox.acts import LinkAct
from pupitre.inbox.forms import DropForm, PublicDropForm
from pupitre.inbox.models import ActLink, Idea
from pupitre.inbox.queries import ideas_of
from pupitre.inbox.services import drop_idea, follow_url
from pupitre.inbox.tables import TONES
from pupitre.people.models import Person

DROPS_PER_NETWORK = 20
"""Messages from one network in a window by the public link."""


def drop(request: CentreRequest, link: ActLink, target: Person | Centre) -> HttpResponse:
    """Take a message; a person sees below what became of the former ones."""
    form_class = DropForm if link.person else PublicDropForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(
                None, "Beaucoup de messages arrivent d’ici : réessayez dans cinq minutes."
            )
        else:
            return _dropped(request, link, form.cleaned_data)
    context = {
        "form": form,
        "person": link.person,
        "ideas": [story(idea) for idea in ideas_of(link.person)] if link.person else [],
        "thanks": "merci" in request.GET,
    }
    return render(request, "inbox/drop.html", context, status=422 if form.errors else 200)


def _too_many(request: CentreRequest) -> bool:
    return throttle.too_many(f"drop:{throttle.network_of(request)}", DROPS_PER_NETWORK)


def _dropped(request: CentreRequest, link: ActLink, given: dict[str, Any]) -> HttpResponse:
    """Keep the message, then show the same page to a person, the follow-up link to anybody else."""
    via = "link" if link.person else "public"
    idea = drop_idea(**given, by=request.actor, author=link.person, via=via)
    if link.person:
        return redirect(f"{request.path}?merci")
    return redirect(follow_url(idea, by=request.actor) + "?merci")


def follow(request: CentreRequest, link: ActLink, target: Idea) -> HttpResponse:
    """Show one message and what became of it."""
    context = {"ideas": [story(target)], "thanks": "merci" in request.GET}
    return render(request, "inbox/follow.html", context)


def story(idea: Idea) -> dict[str, Any]:
    """Return what the author of an idea may see of it: no page of the desk, only words."""
    return {"idea": idea, "tone": TONES[Idea.State(idea.state)], "sentence": _sentence(idea)}


def _sentence(idea: Idea) -> str:
    """Say what became of an idea; rows above say it better of what is theirs (`idea.story`)."""
    told = next((said for said in registry.contributed("idea.story", idea) if said), "")
    task = object_of(idea.outcome_type, idea.outcome_id) if idea.state == Idea.State.TASK else None
    if task is not None and not told:
        due = f", pour le {french.long_day(task.due)}" if task.due else ""
        told = f"C’est une tâche ({task.get_state_display()}{due})."
    return str(told or STORIES[Idea.State(idea.state)])


STORIES = {
    Idea.State.NEW: "La coordination ne l’a pas encore trié.",
    Idea.State.AGENDA: "C’est à l’ordre du jour d’une réunion.",
    Idea.State.PROJECT: "C’est devenu un projet de la MSP.",
    Idea.State.TASK: "Quelqu’un s’en occupe.",
    Idea.State.ANSWERED: "",
}
ACTS = (
    LinkAct("inbox.drop", Person, drop, "déposer un message dans la boîte à idées"),
    LinkAct("inbox.public", Centre, drop, "déposer un message, par l’affiche"),
    LinkAct("inbox.follow", Idea, follow, "suivre ce que devient un message"),
)
