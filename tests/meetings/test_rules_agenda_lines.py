"""An agenda typed as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.agenda_lines import (
    AgendaLine,
    AgendaLineError,
    read_agenda,
    write_agenda,
)


def test_a_line_is_an_item_with_its_minutes() -> None:
    text = "Tour de table, 10\n\n- Bilan 2026 : 20 min\nVotes (15 minutes)\nQuestions diverses"
    assert read_agenda(text) == (
        AgendaLine("Tour de table", 10),
        AgendaLine("Bilan 2026", 20),
        AgendaLine("Votes", 15),
        AgendaLine("Questions diverses", 10),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Accueil, 10\nVotes, 600", "Ligne 2 : 600 minutes"),
        ("Accueil, 0", "Ligne 1 : 0 minutes"),
        ("x" * 201, "Ligne 1 : 201 caractères"),
        (", 10", "Ligne 1 : donnez un nom"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(AgendaLineError, match=sentence):
        read_agenda(text)


TITLES = st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=40)


@given(st.lists(st.builds(AgendaLine, TITLES, st.integers(1, 480)), max_size=8))
def test_what_is_written_is_read_back(items: list[AgendaLine]) -> None:
    assert read_agenda(write_agenda(items)) == tuple(items)
