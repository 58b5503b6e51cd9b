"""The key of the first opening: whoever reads the server's console may create the first centre."""

import hmac
import os
import secrets

from django.conf import settings
from django.urls import reverse

from pupitre.centres.models import Centre

FILE = "first_start_key"


def first_start_url() -> str:
    """Return the address that creates the first centre, empty once there is one."""
    if Centre.objects.exists():
        return ""
    return str(settings.BASE_URL) + reverse("first-start", args=[_key()])


def awaited_first_start() -> str:
    """Say on the login page of an empty installation where its first page is; empty once it has served."""
    if Centre.objects.exists():
        return ""
    return (
        "Aucune MSP n’est encore ouverte ici. L’adresse de la première ouverture est écrite dans le "
        "terminal (ou le journal) du serveur, au démarrage de Pupitre."
    )


def opens_first_start(key: str) -> bool:
    """Tell whether a key opens the assistant: right, and no centre yet."""
    return not Centre.objects.exists() and hmac.compare_digest(key, _key())


def _key() -> str:
    file = settings.PUPITRE_HOME / FILE
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(18))
    return str(file.read_text(encoding="ascii")).strip()
