"""When to try again, how a text is filled, what a mail server's answer means: pure rules of the post."""

import re
from collections.abc import Mapping
from datetime import timedelta

MAX_ATTEMPTS = 12
_FIELD = re.compile(r"\{(\w+)\}")


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Put a recipient's fields in place of `{name}`; an unknown field stays as it is written."""
    return _FIELD.sub(lambda match: fields.get(match[1], match[0]), text)


def delay(attempts: int) -> timedelta:
    """Return the wait after that many attempts: 5 minutes, then twice as long each time, at most 4 hours."""
    return timedelta(minutes=min(5 * 2 ** max(0, attempts - 1), 240))


def is_final(code: int) -> bool:
    """Tell whether an SMTP answer is a refusal for good (5xx, RFC 5321 4.2.1)."""
    return 500 <= code <= 599


def reason(code: int, answer: str) -> str:
    """Say in French why a server refused an address."""
    words = {
        550: "cette adresse n’existe pas ou refuse le message",
        551: "cette adresse n’est plus ici",
        552: "la boîte est pleine",
        553: "cette adresse est mal écrite",
        554: "le serveur du destinataire refuse le message",
    }
    said = " ".join(answer.split())[:150]
    return f"{words.get(code, 'le serveur a refusé')} ({code} {said})".strip()
