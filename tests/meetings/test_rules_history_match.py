import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.history_match import Known, kind_named, match_name

PEOPLE = (
    Known(1, "Anne", "Petit"),
    Known(2, "Léa", "Roy"),
    Known(3, "Paul", "Roy"),
    Known(4, "Inès", "Moreau-Delacroix"),
    Known(5, "Jean", "de La Tour"),
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Dr Anne Petit", 1),
        ("PETIT Anne", 1),
        ("Dr Petit", 1),
        ("lea roy", 2),
        ("Mme Inès Moreau Delacroix", 4),
        ("M. de la Tour", 5),
    ],
)
def test_a_name_means_one_person(name: str, key: int) -> None:
    assert match_name(name, PEOPLE).key == key


@pytest.mark.parametrize(
    ("name", "near"),
    [("Roy", (2, 3)), ("Dr Pettit", (1,)), ("Moreau", (4,)), ("Zoé Lenoir", ()), ("Dr", ())],
)
def test_a_doubtful_name_is_asked(name: str, near: tuple[int, ...]) -> None:
    found = match_name(name, PEOPLE)
    assert (found.key, found.near) == (None, near)


@given(st.sampled_from(PEOPLE), st.booleans())
def test_a_full_name_is_always_found(person: Known, reverse: bool) -> None:
    words = [person.first, person.last.upper()]
    assert match_name(" ".join(reversed(words) if reverse else words), PEOPLE).key == person.key


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["RCP", ""], "rcp"),
        (["", "Concertation plaies"], "rcp"),
        (["Réunion d’équipe"], "team"),
        (["GT", "Protocole AVK"], "working_group"),
        (["Réunion", "Bureau"], "team"),
        (["Bureau"], "management"),
        (["AG"], "assembly"),
        (["Formation"], "other"),
        (["", ""], "team"),
    ],
)
def test_the_sort_of_meeting_is_read_from_its_words(texts: list[str], kind: str) -> None:
    assert kind_named(texts) == kind
