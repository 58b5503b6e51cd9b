"""`{% qr address %}`: the code of a link, to be read by a phone."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from pupitre.inbox.models import ActLink
from pupitre.inbox.poster import qr_inline
from pupitre.inbox.services import link_url

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    return mark_safe(qr_inline(address))  # noqa: S308  # an SVG made of numbers by segno


@register.simple_tag
def link_address(link: ActLink) -> str:
    """Return the absolute address of a link."""
    return link_url(link)
