"""The reader of the public format, and what it answers to a damaged file."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pupitre.rosters.rules.shift_file import ShiftFileError, read_instance
from tests.rosters.instances import TINY


def test_every_part_is_read() -> None:
    instance = read_instance(TINY)
    assert (instance.days, len(instance.shifts), len(instance.staff)) == (7, 2, 2)
    assert instance.shifts[1].barred_next == {0}
    assert instance.staff[1].max_shifts == (7, 0)
    assert instance.staff[0].days_off == {3}
    assert [(r.day, r.weight, r.wanted) for r in instance.requests] == [(0, 2, True), (1, 3, False)]
    assert (instance.covers[2].need, instance.covers[2].under, instance.covers[2].over) == (
        1,
        100,
        1,
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("A,E=7|L=7,2400", "A,E=7|X=7,2400", "Ligne 7 : l’horaire « X » n’est pas dans la section"),
        ("A,3", "A,7", "Ligne 10 : le jour 7 est hors de l’horizon (de 0 à 6)."),
        ("A,3", "Z,3", "Ligne 10 : « Z » n’est pas dans la section STAFF."),
        ("0,E,1,100,1", "0,E,un,100,1", "Ligne 16 : « un » n’est pas un nombre entier positif."),
        ("0,E,1,100,1", "0,E,1,100", "Ligne 16 : 5 champs attendus, 4 trouvés."),
        ("SECTION_DAYS_OFF", "SECTION_HOLIDAYS", "Ligne 9 : la section « SECTION_HOLIDAYS » est"),
        ("SECTION_DAYS_OFF", "SECTION_STAFF", "Ligne 9 : la section « SECTION_STAFF » est déjà"),
        ("SECTION_HORIZON\n7\n", "", "La section « SECTION_HORIZON » manque ou est vide."),
        ("SECTION_HORIZON\n7", "SECTION_HORIZON\n0", "Ligne 2 : « 0 » est trop petit"),
        ("SECTION_HORIZON\n7", "SECTION_HORIZON\n7\n8", "Ligne 3 : l’horizon tient en un seul"),
        ("SECTION_HORIZON\n7", "7", "Ligne 1 : des données avant la première ligne"),
        ("B,E=7|L=0,2400,960", "B,E=7|L=0,960,2400", "Ligne 8 : le minimum de minutes (2400)"),
        ("B,E=7|L=0,2400,960", "A,E=7|L=0,2400,960", "Ligne 8 : le salarié « A » est déjà décrit"),
        ("B,E=7|L=0,2400,960", ",E=7|L=0,2400,960", "Ligne 8 : un salarié sans identifiant."),
        ("B,E=7|L=0", "B,E=7|L", "Ligne 8 : « L » devrait s’écrire « horaire=nombre »."),
        ("B,E=7|L=0", "B,E=7|L=²", "Ligne 8 : « L=² » devrait s’écrire « horaire=nombre »."),
        ("SECTION_COVER", "SECTION_COVER,5", "Ligne 15 : 1 champs attendus, 2 trouvés."),
        (
            "SECTION_COVER\n0,E,1,100,1\n1,E,1,100,1\n2,L,1,100,1\n",
            "",
            "La section « SECTION_COVER »",
        ),
        ("SECTION_HORIZON\n7", "SECTION_HORIZON\n1501", "Ligne 2 : l’horizon dépasse 1500 jours."),
        ("0,E,1,100,1", "0,E,1,99999999,1", "Ligne 16 : « 99999999 » est trop grand (7 chiffres"),
    ],
)
def test_a_damaged_file_is_answered_with_its_line(before: str, after: str, message: str) -> None:
    assert before in TINY
    with pytest.raises(ShiftFileError) as caught:
        read_instance(TINY.replace(before, after, 1))
    assert str(caught.value).startswith(message)


LINES = TINY.splitlines()
FIELDS = ["", "x", "-1", "1e9", "²", "٣", "1.5", "E|", "E=", "=3", "L=1=2", "9" * 30, "\x00", "|"]


@settings(max_examples=400)
@given(
    st.integers(0, len(LINES) - 1),
    st.integers(0, 7),
    st.sampled_from([*FIELDS, "0", "7", "E", "A", "SECTION_STAFF", "\u2028", "9999999"]),
    st.sampled_from(["replace", "insert", "drop line", "repeat line", "cut here"]),
)
def test_a_mutant_is_read_or_refused_in_one_sentence(
    number: int, place: int, noise: str, how: str
) -> None:
    fields = LINES[number].split(",")
    place = min(place, len(fields) - 1)
    fields[place : place + (how == "replace")] = [noise]
    changed = {"drop line": [], "repeat line": [LINES[number]] * 2}.get(how, [",".join(fields)])
    rest = [] if how == "cut here" else LINES[number + 1 :]
    try:
        read_instance("\n".join([*LINES[:number], *changed, *rest]))
    except ShiftFileError as error:
        sentence = str(error)
        assert sentence.startswith(("Ligne ", "La section ", "Trop "))
        assert sentence.endswith(".")
        assert len(sentence.splitlines()) == 1


@given(st.text(max_size=200), st.integers(0, len(TINY)))
def test_any_text_is_read_or_refused_clearly(noise: str, where: int) -> None:
    with contextlib.suppress(ShiftFileError):
        assert read_instance(TINY[:where] + noise + TINY[where:]).days > 0
