from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.outcome_line import Candidate, Line, LineError, read_line

TODAY = date(2026, 11, 24)
PEOPLE = [
    Candidate(1, "Dr Anne Petit"),
    Candidate(2, "Claire Garnier"),
    Candidate(3, "Anne Martin"),
    Candidate(4, "Paul Martin"),
    Candidate(5, "Yann Le Goff"),
    Candidate(6, "Inès Moreau-Delacroix"),
]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Rédiger la fiche @garnier 8/12", Line("Rédiger la fiche", 2, date(2026, 12, 8))),
        ("Rédiger la fiche @Garnier", Line("Rédiger la fiche", 2)),
        ("@petit 8 déc. appeler la mairie", Line("appeler la mairie", 1, date(2026, 12, 8))),
        ("Voir @anne.martin 03/01/2027", Line("Voir", 3, date(2027, 1, 3))),
        ("Voir @legoff pour le 1er décembre", Line("Voir", 5, date(2026, 12, 1))),
        ("Voir @ines", Line("Voir", 6)),
        ("Acheter un réfrigérateur pour le 15/1", Line("Acheter un réfrigérateur", None, date(2027, 1, 15))),
        ("La photo est prise le jour même", Line("La photo est prise le jour même")),
        ("Viser 8/12 vaccinations", Line("Viser 8/12 vaccinations")),
    ],
)  # fmt: skip
def test_a_line_gives_its_person_and_its_date(typed: str, line: Line) -> None:
    assert read_line(typed, PEOPLE, TODAY) == line


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Faire @martin", "Anne Martin ou Paul Martin"),
        ("Faire @durand", "Personne ne s’appelle « durand »"),
        ("Faire @garnier 31/11", "n’existe pas dans le calendrier"),
        ("@garnier 8/12", "Écrivez la décision"),
        ("  ", "Écrivez la décision"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(typed: str, words: str) -> None:
    with pytest.raises(LineError, match=words):
        read_line(typed, PEOPLE, TODAY)


@given(st.text(st.characters(blacklist_characters="@\x00"), min_size=1))
def test_a_line_without_sign_keeps_its_words(typed: str) -> None:
    try:
        line = read_line(typed, PEOPLE, TODAY)
    except LineError:
        return
    assert typed.split()[: len(line.text.split())] == line.text.split()
