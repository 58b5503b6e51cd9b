"""Prints sessions of the members of fictitious centres, for a load; one may read and write in its centre."""

import json
import os
import sys


def main() -> None:
    """Open as many sessions as asked, five at most in each centre."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
    import django

    django.setup()
    from pupitre.accounts.sessions import SessionStore
    from pupitre.centres.models import Centre, Membership
    from pupitre.core.tenancy import centre_scope

    wanted, made = int(sys.argv[1]), []
    centres = list(Centre.objects.filter(demo=True).order_by("pk"))
    while len(made) < wanted:
        for centre in centres[: wanted - len(made)]:
            with centre_scope(centre):
                user = Membership.objects.select_related("user").get(role="coordinator").user
            session = SessionStore()
            session["_auth_user_id"] = str(user.pk)
            session["_auth_user_hash"] = user.get_session_auth_hash()
            session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
            session["seen"] = 9_000_000_000
            session.save()
            made.append({"session": session.session_key, "slug": centre.slug})
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
