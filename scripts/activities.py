"""Prints one line per activity: its id, its title, and the tests that prove it, or —."""

import csv
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "scripts.collect_activities"


def proofs() -> dict[str, list[str]]:
    """Return the tests marked for each activity, without running them."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", PLUGIN, "tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found: dict[str, list[str]] = defaultdict(list)
    for line in done.stdout.splitlines():
        if line.startswith("activity\t"):
            _, activity, test = line.split("\t")
            found[activity].append(test)
    if done.returncode not in {0, 5}:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return found


def main() -> None:
    found = proofs()
    with (ROOT / "docs" / "activities.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        tests = ", ".join(sorted(set(found.get(row["id"], [])))) or "—"
        print(f"{row['id']}\t{row['titre']}\t{tests}")
    proved = sum(1 for row in rows if found.get(row["id"]))
    print(f"{proved} activités prouvées sur {len(rows)}", file=sys.stderr)


if __name__ == "__main__":
    main()
