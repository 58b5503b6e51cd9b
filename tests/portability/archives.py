"""Reading and writing archives, as somebody who knows their format would."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from pupitre.core import audit
from pupitre.core.backup.archive import MANIFEST

Members = dict[str, bytes]


def members_of(archive: Path) -> Members:
    with zipfile.ZipFile(archive) as source:
        return {name: source.read(name) for name in source.namelist()}


def sealed(members: Members) -> bytes:
    """Write an archive whose manifest is true of its members, as somebody who knows the format would."""
    told = json.loads(members[MANIFEST])
    told["files"] = [
        {"name": name, "size": len(octets), "sha256": hashlib.sha256(octets).hexdigest()}
        for name, octets in members.items()
        if name != MANIFEST
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, octets in members.items():
            target.writestr(name, json.dumps(told) if name == MANIFEST else octets)
    return out.getvalue()


ACTS = "donnees/core.AuditEvent.jsonl"


def content(archive: Path) -> dict[str, Any]:
    """Return what an archive says, but for what belongs to the installation that wrote it."""
    with zipfile.ZipFile(archive) as source:
        held = {
            name: hashlib.sha256(source.read(name)).hexdigest()
            for name in source.namelist()
            if name.startswith(("donnees/", "fichiers/", "comptes"))
        }
        held["acts"] = [_unsealed(line) for line in source.read(ACTS).decode().splitlines()]
        held["identity"] = json.loads(source.read("structure.json")) | {"slug": ""}
    del held[ACTS]
    return held


def _unsealed(line: str) -> dict[str, Any]:
    """Return an act without the seals, which are its installation's."""
    act: dict[str, Any] = json.loads(line)
    if act["action"] == audit.REDACTION:
        act["changes"] = sorted(act["changes"]["seals"][1])
    return act | {"seal": bool(act["seal"])}


def assert_same(first: Path, second: Path, *, more_acts: int) -> None:
    before, after = content(first), content(second)
    acts = before.pop("acts"), after.pop("acts")
    assert after == before
    assert acts[1][: len(acts[0])] == acts[0]
    assert len(acts[1]) == len(acts[0]) + more_acts
