"""The page on scaling says which tables distribute by centre."""

from pathlib import Path

from scripts.distribution import PLACE, lists


def test_the_page_on_scaling_lists_every_table() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "SCALING.md"
    found = PLACE.search(page.read_text(encoding="utf-8"))
    assert found
    assert found[0] == lists(), "run: python scripts/distribution.py"
