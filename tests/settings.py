"""The application's settings, in a temporary home, with a cheap password hasher."""

import os
import tempfile

os.environ["PUPITRE_HOME"] = tempfile.mkdtemp(prefix="pupitre-tests-")
os.environ["PUPITRE_DB_POOL"] = "0"
os.environ.pop("PUPITRE_DEMO", None)

from pupitre.config.settings import *  # noqa: F403
from pupitre.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: the live server of the browser tests has its own connections.
    DATABASES["default"]["TEST"] = {"NAME": os.environ["PUPITRE_HOME"] + "/test.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
