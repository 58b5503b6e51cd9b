"""The box of ideas: dropping with an account, reading, sorting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pupitre.core.access import requires
from pupitre.core.crud import CrudView, as_read
from pupitre.core.history import history
from pupitre.core.objects import object_of, page_of
from pupitre.core.registry import registry
from pupitre.core.web import CentreRequest, go
from pupitre.inbox import services
from pupitre.inbox.agendas import open_agendas
from pupitre.inbox.forms import AnswerForm, DropForm, PasteForm, TaskFromIdeaForm
from pupitre.inbox.handlers import story
from pupitre.inbox.models import Idea
from pupitre.inbox.queries import ideas, ideas_of
from pupitre.inbox.tables import IDEAS, TONES
from pupitre.people.models import Person


class IdeaCrud(CrudView):
    """Everything that was dropped, what is not sorted first."""

    model = Idea
    permissions = ("inbox.view", "inbox.edit")
    words = ("message de la boîte à idées", "messages de la boîte à idées")
    columns = IDEAS
    empty = (
        "La boîte est vide. Donnez à chacun son lien, ou affichez le code dans la salle de pause."
    )
    search_fields = ("text", "author_name", "author__last_name", "answer")
    filters = (
        ("state", "État", lambda: Idea.State.choices),
        ("kind", "C’est", lambda: Idea.Kind.choices),
    )
    template_dir = "inbox/ideas"
    roles = ("list", "detail")

    def get_queryset(self) -> QuerySet[Idea]:
        rank = Case(When(state=Idea.State.NEW, then=Value(0)), default=Value(1))
        return ideas().order_by(rank, "-pk")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if self.act == "detail":
            context = sorting(context["object"]) | context
        return super().render(template, context, status=status)


def sorting(idea: Idea) -> dict[str, Any]:
    """Return what the page of an idea shows, its three ways out included."""
    outcome = object_of(idea.outcome_type, idea.outcome_id)
    return {
        "object": idea,
        "tone": TONES[Idea.State(idea.state)],
        "outcome": outcome,
        "outcome_url": page_of(outcome),
        "history": history(idea),
        "agendas": open_agendas(),
        "answer_form": AnswerForm(initial={"answer": idea.answer}),
        "task_form": TaskFromIdeaForm(initial={"title": " ".join(idea.text.split())[:300]}),
    }


def _refused(request: CentreRequest, idea: Idea, **forms: Any) -> HttpResponse:
    """Show the idea again with what is wrong in one of its forms."""
    context = sorting(idea) | forms | {"may_change": True, "words": IdeaCrud.words}
    context["urls"] = {"list": IdeaCrud.name_for("list")}
    return render(request, "inbox/ideas/detail.html", context, status=422)


@requires("inbox.edit")
@require_POST
def to_agenda(request: CentreRequest, pk: int) -> HttpResponse:
    """Put an idea on the agenda of a planned meeting."""
    idea = as_read(request, Idea, pk)
    chosen = next((one for one in open_agendas() if one.key == request.POST.get("agenda")), None)
    if chosen is None:
        return _refused(request, idea, agenda_error="Choisissez une réunion encore à venir.")
    try:
        with transaction.atomic():
            item = chosen.put(idea, request.actor)
            services.put_on_agenda(idea, item=item, by=request.actor)
    except ValueError as refusal:
        return _refused(request, idea, agenda_error=str(refusal))
    messages.success(request, f"C’est à l’ordre du jour : {chosen.label}.")
    return go(request, idea.get_absolute_url())


@requires("inbox.edit")
@require_POST
def to_task(request: CentreRequest, pk: int) -> HttpResponse:
    """Turn an idea into a task."""
    idea = as_read(request, Idea, pk)
    form = TaskFromIdeaForm(request.POST)
    if not form.is_valid():
        return _refused(request, idea, task_form=form)
    services.become_task(idea, by=request.actor, on=timezone.localdate(), **form.cleaned_data)
    messages.success(request, "La tâche est dans le registre.")
    return go(request, idea.get_absolute_url())


@requires("inbox.edit")
@require_POST
def to_answer(request: CentreRequest, pk: int) -> HttpResponse:
    """Answer the author of an idea."""
    idea = as_read(request, Idea, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, idea, answer_form=form)
    services.answer_idea(idea, answer=form.cleaned_data["answer"], by=request.actor)
    reached = f"La réponse part à {idea.author_email}." if idea.author_email else (
        "La réponse se lit sur le lien de la personne : son adresse n’est pas connue."
    )  # fmt: skip
    messages.success(request, reached)
    return go(request, idea.get_absolute_url())


@requires("inbox.drop")
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: CentreRequest) -> HttpResponse:
    """Drop with an account; the coordination may write for somebody else. Former messages are below."""
    office = registry.allows("inbox.edit", request.role)
    person = Person.objects.filter(user_id=request.user.pk).first()
    form_class: Callable[..., DropForm] = PasteForm if office else DropForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        own = not (given.get("author") or given.get("author_name"))
        if own:
            given |= {"author": person, "author_name": str(request.user)}
            given["author_email"] = given.get("author_email") or request.user.email
        services.drop_idea(**given, by=request.actor, via="web" if own else "mail")
        messages.success(request, "C’est dans la boîte, merci.")
        return go(request, request.path)
    mine = ideas_of(person) if person else Idea.objects.none()
    context = {"form": form, "office": office, "ideas": [story(idea) for idea in mine]}
    return render(request, "inbox/drop_here.html", context, status=422 if form.errors else 200)
