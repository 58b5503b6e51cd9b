"""What axe says of a page, in light and in dark."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Between the two schemes only colours differ: the other rules need no second reading.
RULES = {"light": LEVELS, "dark": ["color-contrast"]}

FRAME = [[".rail"], [".top"]]
PAIRS = """() => [...new Set([...document.body.querySelectorAll("*")].map(
    (one) => [one.parentElement, one].map((each) => each.tagName + "." + each.getAttribute("class")).join(" > ")
))]"""


def assert_accessible(page: Page) -> None:
    """Fail with the elements at fault when axe finds a WCAG 2.0 to 2.2 A or AA violation."""
    page.wait_for_load_state("networkidle")
    assert not (found := violations(page)), found


def violations(page: Page, seen: set[str] | None = None) -> list[str]:
    """Return what axe finds in the page as it stands; fails if it has read nothing.

    A walk of many pages keeps what it has seen: dark colours come from the classes of an element and of its
    parent alone, so a page that shows no new pair of them is not read again in the dark; and the frame around
    them all is read once.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told, left_out = [], FRAME if seen else []
    for scheme, rules in RULES.items():
        if scheme == "dark" and seen is not None:
            pairs = set(page.evaluate(PAIRS))
            if pairs <= seen:
                continue
            seen |= pairs
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found = page.evaluate(
            "([left_out, rules]) => axe.run({include: [['html']], exclude: left_out}, {runOnly: rules})",
            [left_out, rules],
        )
        assert found["passes"], "axe has read nothing"
        told += [f"{scheme}: {_told(one)}" for one in found["violations"]]
    return told


def _told(violation: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['help']}): {places}"
