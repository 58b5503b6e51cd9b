"""`python -m benchmarks [NAME …]`: runs the `main()` of each measurement."""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Runs the measurements named, all of them by default."""
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py") if "_" not in path.stem)
    chosen = [name for name in names if name in sys.argv[1:]] or names
    sys.argv = sys.argv[:1]
    for name in chosen:
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
