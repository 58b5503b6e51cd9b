from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.merge import Conflict, merge_notes

texts = st.lists(st.sampled_from("abcdef"), max_size=9).map("\n".join)


def test_edits_in_different_places_are_both_kept() -> None:
    merged = merge_notes("a\nb\nc", "A\nb\nc", "a\nb\nc\nd")
    assert merged.text == "A\nb\nc\nd"
    assert merged.conflicts == ()


def test_two_additions_at_one_place_follow_each_other() -> None:
    merged = merge_notes("a\n", "a\nmoi\n", "a\ntoi\n")
    assert merged.text == "a\nmoi\ntoi\n"
    assert merged.conflicts == ()


def test_the_same_line_changed_twice_keeps_both_versions() -> None:
    merged = merge_notes("a\nb\nc", "a\nmoi\nc", "a\ntoi\nc")
    assert merged.text == "a\nmoi\ntoi\nc"
    assert merged.conflicts == (Conflict(2, ("b",), ("moi",), ("toi",)),)


def test_a_change_against_a_removal_keeps_the_change() -> None:
    merged = merge_notes("a\nb\nc", "a\nc", "a\nB\nc")
    assert merged.text == "a\nB\nc"
    assert len(merged.conflicts) == 1
    assert merge_notes("a\nb\nc", "a\nc", "a\nb\nc").text == "a\nc"


@given(texts, texts)
def test_one_writer_alone_gets_exactly_their_text(base: str, mine: str) -> None:
    assert merge_notes(base, mine, base).text == mine
    assert merge_notes(base, base, mine).text == mine


@given(texts, texts)
def test_the_same_edit_made_twice_counts_once(base: str, mine: str) -> None:
    assert merge_notes(base, mine, mine).text == mine
    assert merge_notes(base, mine, mine).conflicts == ()


@given(texts, texts, texts)
def test_no_line_typed_by_either_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = Counter(merge_notes(base, mine, theirs).text.split("\n"))
    for side in (mine, theirs):
        typed = Counter(side.split("\n")) - Counter(base.split("\n"))
        assert not [line for line in typed if line not in merged]


@given(texts, st.lists(st.text("xyz", min_size=1), unique=True, max_size=5), st.data())
def test_lines_inserted_anywhere_come_out_once(
    base: str, inserted: list[str], data: st.DataObject
) -> None:
    lines = base.split("\n")
    mine, theirs = list(lines), list(lines)
    for rank, text in enumerate(inserted):
        side = theirs if rank % 2 else mine
        side.insert(data.draw(st.integers(0, len(side))), f"{rank}{text}")
    merged = merge_notes(base, "\n".join(mine), "\n".join(theirs)).text.split("\n")
    assert sorted(merged) == sorted([*lines, *(f"{rank}{t}" for rank, t in enumerate(inserted))])
