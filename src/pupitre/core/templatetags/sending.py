"""`{% csrf_token %}`: what every form that is sent carries."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pupitre.core.once import FIELD

register = template.Library()


@register.simple_tag(takes_context=True, name="csrf_token")
def form_keys(context: template.Context) -> SafeString | str:
    """Write Django's token, as its own tag does, and the key by which a form sent twice works once."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105  # Django's word for none
        return ""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        token, FIELD, secrets.token_urlsafe(12),
    )  # fmt: skip
