from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.history_paste import read_history, read_minutes

TODAY = date(2026, 11, 22)
MATRIX = """
Date de la réunion\tType\tDurée (min)\tNb dossiers\tMme Léa Petit\tDr Paul Roy\tTotal
06/01/2026\tRCP\t60\t4\tx\t45\t105
mardi 3 février 2026\tÉquipe\t1h30\t\tE\tP\t90

03/03/26\tRCP\t\t2\t\t50\t50
"""


def messages(pasted: str) -> list[str]:
    found = read_history(pasted, TODAY)
    assert not found.meetings
    return [str(error) for error in found.errors]


def test_a_matrix_gives_meetings_people_and_files() -> None:
    found = read_history(MATRIX, TODAY)
    assert found.errors == ()
    january, february, march = found.meetings
    assert (january.day, january.kind, january.minutes, january.files) == (
        date(2026, 1, 6),
        "RCP",
        60,
        4,
    )
    assert january.people == {"Mme Léa Petit": ("present", 60), "Dr Paul Roy": ("present", 45)}
    assert february.people == {"Mme Léa Petit": ("excused", 0), "Dr Paul Roy": ("present", 90)}
    assert (march.minutes, march.people) == (50, {"Dr Paul Roy": ("present", 50)})
    assert march.line == 6


def test_start_and_end_give_the_duration_and_minutes_a_matrix_s_length() -> None:
    found = read_history("Date\tTitre\tDébut\tFin\tAna\n6/1/26\tBureau\t12h30\t13:45\t1", TODAY)
    assert found.meetings[0].minutes == 75
    assert found.meetings[0].title == "Bureau"
    other = read_history("Date\tMinutes\tAna\n6/1/26\t80\tx", TODAY)
    assert other.meetings[0].people == {"Ana": ("present", 80)}
    assert other.meetings[0].title == "Réunion"


def test_one_line_per_attendance_is_gathered_by_meeting() -> None:
    found = read_history(
        "Date\tType\tNom\tTemps passé\tDossiers\tDurée\n"
        "06/01/2026\tRCP\tAna\t45\t3\t\n"
        "06/01/2026\tRCP\tBob\tx\t\t60\n"
        "07/01/2026\tRCP\tBob\tabs.\t1\t",
        TODAY,
    )
    assert found.errors == ()
    first, second = found.meetings
    assert (first.minutes, first.files, first.line) == (60, 3, 2)
    assert first.people == {"Ana": ("present", 45), "Bob": ("present", 60)}
    assert second.people == {"Bob": ("absent", 0)}


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("", "Ligne 1 : Rien n’a été collé"),
        ("Type\tAna\nRCP\tx", "Ligne 1 : Il manque une colonne « Date »."),
        ("Date\tDurée", "Ligne 1 : Il manque les colonnes des personnes"),
        ("Date\tAna\tAna\n", "Ligne 1 : La colonne « Ana » figure deux fois."),
        ("Date\tDate\tAna", "Ligne 1 : La colonne « Date » figure deux fois."),
        ("Date\tAna", "Ligne 1 : Le tableau n’a que sa ligne de titres."),
        ("Date\tAna\nhier\t30", "Ligne 2, colonne A : « hier » n’est pas une date"),
        ("Date\tAna\n01/12/2026\t30", "Ligne 2, colonne A : cette réunion n’a pas encore eu lieu"),
        ("Date\tAna\n06/01/26\tx", "Ligne 2, colonne B : présence sans durée"),
        ("Date\tAna\n06/01/26\tpeut-être", "Ligne 2, colonne B : « peut-être » : écrivez des min"),
        ("Date\tDurée\tAna\n06/01/26\t60\t90", "Ligne 2, colonne C : 90 min de présence pour une"),
        ("Date\tDurée\tAna\n06/01/26\tlong\t9", "Ligne 2, colonne B : « long » n’est ni une durée"),
        ("Date\tDébut\tFin\tA.\n6/1/26\t13h\t12h\t9", "Ligne 2, colonne C : la fin doit venir"),
        ("Date\tDébut\tFin\tA.\n6/1/26\t13h\t\t9", "Ligne 2, colonne C : «  » n’est ni une durée"),
        (
            "Date\tDossiers\tAna\n6/1/26\tdeux\t9",
            "Ligne 2, colonne B : « deux » n’est pas un nombre",
        ),
        ("Date\tAna\n6/1/26\t9\t\t12", "Ligne 2, colonne D : « 12 » n’a pas de titre de colonne."),
        ("Date\tAna\n6/1/26\t9\n6/1/26\t8", "Ligne 3, colonne A : « Réunion » figure déjà"),
        ("Date\tNom\n6/1/26\t", "Ligne 2, colonne B : il manque le nom"),
        ("Date\tNom\tTemps\n6/1/26\tA\t9\n6/1/26\tA\t9", "Ligne 3, colonne B : A figure déjà"),
        ("Date\tNom\n6/1/26\tA", "Ligne 2 : présence sans durée"),
    ],
)
def test_each_mistake_is_located_and_told(pasted: str, expected: str) -> None:
    assert any(message.startswith(expected) for message in messages(pasted)), messages(pasted)


def test_one_bad_cell_refuses_the_whole_paste_and_far_columns_have_two_letters() -> None:
    people = "\t".join(f"Personne {rank}" for rank in range(30))
    cells = "\t".join(["30"] * 29 + ["?"])
    (message,) = messages(f"Date\t{people}\t\n6/1/26\t{cells}\t")
    assert message.startswith("Ligne 2, colonne AE : « ? »")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("45 min", 45),
        ("1h30", 90),
        ("1:30", 90),
        ("2 h", 120),
        ("60,0", 60),
        ("h", None),
    ],
)
def test_minutes_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


@given(st.text("Date\tNom\n01/26xhé ", max_size=60))
def test_no_paste_ends_in_a_traceback(pasted: str) -> None:
    found = read_history(pasted, TODAY)
    assert bool(found.meetings) != bool(found.errors)


@given(st.lists(st.integers(2, 300), min_size=1, max_size=8))
def test_every_minute_pasted_is_read(minutes: list[int]) -> None:
    header = "\t".join(f"P{rank}." for rank in range(len(minutes)))
    pasted = f"Date\t{header}\n6/1/26\t" + "\t".join(map(str, minutes))
    (meeting,) = read_history(pasted, TODAY).meetings
    assert [spent for _, spent in meeting.people.values()] == minutes
    assert meeting.minutes == max(minutes)


def test_one_column_may_name_all_who_were_there() -> None:
    table = (
        "Date\tSorte\tDurée\tPrésents\n06/01/2026\tRCP\t60\tLéa Petit, Paul Roy et Anne Le Goff\n"
    )
    meeting = read_history(table, TODAY).meetings[0]
    assert (meeting.kind, len(meeting.people)) == ("RCP", 3)
    assert meeting.people["Anne Le Goff"] == ("present", 60)
    numbers = read_history("Date\tDurée\tPrésents\tLéa\n06/01/2026\t60\t8\tx\n", TODAY).meetings[0]
    assert list(numbers.people) == ["Léa"]
