"""What the code itself must not hold: texts as programs, patterns that a text can slow down, secrets."""

import ast
import pkgutil
import re
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import pupitre

SOURCES = Path(__file__).resolve().parent.parent.parent / "src" / "pupitre"
PROGRAMS = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill"}
SHORT, LONG = 4_000, 16_000
SHAPES = ("a", " ", "1", "é", "a ", "1.", "a@", "\n", "\t ", "-", "a-", "1 ", "<", "{", ",", "a,", "1:", "aA1 .-@/", "\"", "'", "_", "h", "1h", "=")  # fmt: skip
NOTICED = 0.02
"""Seconds of computing below which a search is not worth comparing."""


def modules() -> Iterator[Path]:
    return (file for file in SOURCES.rglob("*.py") if "migrations" not in file.parts)


def calls(file: Path) -> Iterator[ast.Call]:
    return (
        node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    )


def test_no_text_is_run_as_a_program() -> None:
    for file in modules():
        for call in calls(file):
            name = getattr(call.func, "id", "")
            assert name not in PROGRAMS, (file, call.lineno)
            shell = [one for one in call.keywords if one.arg == "shell"]
            assert not shell, (file, call.lineno)
            attribute = getattr(call.func, "attr", "")
            assert attribute not in {"system", "popen", "extra", "raw"}, (file, call.lineno)


def test_no_data_is_read_as_objects() -> None:
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not UNSAFE & set(names), file


def test_no_question_to_the_database_is_made_of_sent_names() -> None:
    """`filter(**request.GET)` lets a visitor choose the columns."""
    asked = re.compile(
        r"\b(filter|exclude|annotate|order_by|update|get|create)\(\*\*?\s*(self\.)?request\."
    )
    for file in modules():
        assert not asked.search(file.read_text("utf-8")), file


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every compiled pattern of the modules."""
    for found in pkgutil.walk_packages(pupitre.__path__, "pupitre."):
        if ".migrations" in found.name or found.name.endswith(("wsgi", "__main__")):
            continue
        for name, value in vars(import_module(found.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{found.name}.{name}", value


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(n, p, id=n) for n, p in patterns()])
def test_no_pattern_is_slowed_down_by_a_long_text(name: str, pattern: re.Pattern[str]) -> None:
    for shape in SHAPES:
        for around in ("{}", "{}!", "x{}"):
            short, long = (
                cost(pattern, around.format((shape * size)[:size])) for size in (SHORT, LONG)
            )
            assert long < NOTICED or long < 8 * short, (name, shape)


def cost(pattern: re.Pattern[str], text: str) -> float:
    """Return the seconds of computing of a search: a text four times longer may cost four times more, not sixteen."""
    start = time.process_time()
    pattern.search(text)
    pattern.fullmatch(text)
    return time.process_time() - start
