"""Opening hours in words."""

from datetime import time

from pupitre.centres.rules import hours_in_words

EIGHT, NOON, TWO, EIGHT_PM = time(8), time(12), time(14), time(20)


def test_days_alike_and_in_a_row_are_said_once() -> None:
    week = [(day, EIGHT, EIGHT_PM) for day in range(5)] + [(5, EIGHT, NOON)]
    assert [line.replace("\xa0", " ") for line in hours_in_words(week)] == [
        "lundi au vendredi 8 h – 20 h",
        "samedi 8 h – 12 h",
    ]


def test_a_break_at_noon_and_a_day_off_show() -> None:
    week = [
        (0, EIGHT, NOON),
        (0, TWO, EIGHT_PM),
        (1, EIGHT, NOON),
        (1, TWO, EIGHT_PM),
        (3, EIGHT, NOON),
    ]
    assert [line.replace("\xa0", " ") for line in hours_in_words(week)] == [
        "lundi et mardi 8 h – 12 h et 14 h – 20 h",
        "jeudi 8 h – 12 h",
    ]


def test_no_hours_say_nothing() -> None:
    assert hours_in_words([]) == []
