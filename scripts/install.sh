#!/bin/sh
# Installs a lock and the package into .venv: with uv when it is there, else with venv and pip.
set -eu
lock=$1
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || { echo "Pupitre a besoin de Python 3.11 ou plus récent (paquet python3)." >&2; exit 1; }
"$python" -c 'import venv, ensurepip' 2>/dev/null \
    || { echo "Il manque le module venv de Python (paquet python3-venv)." >&2; exit 1; }
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
    install="uv pip install --quiet --python .venv/bin/python"
else
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    install=".venv/bin/python -m pip install --quiet --disable-pip-version-check"
fi
$install --require-hashes -r "$lock"
$install --no-deps --no-build-isolation -e .
