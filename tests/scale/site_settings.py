"""The application's settings as the environment gives them, with one page more."""

from pupitre.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "tests.scale.site_urls"
