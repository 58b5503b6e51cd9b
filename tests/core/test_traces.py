"""What leaves a trace though it writes nothing: readings, files, refusals, logins, once a day."""

import pytest
import time_machine
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope

pytestmark = pytest.mark.django_db


def traces(centre: Centre, action: str) -> list[tuple[str, str]]:
    with centre_scope(centre):
        found = AuditEvent.objects.filter(action=action).order_by("number")
        return [(event.object_type, event.object_label) for event in found]


def test_a_page_of_human_resources_is_told_once_a_day(as_alice: Client, centre_a: Centre) -> None:
    with time_machine.travel("2026-11-22 10:00 +0100", tick=False):
        as_alice.get(f"/c/{centre_a.slug}/coordination/")
        as_alice.get(f"/c/{centre_a.slug}/coordination/?mois=2026-10")
        as_alice.get(f"/c/{centre_a.slug}/coordination/cadres/")
        as_alice.get(f"/c/{centre_a.slug}/annuaire/")
        first = [("hr", "coordination/"), ("hr.engagement", "coordination/cadres/")]
        assert traces(centre_a, "lire") == first
    with time_machine.travel("2026-11-23 10:00 +0100", tick=False):
        as_alice.get(f"/c/{centre_a.slug}/coordination/")
        assert traces(centre_a, "lire") == [*first, ("hr", "coordination/")]


def test_a_list_taken_away_as_a_file_is_told_with_its_format(
    as_alice: Client, centre_a: Centre
) -> None:
    for _again in range(2):
        response = as_alice.get(f"/c/{centre_a.slug}/annuaire/?format=csv&q=Secret")
        assert response.status_code == 200
    as_alice.get(f"/c/{centre_a.slug}/annuaire/?format=xlsx")
    assert traces(centre_a, "exporter") == [
        ("people.person", "annuaire/ (csv)"),
        ("people.person", "annuaire/ (xlsx)"),
    ]


def test_a_refusal_and_an_object_that_is_not_ours_are_told(
    as_bob: Client, as_alice: Client, centre_a: Centre
) -> None:
    assert as_bob.get(f"/c/{centre_a.slug}/coordination/").status_code == 403
    assert as_bob.post(f"/c/{centre_a.slug}/coordination/").status_code == 403
    assert as_alice.get(f"/c/{centre_a.slug}/annuaire/999999/").status_code == 404
    assert as_alice.get(f"/c/{centre_a.slug}/annuaire/999998/").status_code == 404
    assert traces(centre_a, "se voir refuser") == [("hr", "hr:home")]
    assert traces(centre_a, "chercher en vain") == [("people.person", "people:person-detail")]


def test_a_centre_learns_that_an_account_of_elsewhere_knocked(
    as_charlie: Client, charlie: User, centre_a: Centre, centre_b: Centre
) -> None:
    for _again in range(2):
        assert as_charlie.get(f"/c/{centre_a.slug}/annuaire/").status_code == 404
    assert traces(centre_b, "se voir refuser") == []
    with centre_scope(centre_a):
        event = AuditEvent.objects.get(action="se voir refuser")
    assert (event.who, event.user_id) == ("un compte d’ailleurs", charlie.pk)
    assert "Charlie" not in f"{event.who} {event.object_label} {event.changes}"


def test_a_login_is_told_to_each_centre_of_the_account(
    client: Client, alice: User, centre_a: Centre, centre_b: Centre
) -> None:
    answer = client.post(
        "/connexion/login/",
        {"login": alice.email, "password": "correct horse battery"},
        headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"},
    )
    assert answer.status_code == 302
    assert traces(centre_a, "se connecter") == [("accounts.user", "Firefox sur Windows")]
    assert traces(centre_b, "se connecter") == []
