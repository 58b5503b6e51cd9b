"""The application's settings, in a temporary home, with a cheap password hasher."""

import os
import tempfile

os.environ["PUPITRE_HOME"] = tempfile.mkdtemp(prefix="pupitre-tests-")
os.environ["PUPITRE_DB_POOL"] = "0"
os.environ.pop("PUPITRE_DEMO", None)

from pupitre.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
