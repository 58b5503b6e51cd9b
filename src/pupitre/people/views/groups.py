"""Working groups, functions and the organisation chart."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import records
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.history import history
from pupitre.core.links import centre_url
from pupitre.core.registry import registry
from pupitre.core.tables import Column
from pupitre.core.web import CentreRequest, go
from pupitre.people import tables
from pupitre.people.forms.persons import GroupForm, MemberForm, PostForm
from pupitre.people.models import Group, GroupMember, Post
from pupitre.people.professions import professions
from pupitre.people.queries import groups_with_counts, organisation, running, team
from pupitre.people.services import PersonError, enter_group, leave_group
from pupitre.people.views.persons import parts, today


class GroupCrud(CrudView):
    """The groups of the MSP."""

    model = Group
    form_class = GroupForm
    columns = tables.GROUPS
    permissions = ("people.view", "people.edit")
    words = ("groupe", "groupes")
    empty = (
        "Aucun groupe pour l'instant. Un groupe de travail a un mandat, un référent et des membres."
    )
    search_fields = ("name", "mandate")
    filters = (("kind", "Sorte", lambda: Group.Kind.choices),)
    template_dir = "people/groups"

    def get_queryset(self) -> QuerySet[Group]:
        return groups_with_counts(today())

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context |= group_page(context["object"], self.request.role)
        return super().render(template, context, status=status)


def group_page(group: Group, role: str) -> dict[str, Any]:
    """Return what a group's page shows; upper rows add meetings, tasks and documents."""
    day = today()
    members = group.members.select_related("person")
    form = MemberForm(instance=GroupMember(group=group), initial={"since": day})
    return {
        "members": members.filter(running(day)),
        "past": members.exclude(running(day)),
        "member_form": form,
        "parts": parts("group.page", group, role),
        "events": history(group),
    }


@requires("people.edit")
@require_POST
def add_member(request: CentreRequest, pk: int) -> HttpResponse:
    group = owned(Group, pk)
    form = MemberForm(request.POST, instance=GroupMember(group=group))
    if not form.is_valid():
        context = {"group": group, "form": form}
        return render(request, "people/groups/member.html", context, status=422)
    person, since = form.cleaned_data["person"], form.cleaned_data["since"]
    enter_group(group, person, since=since, by=request.actor)
    return go(request, group.get_absolute_url())


@requires("people.edit")
@require_POST
def end_member(request: CentreRequest, pk: int) -> HttpResponse:
    row = owned(GroupMember, pk)
    try:
        leave_group(row, on=today(), by=request.actor)
    except PersonError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.person} quitte le groupe.")
    return go(request, row.group.get_absolute_url())


@requires("people.edit")
@require_POST
def remove_member(request: CentreRequest, pk: int) -> HttpResponse:
    """Take away a membership written by mistake."""
    row = owned(GroupMember, pk)
    records.remove(row, by=request.actor, action="retirer du groupe")
    return go(request, row.group.get_absolute_url())


def edit_url(post: Post) -> str:
    return centre_url("people:post-update", post.pk)


class PostCrud(CrudView):
    """The functions that draw the organisation chart."""

    model = Post
    form_class = PostForm
    columns = (
        Column("Fonction", lambda post: post.title, sort="title", url=edit_url),
        Column("Tenue par", lambda post: str(post.person or "")),
        Column("Rattachée à", lambda post: post.reports_to.title if post.reports_to else ""),
        Column("Depuis le", lambda post: post.since, "date", sort="since"),
        Column("Jusqu'au", lambda post: post.until, "date"),
    )
    permissions = ("people.view", "people.edit")
    words = ("fonction", "fonctions")
    empty = "Aucune fonction : ajoutez par exemple la gérance, la coordination, le référent informatique."
    roles = ("list", "create", "update", "delete")

    def get_queryset(self) -> QuerySet[Post]:
        return Post.objects.select_related("person", "reports_to")

    def after_save(self, obj: Any) -> str:
        return centre_url("people:organisation")


@requires("people.view")
@require_safe
def chart(request: CentreRequest) -> HttpResponse:
    """Draw the functions as a tree and the groups below, on screen or on paper."""
    day = today()
    groups = groups_with_counts(day).filter(kind=Group.Kind.WORKING)
    on_paper = request.GET.get("format") == "papier"
    context = {
        "trees": organisation(day),
        "groups": groups,
        "people_count": team(day).count(),
        "may_change": registry.allows("people.edit", request.role),
    }
    template = "people/organisation_print.html" if on_paper else "people/organisation.html"
    return render(request, template, context)


@requires("people.view")
@require_safe
def profession_list(request: CentreRequest) -> HttpResponse:
    return render(request, "people/professions.html", {"professions": professions()})
