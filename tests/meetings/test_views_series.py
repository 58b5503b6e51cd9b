"""Series over HTTP: the year's dates from a sentence, one date moved, the rhythm changed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting, MeetingTemplate, Participant, Series
from pupitre.meetings.services.invite import feed_url
from pupitre.meetings.services.series import extend_series
from pupitre.meetings.services.templates import add_starters
from pupitre.people.models import Person

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DATA = {
    "name": "",
    "rhythm": "nth_weekday:1",
    "weekday": "1",
    "at": "12:30",
    "starts_on": "2026-12-01",
    "until": "2027-10-31",
    "skip_months": ["8"],
    "skip_holidays": "on",
}
HELD = ["2026-12-01", *(f"2027-{day}" for day in ["01-05", "02-02", "03-02", "04-06", "05-04", "06-01", "07-06", "09-07", "10-05"])]  # fmt: skip


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def data(centre_a: Centre, actor: Actor) -> dict[str, Any]:
    with centre_scope(centre_a):
        records.save(Person(last_name="Petit", first_name="Anne"), by=actor)
        add_starters(by=actor)
        template = MeetingTemplate.objects.get(kind="team")
    return {**DATA, "template": str(template.pk)}


@pytest.fixture
def series(as_alice: Client, centre_a: Centre, data: dict[str, Any]) -> Series:
    as_alice.post(url(centre_a, "ajouter/"), data)
    with centre_scope(centre_a):
        return Series.objects.get()


def url(centre: Centre, rest: str = "") -> str:
    return f"/c/{centre.slug}/reunions/series/{rest}"


def days(centre: Centre) -> list[str]:
    with centre_scope(centre):
        moments = Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)
        return [f"{moment:%Y-%m-%d}" for moment in moments]


@pytest.mark.activity("A001")
def test_a_first_tuesday_but_august_fills_the_year_of_everybody(
    as_alice: Client, client: Client, centre_a: Centre, data: dict[str, Any], actor: Actor
) -> None:
    page = as_alice.post(url(centre_a, "dates/"), data).content.decode().replace("\xa0", " ")
    assert "Le premier mardi du mois à 12 h 30, sauf août et jours fériés" in page
    assert "mardi 3 août 2027" in page
    assert "pas de réunion en août" in page

    answer = as_alice.post(url(centre_a, "ajouter/"), data, follow=True)
    assert "10 réunions posées" in answer.content.decode().replace("\xa0", " ")
    assert days(centre_a) == HELD
    with centre_scope(centre_a):
        first = Meeting.objects.earliest("starts_at")
        summer = Meeting.objects.get(original_day=date(2027, 7, 6))
        assert first.items.all()[0].title == "Décisions de la dernière fois"
        assert [one.person.last_name for one in first.participants.all()] == ["Petit"]
        anne = Person.objects.get()
        feed = feed_url(anne, by=actor)
        assert (first.starts_at.hour, summer.starts_at.hour) == (11, 10)
    calendar = client.get("/c/" + feed.split("/c/", 1)[1]).content.decode()
    assert calendar.count("BEGIN:VEVENT") == len(HELD)


def test_a_public_holiday_is_skipped_with_other_dates_to_take(
    as_alice: Client, centre_a: Centre, data: dict[str, Any]
) -> None:
    friday = data | {"rhythm": "nth_weekday:4", "weekday": "4", "starts_on": "2026-12-01"}
    page = as_alice.post(url(centre_a, "dates/"), friday).content.decode()
    assert "jour férié : Noël" in page.replace("\xa0", " ")
    assert "possible le" in page


def test_beyond_the_published_school_holidays_the_page_says_unknown(
    as_alice: Client, centre_a: Centre, data: dict[str, Any]
) -> None:
    further = data | {"no_breaks": "on", "until": "2032-06-30"}
    page = as_alice.post(url(centre_a, "dates/"), further).content.decode()
    assert "<b>inconnu</b>" in page
    assert "non connues à cette date" in page


def test_making_a_series_again_makes_nothing_more(
    centre_a: Centre, series: Series, actor: Actor
) -> None:
    with centre_scope(centre_a):
        until = date(2027, 10, 31)
        assert extend_series(series, until=until, by=actor, now=NOW) == []
    assert days(centre_a) == HELD


def test_one_date_moved_leaves_the_others(
    as_alice: Client, centre_a: Centre, series: Series
) -> None:
    moved = {"original": "2027-01-05", "to": "2027-01-12", "at": "20:00", "why": "vœux"}
    assert as_alice.post(url(centre_a, f"{series.pk}/deplacer/"), moved).status_code == 302
    assert days(centre_a) == ["2027-01-12" if day == "2027-01-05" else day for day in HELD]
    page = as_alice.get(url(centre_a, f"{series.pk}/")).content.decode()
    assert "déplacée" in page
    as_alice.post(url(centre_a, f"{series.pk}/prolonger/"), {"until": "2027-10-31"})
    assert len(days(centre_a)) == len(HELD)


def test_one_date_cancelled_leaves_the_others(
    as_alice: Client, centre_a: Centre, series: Series
) -> None:
    data = {"original": "2027-01-05", "why": "vacances"}
    assert as_alice.post(url(centre_a, f"{series.pk}/annuler/"), data).status_code == 302
    with centre_scope(centre_a):
        states = dict(Meeting.objects.values_list("original_day", "state"))
    assert states.pop(date(2027, 1, 5)) == Meeting.State.CANCELLED
    assert set(states.values()) == {Meeting.State.PLANNED}
    as_alice.post(url(centre_a, f"{series.pk}/prolonger/"), {"until": "2027-10-31"})
    assert len(days(centre_a)) == len(HELD)


def test_a_skipped_date_is_held_on_a_proposed_day(
    as_alice: Client, centre_a: Centre, data: dict[str, Any]
) -> None:
    friday = data | {"rhythm": "nth_weekday:4", "weekday": "4", "until": "2027-01-31"}
    as_alice.post(url(centre_a, "ajouter/"), friday)
    with centre_scope(centre_a):
        series = Series.objects.get()
    page = as_alice.get(url(centre_a, f"{series.pk}/")).content.decode()
    assert "original=2026-12-25&amp;to=2026-12-18" in page
    move = {"original": "2026-12-25", "to": "2026-12-18"}
    as_alice.post(url(centre_a, f"{series.pk}/deplacer/"), move)
    assert days(centre_a) == ["2026-12-18", "2027-01-22"]


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        ({"original": "2027-01-05", "to": "2026-11-02"}, "est déjà passé"),
        ({"original": "2027-01-06", "to": "2027-01-12"}, "pas une date de cette série"),
        ({"original": "2027-01-05", "to": "bientôt"}, "date valide"),
    ],
)
def test_a_wrong_move_is_refused_with_a_sentence(
    as_alice: Client, centre_a: Centre, series: Series, move: dict[str, str], sentence: str
) -> None:
    answer = as_alice.post(url(centre_a, f"{series.pk}/deplacer/"), move)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert days(centre_a) == HELD


def test_another_rhythm_moves_only_what_nobody_touched(
    as_alice: Client, centre_a: Centre, series: Series, data: dict[str, Any]
) -> None:
    with centre_scope(centre_a):
        january = Participant.objects.get(meeting__original_day=date(2027, 1, 5))
        january.answer = "yes"
        january.save()
    change = data | {"rhythm": "nth_weekday:2", "name": "Réunion", "version": "1"}
    preview = as_alice.post(url(centre_a, f"{series.pk}/dates/"), change).content.decode()
    assert "restent telles quelles" in preview
    as_alice.post(url(centre_a, f"{series.pk}/modifier/"), change)
    found = days(centre_a)
    assert found[:3] == ["2026-12-08", "2027-01-05", "2027-02-09"]
    assert len(found) == len(HELD)


def test_a_series_ended_keeps_what_is_before_the_end(
    as_alice: Client, centre_a: Centre, series: Series
) -> None:
    as_alice.post(url(centre_a, f"{series.pk}/terminer/"), {"until": "2027-02-28"})
    assert days(centre_a) == HELD[:3]
    answer = as_alice.post(url(centre_a, f"{series.pk}/terminer/"), {"until": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"until": "2026-01-01"}, "La fin doit venir après le début"),
        ({"template": ""}, "obligatoire"),
        ({"at": "midi"}, "heure valide"),
        ({"skip_months": [str(month) for month in range(1, 13)]}, "au moins un mois"),
    ],
)
def test_a_wrong_series_is_refused_with_a_sentence(
    as_alice: Client, centre_a: Centre, data: dict[str, Any], change: Any, sentence: str
) -> None:
    answer = as_alice.post(url(centre_a, "ajouter/"), data | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_dates_show_without_javascript_and_print(
    as_alice: Client, centre_a: Centre, data: dict[str, Any], series: Series
) -> None:
    page = as_alice.post(url(centre_a, "ajouter/"), data | {"voir": "1"})
    assert page.status_code == 200
    assert "pas de réunion en août" in page.content.decode()
    printed = as_alice.get(url(centre_a, f"{series.pk}/imprimer/")).content.decode()
    assert printed.count('<th scope="row">') == len(HELD)


def test_a_professional_reads_series_but_changes_none(
    as_bob: Client, centre_a: Centre, series: Series
) -> None:
    assert as_bob.get(url(centre_a, f"{series.pk}/")).status_code == 200
    for rest in ("ajouter/", f"{series.pk}/modifier/", f"{series.pk}/deplacer/"):
        assert as_bob.get(url(centre_a, rest)).status_code == 403
    assert as_bob.post(url(centre_a, f"{series.pk}/terminer/")).status_code == 403


def test_another_centres_series_does_not_exist(
    as_charlie: Client, centre_b: Centre, series: Series
) -> None:
    for rest in ("", "modifier/", "imprimer/", "deplacer/", "annuler/"):
        assert as_charlie.get(url(centre_b, f"{series.pk}/{rest}")).status_code == 404


def test_attendance_is_that_of_closed_meetings(
    as_alice: Client, centre_a: Centre, series: Series
) -> None:
    with centre_scope(centre_a):
        first = Meeting.objects.earliest("starts_at")
        first.participants.update(status="present")
        absent = Person.objects.create(last_name="Roy")
        Participant.objects.create(meeting=first, person=absent, status="absent")
        first.starts_at, first.state = datetime(2026, 11, 3, 11, 30, tzinfo=UTC), "closed"
        first.save()
    page = as_alice.get(url(centre_a, f"{series.pk}/")).content.decode()
    assert "1 sur 2" in page
    assert "50\xa0%" in page


def test_the_page_asks_as_many_queries_for_few_meetings_as_for_many(
    as_alice: Client, centre_a: Centre, series: Series
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            as_alice.get(url(centre_a, f"{series.pk}/"))
        return len(found)

    queries()
    many = queries()
    with centre_scope(centre_a):
        Meeting.objects.filter(starts_at__gt=datetime(2027, 2, 1, tzinfo=UTC)).delete()
    assert queries() == many


def test_an_open_ended_series_asks_to_be_extended(centre_a: Centre, series: Series) -> None:
    from pupitre.meetings.queries.series import series_deadlines

    with centre_scope(centre_a):
        assert list(series_deadlines(date(2027, 9, 30))) == []
        Series.objects.update(until=None)
        (found,) = series_deadlines(date(2027, 9, 30))
    assert (found.act, found.due) == ("Prolonger", date(2027, 10, 5))
