#!/bin/sh
# Every test on SQLite, then those that touch the database on PostgreSQL; says what it skips and how to get it.
cd "$(dirname "$0")/.." || exit 1
status=0
workers=$(nproc 2>/dev/null || echo 1)
run=".venv/bin/python -m pytest -n $workers --no-loadscope-reorder"
if ! command -v chromium >/dev/null 2>&1; then
    echo "Browser tests skipped: install the package chromium." >&2
fi
echo "== SQLite"
$run -m "not long" "$@" || status=1
echo "== PostgreSQL"
sh scripts/postgresql.sh $run -m "not long and not browser" "$@"
case $? in
    0) ;;
    3) echo "PostgreSQL tests skipped: install the package postgresql." >&2 ;;
    *) status=1 ;;
esac
exit $status
