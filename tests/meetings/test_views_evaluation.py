from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, Participant, Rating
from pupitre.meetings.queries.evaluation import meeting_facts
from pupitre.people.models import Person
from pupitre.tasks.models import Task
from tests.meetings.rcp_samples import held_rcp, make_team
from tests.meetings.test_views_rcp import pdf_text, url, words

pytestmark = pytest.mark.django_db


def a_year(actor: Actor) -> list[Meeting]:
    """Two RCPs and a team meeting, one person absent, three decisions and two marks."""
    team = make_team()
    first = held_rcp(team, by=actor, minutes=60)
    second = held_rcp(team, by=actor, starts_at=datetime(2026, 6, 9, 10, tzinfo=UTC), minutes=60)
    third = held_rcp(team, by=actor, starts_at=datetime(2026, 9, 8, 10, tzinfo=UTC), minutes=60)
    Meeting.objects.filter(pk=third.pk).update(kind="team")
    third.participants.filter(profession="pharmacien").update(
        status="absent", day_minutes=0, evening_minutes=0
    )
    for title, state in (("a", "done"), ("b", "open"), ("c", "dropped")):
        Task.objects.create(
            kind="decision",
            title=title,
            state=state,
            decided_on=date(2026, 6, 9),
            due=date(2026, 7, 1),
        )
    for mark in (4, 5):
        Rating.objects.create(meeting=first, mark=mark)
    return [first, second, third]


@pytest.mark.activity("A010")
def test_the_year_is_evaluated_on_a_page_and_in_a_pdf(
    in_a: Scope, as_bob: Client, actor: Actor, centre_a: Centre
) -> None:
    a_year(actor)
    page = words(as_bob.get(url(centre_a, "evaluation/?annee=2026")))
    for text in (
        "92 %",
        "11 h",
        "1 sur 2",
        "Satisfaction (2 notes)",
        "4,5 sur 5",
        "Réunions par trimestre",
    ):
        assert text in page
    assert page.count("<svg xmlns") == 3
    assert page.count("<figure") == page.count("<caption>") == 3
    assert 'Pharmacien</th><td class="num">3</td><td class="num">2</td>' in page
    paper = as_bob.get(url(centre_a, "evaluation.pdf?annee=2026"))
    text = pdf_text(paper.content)
    for part in (
        "Présence par profession",
        "Pharmacien 3 2 67 %",
        "4,5 sur 5",
        "Décisions en retard",
    ):
        assert part in text


def test_a_stand_in_holds_one_seat_and_a_secretary_is_named(in_a: Scope, actor: Actor) -> None:
    meeting = held_rcp(make_team(), by=actor)
    roy = meeting.participants.get(profession="infirmier")
    stand_in = Person.objects.create(first_name="Zoé", last_name="Noir", profession="infirmier")
    secretary = Person.objects.create(last_name="Blanc", kind="secretary")
    Participant.objects.filter(pk=roy.pk).update(status="replaced")
    Participant.objects.create(
        meeting=meeting,
        person=stand_in,
        profession="infirmier",
        status="present",
        replaces=roy.person,
    )
    Participant.objects.create(meeting=meeting, person=secretary, status="present")
    facts = meeting_facts(2026)[0]
    assert (facts.invited["Infirmier"], facts.present["Infirmier"]) == (1, 1)
    assert facts.present["Secrétariat"] == 1


def test_a_year_without_meetings_says_what_to_do(as_bob: Client, centre_a: Centre) -> None:
    page = words(as_bob.get(url(centre_a, "evaluation/?annee=2024")))
    assert "Aucune réunion close cette année." in page
    assert "Coller l’historique" in page
    assert as_bob.get(url(centre_a, "evaluation.pdf?annee=2024")).status_code == 200


def test_the_evaluation_costs_the_same_whatever_the_number_of_meetings(
    in_a: Scope, as_bob: Client, actor: Actor, centre_a: Centre
) -> None:
    team = make_team()
    held_rcp(team, by=actor)
    place = url(centre_a, "evaluation/?annee=2026")
    as_bob.get(place)
    with CaptureQueriesContext(connection) as one:
        as_bob.get(place)
    for month in range(4, 9):
        held_rcp(team, by=actor, starts_at=datetime(2026, month, 1, 10, tzinfo=UTC))
    with CaptureQueriesContext(connection) as six:
        as_bob.get(place)
    assert len(one) == len(six)


def test_the_evaluation_is_for_the_team_of_that_centre(
    centre_a: Centre, member_of: object, logged_in: object, as_charlie: Client
) -> None:
    accountant = logged_in(member_of(centre_a, "accountant"))  # type: ignore[operator]
    for path in ("evaluation/", "evaluation.pdf"):
        assert accountant.get(url(centre_a, path)).status_code == 403
        assert as_charlie.get(url(centre_a, path)).status_code == 404
