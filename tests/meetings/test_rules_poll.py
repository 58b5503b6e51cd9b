from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.poll import Answer, Needs, Ranked, Slot, Voter, rank_slots

SLOTS = tuple(
    Slot(key, datetime(2026, 11, day, 12, tzinfo=UTC))
    for key, day in zip("abc", (3, 5, 9), strict=True)
)
VOTERS = (Voter("ana", "médecin"), Voter("bob", "infirmier"), Voter("eve", "sage-femme"))


def table(**rows: str) -> dict[tuple[str, str], Answer]:
    """ana="yn?" → yes to a, no to b, if needed for c; "." no answer."""
    words: dict[str, Answer] = {"y": "yes", "?": "maybe", "n": "no"}
    return {
        (voter, slot): words[letter]
        for voter, letters in rows.items()
        for slot, letter in zip("abc", letters, strict=True)
        if letter != "."
    }


def keys(ranked: tuple[Ranked, ...]) -> str:
    return "".join(found.slot.key for found in ranked)


def test_quorum_and_professions_come_first() -> None:
    needs = Needs(2, frozenset({"médecin"}))
    ranked = rank_slots(SLOTS, VOTERS, table(ana="nny", bob="yyy", eve="yy."), needs)
    assert keys(ranked) == "cab"
    assert ranked[0].suitable
    assert ranked[0].reasons == ("quorum atteint",)
    assert ranked[0].silent == ("eve",)
    assert ranked[1].reasons == ("quorum atteint", "il manque : médecin")
    assert not ranked[1].suitable


def test_a_share_is_rounded_up_and_the_missing_people_are_counted() -> None:
    needs = Needs(Fraction(2, 3))
    assert needs.people(3) == 2
    assert needs.people(4) == 3
    ranked = rank_slots(SLOTS, VOTERS, table(ana="ynn", bob="?nn", eve="nnn"), needs)
    assert ranked[0].reasons == ("quorum atteint", "dont 1 si besoin")
    assert ranked[1].reasons == ("quorum non atteint : il manque 2 personnes",)
    one_short = rank_slots(SLOTS[:1], VOTERS, table(ana="y.."), needs)
    assert one_short[0].reasons == ("quorum non atteint : il manque 1 personne",)


def test_a_plain_yes_is_worth_more_than_if_needed() -> None:
    ranked = rank_slots(SLOTS, VOTERS, table(ana="?yn", bob="yyn", eve="nnn"), Needs())
    assert keys(ranked) == "bac"
    assert ranked[2].reasons == ()


def test_a_tie_goes_to_the_person_who_has_fewest_other_dates() -> None:
    ranked = rank_slots(SLOTS, VOTERS, table(ana="yny", bob="yyy", eve="nyn"), Needs())
    assert keys(ranked) == "bac"  # on the 5th eve can come, and it is her only date


def test_then_the_earliest() -> None:
    assert keys(rank_slots(SLOTS[::-1], VOTERS, {}, Needs())) == "abc"


letters = st.text("yn?.", min_size=3, max_size=3)


@given(letters, letters, letters, st.permutations(SLOTS))
def test_the_ranking_does_not_depend_on_the_order_asked(
    ana: str, bob: str, eve: str, mixed: list[Slot]
) -> None:
    answers = table(ana=ana, bob=bob, eve=eve)
    ranked = rank_slots(SLOTS, VOTERS, answers, Needs(2))
    assert rank_slots(mixed, VOTERS, answers, Needs(2)) == ranked
    for found in ranked:
        assert len(found.yes + found.maybe + found.no + found.silent) == 3
    assert [found.suitable for found in ranked] == sorted(
        (found.suitable for found in ranked), reverse=True
    )
