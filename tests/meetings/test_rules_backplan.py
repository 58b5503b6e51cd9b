from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pupitre.core.dates import Calendar, is_working_day
from pupitre.meetings.rules.backplan import Step, StepModel, Timing, backplan

MODELS = (
    StepModel("topics", "Appel à sujets", -21, "coordination"),
    StepModel("agenda", "Ordre du jour", -16, "animation"),
    StepModel("notice", "Convocation", -15, "coordination"),
    StepModel("reminder", "Rappel", -2, "coordination"),
    StepModel("minutes", "Compte rendu", 8, "secrétaire de séance"),
)
MEETING = date(2026, 12, 1)
FRANCE = Calendar()
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def plan(created: date, today: date, done: dict[str, date] | None = None) -> dict[str, Step]:
    steps = backplan(MODELS, Timing(MEETING, created, today), done or {}, FRANCE)
    return {step.key: step for step in steps}


def test_the_steps_are_dated_owned_and_moved_off_weekends() -> None:
    steps = plan(date(2026, 10, 1), date(2026, 11, 2))
    assert {key: f"{step.due:%d/%m}" for key, step in steps.items()} == {
        "topics": "10/11",
        "agenda": "13/11",
        "notice": "16/11",
        "reminder": "27/11",
        "minutes": "09/12",
    }
    assert steps["reminder"].note == "avancé du dimanche 29\u00a0novembre 2026, jour non travaillé"
    assert steps["topics"].state == "next"
    assert steps["agenda"].state == "later"
    assert steps["minutes"].owner_role == "secrétaire de séance"


def test_states_follow_what_was_ticked() -> None:
    steps = plan(date(2026, 10, 1), date(2026, 11, 17), {"topics": date(2026, 11, 9)})
    assert (steps["topics"].state, steps["topics"].note) == (
        "done",
        "fait le lundi 9\u00a0novembre 2026",
    )
    assert (steps["agenda"].state, steps["agenda"].note) == ("late", "en retard de 4 jours")
    assert (steps["notice"].state, steps["notice"].note) == ("late", "en retard de 1 jour")
    assert steps["reminder"].state == "next"


def test_a_meeting_created_late_squeezes_its_first_steps() -> None:
    steps = plan(date(2026, 11, 19), date(2026, 11, 19))
    assert [f"{steps[key].due:%d/%m}" for key in ("topics", "agenda", "notice", "reminder")] == (
        ["19/11", "20/11", "24/11", "27/11"]
    )
    assert steps["topics"].note.startswith("prévu le mardi 10\u00a0novembre 2026, resserré")
    assert steps["topics"].state == "next"


def test_a_meeting_written_down_afterwards_keeps_only_what_follows() -> None:
    steps = plan(date(2026, 12, 3), date(2026, 12, 3))
    assert {key for key, step in steps.items() if step.state == "dropped"} == {
        "topics",
        "agenda",
        "notice",
        "reminder",
    }
    assert "sans objet" in steps["topics"].note
    assert steps["minutes"].state == "next"


def test_a_step_after_the_meeting_never_falls_back_on_it() -> None:
    friday = date(2026, 12, 4)
    (step,) = backplan(
        [StepModel("minutes", "Compte rendu", 1, "")], Timing(friday, friday, friday), {}, FRANCE
    )
    assert step.due == date(2026, 12, 7)
    assert step.note == "reporté du samedi 5\u00a0décembre 2026, jour non travaillé"


def test_everything_done_leaves_no_next_step() -> None:
    steps = plan(date(2026, 10, 1), date(2026, 12, 20), {m.key: MEETING for m in MODELS})
    assert {step.state for step in steps.values()} == {"done"}


@given(days, st.integers(0, 60), st.integers(0, 90))
def test_no_step_is_silently_in_the_past(meeting: date, lead: int, elapsed: int) -> None:
    created = meeting - timedelta(days=lead)
    today = created + timedelta(days=elapsed)
    steps = backplan(MODELS, Timing(meeting, created, today), {}, FRANCE)
    assert len(steps) == len(MODELS)
    for step in steps:
        assert step.due >= created
        assert step.due >= today or (step.state == "late" and "en retard" in step.note)
        assert is_working_day(step.due, FRANCE) or step.due == created
        assert step.key == "minutes" or step.due <= meeting
    assert [step.due for step in steps] == sorted(step.due for step in steps)
