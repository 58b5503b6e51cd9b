"""`{% href "meetings:detail" meeting.pk %}`: the address of a page of the centre in scope."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from pupitre.core.access import may_open
from pupitre.core.links import centre_url
from pupitre.core.registry import registry

register = template.Library()


@register.simple_tag
def href(name: str, *args: Any, **kwargs: Any) -> str:
    return centre_url(name, *args, **kwargs)


@register.filter
def contributed(point: str) -> Iterator[Any]:
    """`{% for notice in "login.notice"|contributed %}`: what upper rows add to a page of the core."""
    return (told for told in registry.contributed(point) if told)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return the page's query string with some keys changed; None removes one."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def link(context: template.Context, label: Any, url: str, *, permission: str = "") -> SafeString:
    """Draw a link where the reader's role may open the page, else its words alone.

    `permission` is asked besides what the page asks (a document names its own).
    """
    role = context["request"].role
    if not url or not may_open(url, role) or (permission and not registry.allows(permission, role)):
        return conditional_escape(label)
    return format_html('<a href="{}">{}</a>', url, label)
