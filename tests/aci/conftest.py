"""Hypothesis without a deadline: speed is measured in benchmarks, never by a test."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
