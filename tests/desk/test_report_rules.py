"""The order of an outside form, read line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.desk.rules import GridError, Heading, read_grid

CODES = ("equipe", "patientele")


def test_grid_gives_titles_and_headings_in_their_order() -> None:
    text = "1. Identité\n\nProfessionnels = équipe au 31/12 = equipe\nPatients=patientele\n"
    assert read_grid(text, CODES) == (
        Heading("1. Identité", ""),
        Heading("Professionnels = équipe au 31/12", "equipe"),
        Heading("Patients", "patientele"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Titre\nPatients = patients", "Ligne 2 : le code « patients » n’existe pas"),
        ("= equipe", "Ligne 1 : écrivez la rubrique du formulaire avant « = »."),
        ("Patients =", "Ligne 1 : le code «  » n’existe pas"),
    ],
)
def test_grid_refuses_with_the_line(text: str, said: str) -> None:
    with pytest.raises(GridError) as refusal:
        read_grid(text, CODES)
    assert said in str(refusal.value)


@given(st.lists(st.sampled_from(CODES), max_size=8))
def test_grid_keeps_any_order_and_repetition(codes: list[str]) -> None:
    text = "\n".join(f"Rubrique {rank} = {code}" for rank, code in enumerate(codes))
    assert [heading.code for heading in read_grid(text, CODES)] == codes
