"""`{% href "meetings:detail" meeting.pk %}`: the address of a page of the centre in scope."""

from typing import Any

from django import template

from pupitre.core.links import centre_url

register = template.Library()


@register.simple_tag
def href(name: str, *args: Any, **kwargs: Any) -> str:
    return centre_url(name, *args, **kwargs)


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
