"""Prints the size distribution of functions, modules and templates; fails on the house's "never" values."""

import ast
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"function": 50, "module": 400, "template": 150}
EXEMPT = {"migrations", "vendor", "data"}


def code_files() -> list[Path]:
    return sorted(p for p in (ROOT / "src").rglob("*.py") if not EXEMPT & set(p.parts))


def function_sizes(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        (n.end_lineno - n.lineno + 1, f"{path.relative_to(ROOT)}:{n.lineno} {n.name}")
        for n in found
        if n.end_lineno
    ]


def line_sizes(paths: list[Path]) -> list[tuple[int, str]]:
    return [
        (len(p.read_text(encoding="utf-8").splitlines()), str(p.relative_to(ROOT))) for p in paths
    ]


def report(kind: str, sizes: list[tuple[int, str]]) -> bool:
    numbers = sorted(size for size, _ in sizes) or [0]
    p95 = numbers[int(len(numbers) * 0.95) - 1] if len(numbers) > 1 else numbers[0]
    median = statistics.median(numbers)
    print(f"{kind:9} n={len(numbers):5}  median={median:5.0f}  p95={p95:4}  max={numbers[-1]:4}")
    too_big = [(size, name) for size, name in sizes if size > LIMITS[kind]]
    for size, name in too_big:
        print(f"  too long ({size} > {LIMITS[kind]}): {name}")
    return not too_big


def main() -> int:
    files = code_files()
    templates = sorted(
        p for p in (ROOT / "src").rglob("templates/**/*.html") if not EXEMPT & set(p.parts)
    )
    fine = [
        report("function", [size for path in files for size in function_sizes(path)]),
        report("module", line_sizes(files)),
        report("template", line_sizes(templates)),
    ]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
