#!/bin/sh
# Runs a command with a throw-away PostgreSQL: postgresql.sh COMMAND…; DATABASE_URL is set for it. 3 = no server installed.
set -eu
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$binaries" ] || binaries=$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")
[ -x "$binaries/initdb" ] || exit 3
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as=""
if [ "$(id -u)" = 0 ]; then as="runuser -u postgres --"; chown postgres "$folder"; fi
finish() { $as "$binaries/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || :; rm -rf "$folder"; }
trap finish EXIT
trap 'exit 130' INT TERM
cd "$folder"
$as "$binaries/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
$as "$binaries/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60" start >/dev/null
cd - >/dev/null
DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres" "$@"
