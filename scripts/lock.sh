#!/bin/sh
# Rewrites both hash-pinned locks: versions and hashes only, no index address.
set -eu
cd "$(dirname "$0")/.."
common="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-strip-extras --quiet"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group build $common -o requirements.txt "$@"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --group build --group dev $common -c requirements.txt -o requirements-dev.txt "$@"
