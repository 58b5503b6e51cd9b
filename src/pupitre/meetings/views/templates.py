"""Screens of the models of meetings."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.crud import CrudView, owned
from pupitre.core.links import centre_url
from pupitre.core.tables import Column
from pupitre.core.web import CentreRequest, go
from pupitre.meetings.forms.templates import MeetingTemplateForm
from pupitre.meetings.models import Meeting, MeetingTemplate
from pupitre.meetings.queries.rcp import profession_label
from pupitre.meetings.rules.steps import read_steps
from pupitre.meetings.services import templates


class TemplateCrud(CrudView):
    """The models of meetings of the centre."""

    model = MeetingTemplate
    form_class = MeetingTemplateForm
    permissions = ("meetings.view", "meetings.edit")
    words = ("modèle de réunion", "modèles de réunion")
    template_dir = "meetings/template"
    search_fields = ("name", "purpose")
    columns = (
        Column("Modèle", str, url=lambda found: found.get_absolute_url(), sort="name"),
        Column("Sorte", lambda found: found.get_kind_display(), sort="kind"),
        Column("Durée", lambda found: found.minutes, "minutes", sort="minutes"),
        Column("Points", lambda found: found.points, "number"),
        Column("Invités", lambda found: found.group or "toute l’équipe"),
        Column("Quorum", lambda found: found.quorum or None, "number"),
    )

    def get_queryset(self) -> QuerySet[Any]:
        found = MeetingTemplate.objects.select_related("group", "room__site")
        return found.annotate(points=Count("items")).order_by("name")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            context |= _page(context["object"])
        return super().render(template, context, status=status)

    def lines(self, obj: Any) -> list[dict[str, str]]:
        found = super().lines(obj)[1:] if self.act == "detail" else []
        return [
            *found,
            {"title": "Salle", "text": str(obj.room or "")},
            {"title": "Objet", "text": obj.purpose},
            {
                "title": "Professions nécessaires",
                "text": ", ".join(profession_label(key) for key in obj.professions),
            },
        ]


def _page(template: MeetingTemplate) -> dict[str, Any]:
    """What a model's page adds to its fields."""
    items = list(template.items.all())
    steps = sorted(read_steps(template.steps), key=lambda step: step.offset)
    return {
        "items": items,
        "planned": sum(item.minutes for item in items),
        "steps": [
            {"label": step.label, "owner": step.owner_role, "when": day_words(step.offset)}
            for step in steps
        ],
        "usual": not template.steps,
        "series": template.series.all(),
    }


def day_words(offset: int) -> str:
    """« J − 15 », « le jour même », « J + 8 »."""
    if offset == 0:
        return "le jour même"
    return f"J − {-offset}" if offset < 0 else f"J + {offset}"


@requires("meetings.edit")
@require_POST
def add_starters(request: CentreRequest) -> HttpResponse:
    added = templates.add_starters(by=request.actor)
    words = french.counted(len(added), "modèle ajouté", "modèles ajoutés")
    messages.success(request, f"{words} : changez-les à votre façon.")
    return go(request, centre_url("meetings:meetingtemplate-list"))


@requires("meetings.edit")
@require_POST
def duplicate(request: CentreRequest, pk: int) -> HttpResponse:
    copy = templates.duplicate(owned(MeetingTemplate, pk), by=request.actor)
    messages.success(request, "C’est copié : changez ce qui diffère.")
    return go(request, centre_url("meetings:meetingtemplate-update", copy.pk))


@requires("meetings.edit")
@require_POST
def from_meeting(request: CentreRequest, pk: int) -> HttpResponse:
    template = templates.template_from_meeting(owned(Meeting, pk), by=request.actor)
    messages.success(request, "Un modèle est fait de cette réunion : donnez-lui son nom.")
    return go(request, centre_url("meetings:meetingtemplate-update", template.pk))
