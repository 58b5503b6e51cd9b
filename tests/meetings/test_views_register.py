from datetime import date, time

import pytest
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope
from pupitre.meetings.models import Meeting, MeetingTemplate, Series
from pupitre.tasks.services import add_task
from tests.meetings.rcp_samples import held_rcp, make_team
from tests.meetings.test_views_rcp import url, words

pytestmark = pytest.mark.django_db


def test_the_register_gathers_what_meetings_decided(
    in_a: Scope, as_bob: Client, actor: Actor, centre_a: Centre
) -> None:
    team = make_team()
    meeting = held_rcp(team, by=actor)
    template = MeetingTemplate.objects.create(name="Mensuelle")
    series = Series.objects.create(
        template=template, name="Le mardi", at=time(12), starts_on=date(2026, 1, 1)
    )
    add_task(
        title="Acheter un ECG",
        by=actor,
        owner=team[0],
        origin=meeting,
        decided_on=date(2026, 3, 10),
    )
    add_task(title="Sans réunion", by=actor, decided_on=date(2026, 3, 10))
    page = words(as_bob.get(url(centre_a, "registre/?annee=2026")))
    assert "1 décision ou tâche" in page
    assert "Acheter un ECG" in page
    assert f"/reunions/{meeting.pk}/" in page
    assert "Sans réunion" not in page
    kept = url(centre_a, f"registre/?annee=2026&serie={series.pk}")
    assert "Aucune décision cette année." in words(as_bob.get(kept))
    Meeting.objects.update(series=series)
    assert "Acheter un ECG" in words(as_bob.get(kept))
    rows = as_bob.get(url(centre_a, "registre/?annee=2026&format=csv")).content.decode("utf-8-sig")
    assert rows.splitlines()[1].startswith("10/03/2026;RCP express;Acheter un ECG;Dr Anne Petit;")
    assert "Aucune décision" in words(as_bob.get(url(centre_a, "registre/?annee=2025")))


def test_the_register_is_for_the_team_of_that_centre(
    centre_a: Centre, member_of: object, logged_in: object, as_charlie: Client
) -> None:
    accountant = logged_in(member_of(centre_a, "accountant"))  # type: ignore[operator]
    assert accountant.get(url(centre_a, "registre/")).status_code == 403
    assert as_charlie.get(url(centre_a, "registre/")).status_code == 404
