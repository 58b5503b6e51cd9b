"""`{% documents_of object %}`: the files of an object, and the form that adds one."""

from typing import Any

from django import template
from django.core import signing
from django.template import Context

from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.documents.forms import UploadForm
from pupitre.documents.queries import documents_about, seen_by
from pupitre.documents.tables import as_files

register = template.Library()


@register.inclusion_tag("documents/panel.html", takes_context=True)
def documents_of(
    context: Context,
    obj: CentreModel,
    *,
    title: str = "Documents",
    permission: str = "documents.view",
    purpose: str = "",
    without: str = "",
    alone: bool = False,
) -> dict[str, Any]:
    """Draw the panel; files added here carry `permission` (who may open them) and `purpose`.

    `without` is a purpose whose files the page already lists elsewhere; `alone` lists those of `purpose`.
    """
    role = context["request"].role
    about = {
        "label": obj._meta.label_lower,
        "key": obj.pk,
        "permission": permission,
        "purpose": purpose,
    }
    shown = documents_about(obj) & seen_by(role)
    if alone:
        shown = shown.filter(purpose=purpose)
    return {
        "title": title,
        "files": as_files(shown.exclude(purpose=without) if without else shown),
        "may_add": registry.allows("documents.edit", role),
        "token": signing.dumps(about, salt="pupitre.documents.about"),
        "form": UploadForm(auto_id=f"document-{obj.pk}-{purpose}-%s"),
        "csrf_token": context.get("csrf_token"),
        "today": context.get("today"),
    }
