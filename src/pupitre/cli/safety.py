"""What a demonstration refuses."""

import os

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class UnsafeDemoError(RuntimeError):
    """A demonstration where real work could be exposed or lost."""


def refuse_unsafe_demo(host: str) -> None:
    """Refuse a demonstration on an open address, or on a database that holds real centres."""
    from django.conf import settings
    from django.db import connection

    if not settings.DEMO:
        return
    if host not in LOOPBACK and os.environ.get("PUPITRE_FORCE") != "1":
        message = f"une démonstration n'écoute que cette machine (pas {host}) ; PUPITRE_FORCE=1 pour passer outre."
        raise UnsafeDemoError(message)
    if "centres_centre" not in connection.introspection.table_names():
        return
    from pupitre.centres.models import Centre

    if Centre.objects.filter(demo=False).exists():
        message = (
            "cette base contient de vraies MSP : donnez un autre PUPITRE_HOME à la démonstration."
        )
        raise UnsafeDemoError(message)
