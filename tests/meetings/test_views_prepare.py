"""The list of meetings and the stage Préparer, over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting
from pupitre.meetings.services.prepare import plan_meeting


@pytest.fixture
def meeting(centre_a: Centre, actor: Actor) -> Meeting:
    with centre_scope(centre_a):
        return plan_meeting(
            title="Réunion de novembre", starts_at=timezone.now() + timedelta(days=20), by=actor
        )


def url(centre: Centre, path: str = "") -> str:
    return f"/c/{centre.slug}/reunions/{path}"


def test_the_meeting_opens_on_the_stage_that_fits(
    as_alice: Client, centre_a: Centre, meeting: Meeting
) -> None:
    answer = as_alice.get(url(centre_a, f"{meeting.pk}/"), follow=True)
    assert answer.redirect_chain[-1][0] == url(centre_a, f"{meeting.pk}/preparer/")
    assert "Réunion de novembre" in answer.content.decode()


def test_another_centres_meeting_does_not_exist(
    as_charlie: Client, centre_b: Centre, meeting: Meeting
) -> None:
    assert as_charlie.get(url(centre_b, f"{meeting.pk}/preparer/")).status_code == 404
