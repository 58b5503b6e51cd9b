"""What has been kept long enough goes, and nothing else: the table of durations, holds, the journal, the command."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.books.models import EntryLine
from pupitre.centres.models import Centre, Site
from pupitre.cli.__main__ import main
from pupitre.core import audit, records
from pupitre.core.actor import Actor
from pupitre.core.dates import add_months
from pupitre.core.models import AuditEvent
from pupitre.documents.models import Document
from pupitre.hr.models import Engagement, TimeEntry
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person
from pupitre.people.services import person_leaves
from pupitre.privacy.declarations import rules
from pupitre.privacy.jobs import weekly
from pupitre.privacy.models import LegalHold, PurgeReport
from pupitre.privacy.queries.purging import GONE, due
from pupitre.privacy.services.erasing import PrivacyError
from pupitre.privacy.services.purging import choose_duration, purge, set_automatic
from tests.privacy.house import TODAY, busiest

pytestmark = pytest.mark.django_db


def counts(day: date) -> dict[tuple[str, str], int]:
    return {(one.model._meta.label, one.rule_key): one.rows.count() for one in due(day)}


def a_time_entry(by: Actor, day: date) -> TimeEntry:
    engagement = Engagement.objects.first() or records.save(
        Engagement(
            person=busiest(), contract="employee", since=date(2020, 1, 1), weekly_minutes=60,
            weekly_days=1, hourly_cents=1,
        ),
        by=by,
    )  # fmt: skip
    return records.save(
        TimeEntry(engagement=engagement, day=day, block="project", minutes=30, words="note"), by=by
    )


def test_each_table_goes_on_the_day_after_its_time_and_not_before(
    centre: Centre, by: Actor
) -> None:
    entry = a_time_entry(by, date(2019, 3, 4))
    months = rules()["hr-time"].months or 0
    last = add_months(entry.day, months)
    key = ("hr.TimeEntry", "hr-time")
    assert counts(last)[key] == 0
    assert counts(last + timedelta(days=1))[key] == 1


def test_nothing_of_the_books_goes_before_ten_years(centre: Centre) -> None:
    lines = EntryLine.objects.order_by("entry__year__ends_on")
    first = lines.first()
    assert first is not None
    end = first.entry.year.ends_on
    tenth = add_months(end, 120)
    money = {one for one in counts(tenth) if one[1] == "books"}
    assert len(money) > 15
    assert not any(counts(tenth)[one] for one in money)
    assert counts(tenth + timedelta(days=1))["books.EntryLine", "books"] > 0


def test_the_books_lose_names_and_keep_amounts(centre: Centre, by: Actor) -> None:
    sums = sorted(EntryLine.objects.values_list("debit_cents", "credit_cents"))
    purge(date(2060, 1, 1), by=by)
    assert sorted(EntryLine.objects.values_list("debit_cents", "credit_cents")) == sums
    assert set(EntryLine.objects.values_list("person", "label").distinct()) == {(None, "(effacé)")}
    assert not TimeEntry.objects.exists()
    assert list(audit.verify()) == []


def test_a_purge_takes_what_is_due_tells_it_and_leaves_nothing_in_the_journal(
    centre: Centre, by: Actor
) -> None:
    write_message(
        subject="Vieux", body="corps secret", by=by, recipients=[Recipient("X", "x@y.example")]
    )
    Message.objects.update(written_at=timezone.now() - timedelta(days=4000))
    a_time_entry(by, date(2019, 3, 4))
    meeting = Meeting.objects.first()
    assert meeting is not None
    Meeting.objects.filter(pk=meeting.pk).update(
        case_text="un cas", starts_at=timezone.now() - timedelta(days=700)
    )
    number = AuditEvent.objects.count()
    report = purge(TODAY, by=by)
    told = {(line["model"], line["rule"]): line for line in report.lines}
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
    assert not TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()
    assert Meeting.objects.get(pk=meeting.pk).case_text == ""
    assert told["meetings.Meeting", "rcp-text"]["count"] == 1
    assert "trois ans" in told["mailing.Message", "messages"]["why"]
    fresh = AuditEvent.objects.filter(number__gt=number, action="purger")
    assert fresh.exclude(object_type="privacy.purgereport").exists()
    assert not [one for one in fresh if "secret" in f"{one.object_label}{one.changes}"]
    assert purge(TODAY, by=by).total == 0


def test_a_hold_keeps_a_person_with_all_that_would_go_with_them(centre: Centre, by: Actor) -> None:
    person = busiest()
    message = write_message(
        subject="Tenu", body="b", by=by, recipients=[Recipient("X", "x@y.example", person)]
    )
    Message.objects.filter(pk=message.pk).update(written_at=timezone.now() - timedelta(days=4000))
    person_leaves(person, on=date(2026, 11, 1), by=by, today=TODAY)
    later = date(2032, 6, 1)
    assert counts(later)["people.Person", "departed"] == 1
    records.save(LegalHold(person=person, reason="litige", placed_by="A"), by=by)
    held = {
        one.model._meta.label: one.held
        for one in due(later)
        if one.rule_key in {"departed", "messages"} and one.held
    }
    assert held["people.Person"] == 1
    assert held["mailing.Message"] == held["mailing.Delivery"] >= 1
    purge(later, by=by)
    assert Message.objects.filter(pk=message.pk).exists()
    assert Delivery.objects.filter(message=message).exists()
    assert not str(Person.objects.get(pk=person.pk)).startswith("Personne effacée")


def test_a_hold_on_the_whole_centre_stops_everything(centre: Centre, by: Actor) -> None:
    a_time_entry(by, date(2019, 3, 4))
    records.save(LegalHold(reason="contrôle de la CPAM", placed_by="A"), by=by)
    assert purge(date(2060, 1, 1), by=by).total == 0
    assert TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()


def test_who_left_long_ago_is_erased_by_the_purge(centre: Centre, by: Actor) -> None:
    person = busiest()
    person_leaves(person, on=date(2026, 11, 1), by=by, today=TODAY)
    purge(date(2031, 10, 31), by=by)
    assert not str(Person.objects.get(pk=person.pk)).startswith("Personne effacée")
    purge(date(2031, 11, 2), by=by)
    assert str(Person.objects.get(pk=person.pk)) == f"Personne effacée {person.pk}"


def test_the_journal_forgets_who_after_its_time_money_apart(centre: Centre, by: Actor) -> None:
    site = Site.objects.get()
    records.note("lire", site, by=by)
    records.note("ouvrir", site, by=by, tout="dit")
    today = timezone.localdate()
    purge(add_months(today, 13), by=by)
    assert AuditEvent.objects.get(action="lire", object_type="centres.site").who == GONE
    assert AuditEvent.objects.get(action="ouvrir", object_type="centres.site").who != GONE
    purge(add_months(today, 37), by=by)
    emptied = AuditEvent.objects.get(action="ouvrir", object_type="centres.site")
    assert (emptied.who, emptied.object_label, emptied.changes) == (GONE, "", {})
    assert not AuditEvent.objects.filter(object_type="books.entryline", who=GONE).exists()
    assert list(audit.verify()) == []


def test_a_centre_chooses_its_durations_above_the_law(centre: Centre, by: Actor) -> None:
    with pytest.raises(PrivacyError, match="Pas moins de 10 ans"):
        choose_duration(rule="books", months=60, because="place", by=by)
    with pytest.raises(PrivacyError, match="pas de durée"):
        choose_duration(rule="minutes", months=60, because="place", by=by)
    choose_duration(rule="hr-time", months=12, because="horaires seuls", by=by)
    a_time_entry(by, date(2025, 3, 4))
    assert counts(TODAY)["hr.TimeEntry", "hr-time"] >= 1


class NoRun:
    """What the weekly job needs of a run."""

    def result(self, **_facts: Any) -> None:
        """Keep nothing."""


def test_the_week_proposes_first_and_purges_only_where_it_may(centre: Centre, by: Actor) -> None:
    a_time_entry(by, date(2019, 3, 4))
    weekly(NoRun())  # type: ignore[arg-type]
    report = PurgeReport.objects.get()
    assert not report.done
    assert report.total >= 1
    assert TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()
    set_automatic(automatic=True, by=by)
    weekly(NoRun())  # type: ignore[arg-type]
    assert not TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()
    assert PurgeReport.objects.filter(done=True).exists()


def test_the_command_tells_and_touches_nothing_when_dry(
    centre: Centre, by: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    a_time_entry(by, date(2019, 3, 4))
    documents = Document.objects.count()
    asked = ["purge", "--centre", centre.slug, "--dry-run", "--date", "2045-01-01", "--json"]
    assert main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"centre", "model", "what", "rule", "why", "limit", "act", "count", "held"} <= set(
        told[0]
    )
    assert any(line["model"] == "hr.TimeEntry" for line in told)
    assert TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()
    assert Document.objects.count() == documents
    assert main(["purge", "--date", "2045-01-01"]) == 1
    assert main(["purge", "--centre", "nulle-part", "--dry-run"]) == 1
    assert main(["purge", "--centre", centre.slug, "--date", TODAY.isoformat()]) == 0
    assert not TimeEntry.objects.filter(day=date(2019, 3, 4)).exists()


def test_a_leader_sees_changes_and_purges_over_http(
    centre: Centre, by: Actor, leader: Client
) -> None:
    a_time_entry(by, date(2019, 3, 4))
    base = f"/c/{centre.slug}/donnees-personnelles/conservation/"
    page = leader.get(base).content.decode()
    assert "Temps de coordination" in page
    assert "L123-22" in page
    assert leader.post(f"{base}books/", {"months": "60", "because": "x"}).status_code == 422
    assert leader.post(f"{base}hr-time/", {"months": "480", "because": "x"}).status_code == 302
    assert "choisie : x" in leader.get(base).content.decode()
    assert leader.get(f"{base}minutes/").status_code == 404
    assert leader.post(f"{base}automatique/", {"automatic": "1"}).status_code == 302
    assert leader.post(f"{base}purger/").status_code == 302


def test_a_hold_is_placed_and_lifted_over_http(centre: Centre, leader: Client) -> None:
    base = f"/c/{centre.slug}/donnees-personnelles/gels/"
    assert leader.post(f"{base}ajouter/", {"reason": " "}).status_code == 422
    done = leader.post(f"{base}ajouter/", {"reason": "contrôle", "person": "", "document": ""})
    assert done.status_code == 302
    hold = LegalHold.objects.get()
    assert hold.placed_by
    assert "toute la structure" in leader.get(base).content.decode()
    assert leader.post(f"{base}{hold.pk}/lever/").status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_on is not None
