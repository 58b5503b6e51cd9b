"""Writes in docs/SCALING.md which tables distribute by centre and which do not."""

import os
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"(?<=<!-- distribution -->\n).*(?=<!-- /distribution -->)", re.DOTALL)


def lists() -> str:
    """Return both lists, from the models of the application."""
    from django.apps import apps

    from pupitre.core.tenancy import CentreModel

    models = [model for model in apps.get_models() if model.__module__.startswith("pupitre.")]
    by_centre = sorted(one._meta.db_table for one in models if issubclass(one, CentreModel))
    platform = sorted(one._meta.db_table for one in models if not issubclass(one, CentreModel))
    return (
        f"\n**By `centre_id`** ({len(by_centre)} tables):\n\n{_filled(by_centre)}\n\n"
        f"**Of the platform** ({len(platform)} tables, with those of Django and of allauth):\n\n{_filled(platform)}\n\n"
    )


def _filled(names: list[str]) -> str:
    return textwrap.fill(", ".join(f"`{name}`" for name in names), 160, break_on_hyphens=False)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
    os.environ["PUPITRE_STATELESS"] = "1"
    import django

    django.setup()
    page = ROOT / "docs" / "SCALING.md"
    text = page.read_text(encoding="utf-8")
    expected = PLACE.sub(lists().replace("\\", r"\\"), text)
    page.write_text(expected, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
