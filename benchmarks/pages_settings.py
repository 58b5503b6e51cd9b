"""The application's settings, with one empty page more."""

from pupitre.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.pages_urls"
