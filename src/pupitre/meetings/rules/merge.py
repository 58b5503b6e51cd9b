"""Three-way merge of notes that two people typed at once: nothing typed is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that both changed: both versions stand in the merged text from line `line` (1 = first)
    on, mine first."""

    line: int
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The text to keep, and what somebody should read again."""

    text: str
    conflicts: tuple[Conflict, ...]


def merge_notes(base: str, mine: str, theirs: str) -> Merged:
    """Merges two edits of `base`, line by line.

    A line changed, added or removed by one person only is taken from them; the same edit made
    twice counts once; lines added by both at one place follow each other, mine first. A change
    against another change, or against a removal, keeps every version and is a conflict.
    """
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for old, left, right in _chunks(base.split("\n"), mine.split("\n"), theirs.split("\n")):
        if right in (old, left):
            merged += left
        elif left == old:
            merged += right
        else:
            if old:
                conflict = Conflict(len(merged) + 1, tuple(old), tuple(left), tuple(right))
                conflicts.append(conflict)
            merged += _union(left, right)
    return Merged("\n".join(merged), tuple(conflicts))


def _chunks(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Cuts the three texts at the lines that both people left alone."""
    kept_by_me, kept_by_them = _kept(base, mine), _kept(base, theirs)
    at = left = right = 0
    for line in sorted(kept_by_me.keys() & kept_by_them.keys()):
        yield base[at:line], mine[left : kept_by_me[line]], theirs[right : kept_by_them[line]]
        yield base[line : line + 1], base[line : line + 1], base[line : line + 1]
        at, left, right = line + 1, kept_by_me[line] + 1, kept_by_them[line] + 1
    yield base[at:], mine[left:], theirs[right:]


def _kept(base: Lines, other: Lines) -> dict[int, int]:
    """Line of `base` → the same line in `other`, for the longest common subsequence.

    difflib looks for long blocks instead, and would take « b » inserted between two « b » for a
    removal: empty lines are common in notes.
    """
    longest = [[0] * (len(other) + 1) for _ in range(len(base) + 1)]
    for i in reversed(range(len(base))):
        for j in reversed(range(len(other))):
            same = base[i] == other[j]
            without = max(longest[i + 1][j], longest[i][j + 1])
            longest[i][j] = longest[i + 1][j + 1] + 1 if same else without
    kept: dict[int, int] = {}
    i = j = 0
    while i < len(base) and j < len(other):
        if base[i] == other[j]:
            kept[i] = j
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return kept


def _union(left: Lines, right: Lines) -> Iterator[str]:
    """Both versions, what they share only once."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield from left[a:b]
        if tag != "equal":
            yield from right[c:d]
