from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pupitre.meetings.rules.rcp import (
    Rcp,
    check_express,
    concertation_calendar,
    files_by_month,
    rcp_year,
)

THEMES = {"obesite": "Obésité", "grossesse": "Grossesses à risque"}
TODAY = date(2026, 11, 22)
TEAM = frozenset({"médecin", "infirmier"})


def rcp(month: int, files: int = 3, theme: str = "obesite") -> Rcp:
    return Rcp(date(2026, month, 10), files, frozenset({theme}), TEAM, 45)


def test_six_meetings_reach_the_frequency_of_a_full_year() -> None:
    held = [rcp(month) for month in range(1, 7)]
    found = rcp_year(held, year=2026, effect=date(2020, 1, 1), yearly_minimum=6, themes=THEMES)
    assert (found.meetings, found.files, found.expected) == (6, 18, Fraction(6))
    assert found.frequency_reached
    assert found.because == "6 réunions tenues pour 6 attendues : la fréquence est atteinte"
    fewer = rcp_year(held[:4], year=2026, effect=date(2020, 1, 1), yearly_minimum=6, themes=THEMES)
    assert fewer.because == "4 réunions tenues pour 6 attendues : il en manque 2"


def test_the_minimum_is_prorated_to_the_date_of_effect() -> None:
    found = rcp_year(
        [rcp(month) for month in (8, 9, 10)],
        year=2026,
        effect=date(2026, 7, 2),
        yearly_minimum=6,
        themes=THEMES,
    )
    assert found.expected == Fraction(6 * 183, 365)
    assert not found.frequency_reached
    assert found.because.endswith("pour 4 attendues : il en manque 1")
    later = rcp_year([], year=2026, effect=date(2027, 3, 1), yearly_minimum=6, themes=THEMES)
    assert later.expected == 0


def test_meetings_without_file_or_outside_the_themes_are_told() -> None:
    held = [rcp(1, files=0), rcp(2, theme="sommeil"), rcp(3)]
    found = rcp_year(held, year=2026, effect=date(2020, 1, 1), yearly_minimum=6, themes=THEMES)
    assert found.meetings == 2
    assert found.outside_themes == (date(2026, 2, 10),)


def test_the_calendar_of_the_year() -> None:
    other_year = Rcp(date(2025, 3, 10), 2)
    held = [rcp(5, 2), rcp(3, 4), other_year, rcp(5, 1)]
    assert [found.day.month for found in concertation_calendar(held, 2026)] == [3, 5, 5]
    assert files_by_month(held, 2026) == (0, 0, 4, 0, 3, 0, 0, 0, 0, 0, 0, 0)


def test_an_express_rcp_says_what_to_correct() -> None:
    fine = check_express(rcp(11), today=TODAY, themes=THEMES, minimum_professions=2)
    assert fine == ()
    bad = Rcp(date(2026, 11, 23), 0, frozenset({"obésité", "zzz"}), frozenset({"médecin"}))
    assert check_express(bad, today=TODAY, themes=THEMES, minimum_professions=2) == (
        "Le 23/11/2026 n’est pas encore passé : corrigez la date.",
        "Indiquez au moins un dossier étudié.",
        "Il faut au moins 2 professions différentes ; 1 indiquée.",
        "Le thème « obésité » n’est pas dans la liste. Vouliez-vous dire « Obésité » ?",
        "Le thème « zzz » n’est pas dans la liste.",
    )


@given(st.lists(st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(n)), max_size=20))
def test_one_more_rcp_never_harms(days: list[date]) -> None:
    held = [Rcp(day, 1) for day in days]

    def reached(count: int) -> bool:
        return rcp_year(
            held[:count], year=2026, effect=date(2026, 1, 1), yearly_minimum=6, themes=THEMES
        ).frequency_reached

    results = [reached(count) for count in range(len(held) + 1)]
    assert results == sorted(results)
    assert sum(files_by_month(held, 2026)) == len(held)
