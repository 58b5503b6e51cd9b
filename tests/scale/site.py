"""The application with one page more, which writes though it is only read; and two people with a session."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.scale.site_settings")


def make() -> None:
    """Open two centres, each with its coordinator; print their sessions."""
    import django

    django.setup()
    from pupitre.accounts.models import User
    from pupitre.accounts.sessions import SessionStore
    from pupitre.centres.services import NewCentre, open_centre

    made = {}
    for name in ("alice", "charlie"):
        user = User.objects.create_user(
            f"{name}@exemple.invalid", "correct horse battery", first_name=name
        )
        centre = open_centre(NewCentre(f"MSP de {name}", "35000", "Rennes"), coordinator=user)
        session = SessionStore()
        session.update({
            "_auth_user_id": str(user.pk), "_auth_user_hash": user.get_session_auth_hash(),
            "_auth_user_backend": "allauth.account.auth_backends.AuthenticationBackend",
            "second_factor": True, "seen": 9_000_000_000,
        })  # fmt: skip
        session.save()
        made[name] = {"slug": centre.slug, "session": session.session_key}
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    make()
