"""How every form is drawn: fields of the UI kit, native dates and times, one class per control."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

NATIVE_TYPES = {"date": "date", "time": "time", "datetime": "datetime-local"}
"""Django's text widgets that the browser draws better itself, by the name of their template."""
CONTAINERS = ("radio", "checkbox_select", "multiwidget", "splitdatetime")
"""Widgets whose template draws several controls: each of them gets the class, not the whole."""


class PupitreRenderer(TemplatesSetting):
    """Django's renderer with the templates of `ui/`; widgets get their class here, not in forms."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    formset_template_name = "ui/formset.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if "widget" in context:
            self._dress(context["widget"], template_name)
        return super().render(template_name, context, request)

    def _dress(self, widget: dict[str, Any], template_name: str) -> None:
        kind = template_name.rpartition("/")[2].removesuffix(".html")
        if kind in NATIVE_TYPES and widget.get("type") == "text":
            widget["type"] = NATIVE_TYPES[kind]
        for part in widget.get("subwidgets", ()):
            self._dress(part, part["template_name"])
        if kind not in CONTAINERS and widget.get("type") != "hidden":
            classes = widget["attrs"].get("class", "")
            widget["attrs"]["class"] = f"ds-input {classes}".strip()
