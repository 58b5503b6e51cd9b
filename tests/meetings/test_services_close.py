"""Closing, correcting, reopening, sending: what follows a meeting."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from pupitre.core import pdf
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.registry import registry
from pupitre.core.tenancy import Scope
from pupitre.documents.models import Document
from pupitre.mailing.models import Attachment, Delivery, Message
from pupitre.meetings.events import MeetingClosed, MeetingReopened
from pupitre.meetings.models import AgendaItem, Meeting
from pupitre.meetings.queries.minutes import versions
from pupitre.meetings.services import close
from pupitre.meetings.services.attendance import everybody_present, leave
from pupitre.meetings.services.close import (
    CloseError,
    Hours,
    close_meeting,
    correct_minutes,
    reopen_meeting,
    send_minutes,
)
from pupitre.meetings.services.rcp import set_rcp_facts
from pupitre.meetings.services.run import (
    RunError,
    add_outcome,
    change_outcome,
    drop_outcome,
    finish_item,
    start_meeting,
    write_notes,
)
from pupitre.people.guarded import PatientIdentityError
from pupitre.tasks.models import Task
from tests.meetings.held import minute, planned, seat

pytestmark = pytest.mark.usefixtures("files")


def text_of(document: Document | None) -> str:
    assert document is not None
    with document.file.open("rb") as source:
        reader = PdfReader(BytesIO(source.read()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def held(by: Actor, **values: object) -> Meeting:
    """A meeting started, everybody there, its first item written and decided."""
    meeting = planned(by, **values)  # type: ignore[arg-type]
    everybody_present(meeting, by=by)
    leave(seat(meeting, "Roussel"), by=by, at=minute(40))
    start_meeting(meeting, by=by, now=minute(0))
    if meeting.kind == Meeting.Kind.RCP:
        return set_rcp_facts(meeting, files=3, themes=[], by=by, now=minute(30))
    first, second, _ = meeting.items.all()
    write_notes(first, base="", text="La photo est prise le jour même.", by=by)
    owner = seat(meeting, "Garnier").person
    add_outcome(
        meeting, item=first, text="Rédiger la fiche", kind="task", owner=owner,
        due=date(2026, 12, 8), by=by,
    )  # fmt: skip
    finish_item(first, by=by, now=minute(20))
    finish_item(second, by=by, now=minute(40))
    return meeting


def test_one_act_closes_all(in_a: Scope, actor: Actor) -> None:
    closed = close_meeting(held(actor), by=actor, now=minute(88))

    assert (closed.state, closed.number) == ("closed", "CR-2026-001")
    assert (closed.opened_at, closed.finished_at) == (minute(0), minute(88))
    (task,) = Task.objects.all()
    assert (task.title, str(task.owner), task.due) == (
        "Rédiger la fiche",
        "Claire Garnier",
        date(2026, 12, 8),
    )
    assert task.decided_on == date(2026, 11, 24)
    assert seat(closed, "Petit").day_minutes == 88
    assert seat(closed, "Roussel").day_minutes == 40
    document = closed.minutes_document
    assert document is not None
    assert document.locked
    text = text_of(document)
    for words in ("CR-2026-001", "Anne Petit", "La photo est prise", "Rédiger la fiche", "1 h 28"):
        assert words in text.replace("\u00a0", " ")


def test_what_was_not_treated_waits_in_the_backlog_or_on_the_next_agenda(
    in_a: Scope, actor: Actor
) -> None:
    close_meeting(held(actor), by=actor, now=minute(88))
    waiting = AgendaItem.objects.get(meeting=None)
    assert (waiting.title, waiting.source) == ("Point 3", "carried")

    following = planned(actor, count=0, items=1, starts_at=minute(60 * 24 * 28))
    other = held(actor)
    closed = close_meeting(other, by=actor, now=minute(88), next_meeting=following)
    assert [item.title for item in following.items.all()] == ["Point 1", "Point 3"]
    assert "Prochaine réunion" in text_of(closed.minutes_document)


def test_closing_twice_makes_one_number_and_one_set_of_tasks(in_a: Scope, actor: Actor) -> None:
    meeting = held(actor)
    first = close_meeting(meeting, by=actor, now=minute(88))
    second = close_meeting(meeting, by=actor, now=minute(89))
    assert (first.number, second.number) == ("CR-2026-001", "CR-2026-001")
    assert second.closed_at == minute(88)
    assert Task.objects.count() == 1
    assert len(versions(second)) == 1


def test_numbers_follow_each_other_without_a_hole(in_a: Scope, actor: Actor) -> None:
    numbers = [close_meeting(held(actor), by=actor, now=minute(88)).number for _ in range(3)]
    assert numbers == ["CR-2026-001", "CR-2026-002", "CR-2026-003"]


def test_notes_saved_while_the_pdf_is_made_are_in_the_pdf(
    in_a: Scope, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = held(actor)
    item = meeting.items.first()
    assert item is not None
    plain, calls = pdf.render, []

    def slow(*args: object) -> bytes:
        calls.append(args)
        if len(calls) == 1:
            write_notes(item, base="", text="Écrit au dernier moment.", by=actor)
        return plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(close, "render", slow)
    closed = close_meeting(meeting, by=actor, now=minute(88))
    assert len(calls) == 2
    assert "Écrit au dernier moment" in text_of(closed.minutes_document)


def test_a_number_taken_meanwhile_is_not_given_twice(
    in_a: Scope, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, other = held(actor), held(actor)
    plain, calls = pdf.render, []

    def slow(*args: object) -> bytes:
        calls.append(args)
        if len(calls) == 1:
            close_meeting(other, by=actor, now=minute(80))
        return plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(close, "render", slow)
    closed = close_meeting(meeting, by=actor, now=minute(88))
    other.refresh_from_db()
    assert {closed.number, other.number} == {"CR-2026-001", "CR-2026-002"}
    assert closed.number in text_of(closed.minutes_document)


def test_the_hours_are_corrected_while_closing(in_a: Scope, actor: Actor) -> None:
    meeting = held(actor)
    with pytest.raises(CloseError, match="après le début"):
        close_meeting(meeting, by=actor, now=minute(99), hours=Hours(minute(5), minute(2)))
    closed = close_meeting(meeting, by=actor, now=minute(999), hours=Hours(minute(5), minute(65)))
    assert seat(closed, "Petit").minutes == 60


def test_a_meeting_to_come_or_cancelled_is_not_closed(in_a: Scope, actor: Actor) -> None:
    meeting = planned(actor)
    with pytest.raises(CloseError, match="pas encore commencé"):
        close_meeting(meeting, by=actor, now=minute(-60))
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    with pytest.raises(RunError, match="annulée"):
        close_meeting(meeting, by=actor, now=minute(88))


def test_a_meeting_where_nobody_came_closes(in_a: Scope, actor: Actor) -> None:
    closed = close_meeting(planned(actor, items=0), by=actor, now=minute(99))
    text = text_of(closed.minutes_document).replace("’", "'")
    assert "Personne n'a été noté présent" in text
    assert closed.finished_at == minute(90)


def test_an_rcp_prints_counts_and_no_case(in_a: Scope, actor: Actor) -> None:
    meeting = held(actor, kind=Meeting.Kind.RCP)
    AgendaItem.objects.filter(meeting=meeting, order=1).update(
        title="Situation de Mme Zibeline", notes="Texte sur un cas"
    )
    closed = close_meeting(meeting, by=actor, now=minute(60))
    text = text_of(closed.minutes_document).replace("\u00a0", " ")
    assert "3 dossiers étudiés" in text
    assert "Zibeline" not in text
    assert "Texte sur un cas" not in text
    sent = send_minutes(closed, by=actor, now=minute(70))
    message = Message.objects.get(object_id=sent.pk)
    assert "Zibeline" not in message.subject + message.body


def test_reopening_needs_a_reason_and_corrects_what_followed(in_a: Scope, actor: Actor) -> None:
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    with pytest.raises(CloseError, match="Dites pourquoi"):
        reopen_meeting(meeting, why=" ", by=actor)
    reopen_meeting(meeting, why="Un départ oublié", by=actor)
    event = AuditEvent.objects.filter(action="rouvrir").latest("pk")
    assert event.changes["raison"] == [None, "Un départ oublié"]

    leave(seat(meeting, "Petit"), by=actor, at=minute(30))
    outcome = meeting.outcomes.get()
    change_outcome(outcome, by=actor, text="Rédiger une page")
    third = meeting.items.get(title="Point 3")
    finish_item(third, by=actor, now=minute(90))
    again = close_meeting(meeting, by=actor, now=minute(60 * 24))

    assert (again.number, again.reopened) == ("CR-2026-001", 1)
    assert again.finished_at == minute(88)
    assert seat(again, "Petit").minutes == 30
    assert [task.title for task in Task.objects.all()] == ["Rédiger une page"]
    assert not AgendaItem.objects.filter(meeting=None).exists()
    assert "version 2 du mercredi 25 novembre 2026" in text_of(again.minutes_document).replace(
        "\u00a0", " "
    )
    assert len(versions(again)) == 2


def test_a_decision_taken_back_drops_its_task(in_a: Scope, actor: Actor) -> None:
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    with pytest.raises(RunError, match="rouvrez-la"):
        drop_outcome(meeting.outcomes.get(), by=actor, on=date(2026, 11, 25))
    reopen_meeting(meeting, why="Décision retirée", by=actor)
    drop_outcome(meeting.outcomes.get(), by=actor, on=date(2026, 11, 25))
    close_meeting(meeting, by=actor, now=minute(90))
    assert Task.objects.get().state == Task.State.DROPPED


def test_a_task_postponed_meanwhile_keeps_its_date_when_closed_again(
    in_a: Scope, actor: Actor
) -> None:
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    Task.objects.update(due=date(2027, 1, 5))
    reopen_meeting(meeting, why="Une faute", by=actor)
    close_meeting(meeting, by=actor, now=minute(90))
    assert Task.objects.get().due == date(2027, 1, 5)


def test_correcting_prints_again_under_the_same_number(in_a: Scope, actor: Actor) -> None:
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    item = meeting.items.get(title="Point 1")
    with pytest.raises(PatientIdentityError):
        correct_minutes(meeting, {item.pk: "Appeler 06 12 34 56 78"}, by=actor, now=minute(99))
    corrected = correct_minutes(meeting, {item.pk: "La photo suit."}, by=actor, now=minute(99))
    assert corrected.number == "CR-2026-001"
    text = text_of(corrected.minutes_document)
    assert "La photo suit." in text
    assert "ersion 2" in text
    assert len(versions(corrected)) == 2
    same = correct_minutes(corrected, {item.pk: "La photo suit."}, by=actor, now=minute(99))
    assert len(versions(same)) == 2


def test_minutes_are_sent_once_with_the_pdf_and_personal_links(in_a: Scope, actor: Actor) -> None:
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    sent = send_minutes(meeting, by=actor, now=minute(95))
    send_minutes(meeting, by=actor, now=minute(96))
    assert sent.sent_at == minute(95)
    assert Message.objects.count() == 1
    assert Attachment.objects.get().name == "CR-2026-001.pdf"
    links = {delivery.fields["lien"] for delivery in Delivery.objects.all()}
    assert len(links) == 4
    assert sent.steps.get(key="minutes").done_on == date(2026, 11, 24)


def test_minutes_that_do_not_exist_are_not_sent(in_a: Scope, actor: Actor) -> None:
    with pytest.raises(CloseError, match="Clôturez d’abord"):
        send_minutes(planned(actor), by=actor, now=minute(95))


def test_the_rows_above_hear_of_closing_and_reopening(
    in_a: Scope, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    listeners = {MeetingClosed: [heard.append], MeetingReopened: [heard.append]}
    monkeypatch.setattr(registry, "listeners", listeners)
    meeting = close_meeting(held(actor), by=actor, now=minute(88))
    reopen_meeting(meeting, why="Une faute", by=actor)
    assert [type(event) for event in heard] == [MeetingClosed, MeetingReopened]
