"""Running a meeting: clock, notes by several hands, outcomes."""

import random
from datetime import date

import pytest

from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import AgendaItem, Meeting, Outcome
from pupitre.meetings.services.rcp import set_rcp_facts
from pupitre.meetings.services.run import (
    RunError,
    add_outcome,
    change_outcome,
    drop_outcome,
    finish_item,
    go_to_item,
    postpone_item,
    start_meeting,
    toggle_hand,
    write_notes,
)
from pupitre.people.guarded import PatientIdentityError
from tests.meetings.held import minute, planned


def test_starting_twice_keeps_the_first_hour(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    start_meeting(meeting, by=actor, now=minute(2))
    again = start_meeting(meeting, by=actor, now=minute(9))
    assert (again.opened_at, again.item_since) == (minute(2), minute(2))
    assert again.current_item_id == meeting.items.get(title="Point 1").pk


def test_the_clock_adds_the_time_of_each_item(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    first, second, third = meeting.items.all()
    start_meeting(meeting, by=actor, now=minute(0))
    go_to_item(second, by=actor, now=minute(5))
    go_to_item(first, by=actor, now=minute(15))
    after = finish_item(first, by=actor, now=minute(18))
    for item in (first, second, third):
        item.refresh_from_db()
    assert [item.seconds for item in (first, second, third)] == [480, 600, 0]
    assert after.current_item_id == second.pk
    assert first.state == AgendaItem.State.DONE


def test_the_last_item_ends_the_agenda_and_a_second_click_changes_nothing(
    in_a: Scope, actor: Actor
) -> None:
    meeting = planned(actor, items=1)
    start_meeting(meeting, by=actor, now=minute(0))
    (item,) = meeting.items.all()
    assert postpone_item(item, by=actor, now=minute(4)).current_item_id is None
    finish_item(item, by=actor, now=minute(9))
    item.refresh_from_db()
    assert item.seconds == 240


def test_notes_of_two_people_are_merged(in_a: Scope, actor: Actor) -> None:
    item = planned(actor).items.first()
    assert item is not None
    write_notes(item, base="", text="Tour de table\r\nFin", by=actor)
    base = "Tour de table\nFin"
    write_notes(item, base=base, text="Tour de table\nPhoto le jour même\nFin", by=actor)
    merged = write_notes(item, base=base, text="Tour de table\nFin\nÀ revoir", by=actor)
    assert merged.text == "Tour de table\nPhoto le jour même\nFin\nÀ revoir"
    assert merged.conflicts == ()


def test_the_same_line_changed_twice_keeps_both(in_a: Scope, actor: Actor) -> None:
    item = planned(actor).items.first()
    assert item is not None
    write_notes(item, base="", text="Le samedi", by=actor)
    write_notes(item, base="Le samedi", text="Le samedi matin", by=actor)
    merged = write_notes(item, base="Le samedi", text="Le samedi soir", by=actor)
    assert "Le samedi matin" in merged.text
    assert "Le samedi soir" in merged.text
    assert len(merged.conflicts) == 1


@pytest.mark.parametrize("seed", range(12))
def test_interleaved_writers_lose_no_line(seed: int, in_a: Scope, actor: Actor) -> None:
    """Each client sends its text over the base it last had back, as the page does."""
    chance = random.Random(seed)
    item = planned(actor).items.first()
    assert item is not None
    texts, bases, typed = ["", "", ""], ["", "", ""], []
    for turn in range(18):
        who = chance.randrange(3)
        line = f"{'abc'[who]} écrit {chr(97 + turn)}"
        typed.append(line)
        lines = texts[who].split("\n") if texts[who] else []
        lines.insert(chance.randint(0, len(lines)), line)
        texts[who] = "\n".join(lines)
        if chance.random() < 0.7:
            write_notes(item, base=bases[who], text=texts[who], by=actor)
            bases[who] = texts[who]
        if chance.random() < 0.4 and texts[who] == bases[who]:
            item.refresh_from_db()
            texts[who] = bases[who] = item.notes
    for who in range(3):
        write_notes(item, base=bases[who], text=texts[who], by=actor)
    item.refresh_from_db()
    assert set(typed) == set(item.notes.split("\n")) - {""}


def test_a_patient_named_in_notes_is_refused_and_nothing_is_written(
    in_a: Scope, actor: Actor
) -> None:
    item = planned(actor).items.first()
    assert item is not None
    with pytest.raises(PatientIdentityError, match="naissance"):
        write_notes(item, base="", text="Mme Durand, née le 12/03/1941", by=actor)
    item.refresh_from_db()
    assert item.notes == ""


def test_an_rcp_takes_counts_and_no_notes(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor, kind=Meeting.Kind.RCP)
    item = meeting.items.first()
    assert item is not None
    with pytest.raises(RunError, match="dossier partagé"):
        write_notes(item, base="", text="Mme D. va mieux", by=actor)
    with pytest.raises(RunError, match="dossier partagé"):
        add_outcome(meeting, text="Appeler", kind="task", by=actor)
    themes = ["grossesse"]
    assert set_rcp_facts(meeting, files=3, themes=themes, by=actor, now=minute(5)).files == 3


def test_a_closed_or_cancelled_meeting_does_not_run(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    for state, words in (("closed", "rouvrez-la"), ("cancelled", "annulée")):
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
        with pytest.raises(RunError, match=words):
            start_meeting(meeting, by=actor, now=minute(0))


def test_an_outcome_is_corrected_then_taken_out(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    outcome = add_outcome(meeting, text="Écrire la fiche", kind="task", by=actor)
    changed = change_outcome(outcome, by=actor, text="Écrire une page", due=date(2026, 12, 8))
    assert (changed.text, changed.due) == ("Écrire une page", date(2026, 12, 8))
    with pytest.raises(PatientIdentityError):
        change_outcome(outcome, by=actor, text="Appeler le 06 12 34 56 78")
    drop_outcome(changed, by=actor, on=date(2026, 11, 24))
    assert not Outcome.objects.exists()


def test_hands_wait_in_the_order_they_were_raised(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    one, two, *_ = [who.person_id for who in meeting.participants.all()]
    toggle_hand(meeting, two, by=actor)
    assert toggle_hand(meeting, one, by=actor).hands == [two, one]
    assert toggle_hand(meeting, two, by=actor).hands == [one]
    with pytest.raises(RunError, match="pas dans la liste"):
        toggle_hand(meeting, 0, by=actor)
