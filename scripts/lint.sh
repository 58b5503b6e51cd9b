#!/bin/sh
# ruff, mypy strict, the import contracts, the sizes; every step runs, any failure fails.
cd "$(dirname "$0")/.." || exit 1
status=0
.venv/bin/ruff check -q . || status=1
.venv/bin/ruff format -q --check . || status=1
.venv/bin/python scripts/sizes.py || status=1
.venv/bin/lint-imports --cache-dir .import_linter_cache >/tmp/pupitre-imports.$$ 2>&1 || { cat /tmp/pupitre-imports.$$; status=1; }
rm -f /tmp/pupitre-imports.$$
.venv/bin/mypy --no-error-summary || status=1
exit $status
