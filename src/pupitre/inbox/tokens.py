"""The token of a link: its number and a signature; the same link always gives the same token."""

from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

from pupitre.inbox.models import ActLink

SIGNATURE = 24
"""Characters kept of the signature: 144 bits, short enough for a QR code that a phone reads at once."""


def token_of(link: ActLink) -> str:
    """Return `<id>.<hmac>`: HMAC-SHA256 by a key derived from SECRET_KEY, over all that the link allows."""
    return f"{link.pk}.{_signature(link)}"


def _signature(link: ActLink) -> str:
    parts = (
        link.pk,
        link.centre_id,
        link.kind,
        link.object_type,
        link.object_id,
        link.person_id,
        link.salt,
    )
    value = "\n".join(str(part) for part in parts)
    digest = salted_hmac("pupitre.inbox.link", value, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:SIGNATURE]


def link_of(token: str) -> ActLink | None:
    """Return the link of this centre that a token opens, expired or not; None when it is unknown or forged."""
    number, _, signature = token.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    link = ActLink.objects.filter(pk=int(number)).select_related("person").first()
    if link is None or not constant_time_compare(signature, _signature(link)):
        return None
    return link
