"""`docs/security/asvs.csv` is complete, and each of its proofs exists."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHOSEN = {
    "1.2.10", "1.3.12", "2.3.5", "3.4.7", "3.4.8", "3.5.8", "3.6.1", "4.1.4", "5.2.4", "5.2.5", "5.2.6", "5.3.3", "6.3.5",
    "6.3.7", "6.3.8", "6.4.6", "6.5.6", "7.5.3", "8.3.2", "8.3.3", "13.4.6", "14.2.6", "14.2.7", "14.2.8", "15.4.2", "16.5.4",
}  # fmt: skip
VERDICTS = {"met", "documented", "not applicable", "not met"}


@cache
def rows() -> tuple[dict[str, str], ...]:
    with (ROOT / "docs" / "security" / "asvs.csv").open(encoding="utf-8", newline="") as source:
        return tuple(csv.DictReader(source))


def test_every_line_of_levels_one_and_two_and_the_chosen_ones_of_three_is_there_once() -> None:
    ids = [row["id"] for row in rows()]
    assert len(ids) == len(set(ids))
    levels = Counter(row["level"] for row in rows())
    assert levels["1"] + levels["2"] == 253
    assert {row["id"] for row in rows() if row["level"] == "3"} == CHOSEN
    applying = [row for row in rows() if row["level"] != "3" and row["verdict"] != "not applicable"]
    assert len(applying) == 195


def test_every_verdict_has_a_reason_a_document_or_a_test_that_exists() -> None:
    for row in rows():
        assert row["verdict"] in VERDICTS, row
        assert row["requirement"], row
        proof = row["proof"]
        if row["verdict"] == "met":
            assert _has_test(proof), row
        elif row["verdict"] == "documented":
            assert _has_section(proof), row
        else:
            assert len(proof) > 5, row


def _has_test(proof: str) -> bool:
    file, _, name = proof.partition("::")
    place = ROOT / file
    return place.is_file() and bool(
        re.search(rf"^def {name}\(", place.read_text("utf-8"), re.MULTILINE)
    )


def _has_section(proof: str) -> bool:
    file, _, anchor = proof.partition("#")
    place = ROOT / file
    if not place.is_file():
        return False
    titles = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
    return not anchor or anchor in {title.lower().replace(" ", "-") for title in titles}
