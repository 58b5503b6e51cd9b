"""T14: bulk reading raises an alarm and can freeze one account; searches, exports and invitations have a pace."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres import pace
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import Role
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty records instead of two hundred, so that the tests are quick."""
    monkeypatch.setattr(pace, "READ", 20)
    pace._read.clear()


@pytest.fixture
def record(centre_a: Centre) -> str:
    with centre_scope(centre_a):
        person = Person(first_name="Paul", last_name="Petit")
        person.save()
        return person.get_absolute_url()


def read(client: Client, page: str, times: int = 20) -> list[int]:
    return [client.get(page).status_code for _ in range(times)]


def freezing(centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(bulk_reading=Centre.BulkReading.FREEZE)


def membership(centre: Centre, user: User) -> Membership:
    with centre_scope(centre):
        return Membership.objects.get(user=user)


def mails(address: str) -> list[str]:
    return [one.subject for one in mail.outbox if address in one.to]


def test_the_bar_is_two_hundred_records_in_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert (pace.READ, pace.READ_SECONDS) == (200, 600)


def test_bulk_reading_is_told_to_who_coordinates_and_stops_nobody(
    as_alice: Client, as_bob: Client, alice: User, bob: User, centre_a: Centre, record: str
) -> None:
    assert read(as_bob, record, 19) == [200] * 19
    assert mails(alice.email) == []
    assert read(as_bob, record, 2) == [200, 200]
    assert membership(centre_a, bob).frozen_at is None
    assert mails(alice.email) == ["Pupitre : beaucoup de fiches ouvertes"]
    home = as_alice.get(f"/c/{centre_a.slug}/").content.decode()
    assert "Beaucoup de fiches ouvertes" in home
    assert str(bob) in home
    with centre_scope(centre_a):
        assert AuditEvent.objects.filter(action="signaler une lecture en masse").count() == 1


def test_slow_reading_raises_nothing(
    as_bob: Client, bob: User, centre_a: Centre, record: str
) -> None:
    read(as_bob, record, 14)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        read(as_bob, record, 14)
    assert membership(centre_a, bob).alarm_at is None


def test_lists_read_page_after_page_count_too(
    as_bob: Client, bob: User, centre_a: Centre, record: str
) -> None:
    read(as_bob, f"/c/{centre_a.slug}/annuaire/?page=2", 2)
    assert membership(centre_a, bob).alarm_at is not None


def test_one_account_freezes_and_the_others_work_on(
    as_alice: Client, as_bob: Client, bob: User, centre_a: Centre, record: str, logged_in: Any,
    member_of: Any,
) -> None:  # fmt: skip
    freezing(centre_a)
    other = logged_in(member_of(centre_a, Role.SECRETARY))
    read(as_bob, record)
    refused = as_bob.get(record)
    assert refused.status_code == 403
    assert "Votre accès est gelé" in refused.content.decode()
    assert "Appelez la personne qui coordonne" in refused.content.decode()
    assert as_bob.post(f"/c/{centre_a.slug}/boite/deposer/", {}).status_code == 403
    assert other.get(record).status_code == 200
    assert as_alice.get(record).status_code == 200
    frozen = membership(centre_a, bob)
    assert as_bob.post(f"/c/{centre_a.slug}/reglages/acces/{frozen.pk}/liberer/").status_code == 403
    assert "gelé" in as_alice.get(f"/c/{centre_a.slug}/reglages/acces/").content.decode()
    as_alice.post(f"/c/{centre_a.slug}/reglages/acces/{frozen.pk}/liberer/")
    assert as_bob.get(record).status_code == 200


def test_who_coordinates_freezes_by_hand_but_never_the_last_one(
    as_alice: Client, as_bob: Client, alice: User, bob: User, centre_a: Centre, record: str
) -> None:
    acts = f"/c/{centre_a.slug}/reglages/acces/"
    as_alice.post(f"{acts}{membership(centre_a, bob).pk}/geler/")
    assert as_bob.get(record).status_code == 403
    as_alice.post(f"{acts}{membership(centre_a, alice).pk}/geler/")
    assert as_alice.get(record).status_code == 200


def test_a_frozen_sole_coordinator_proves_anew_who_is_there(
    as_alice: Client, alice: User, centre_a: Centre, record: str
) -> None:
    freezing(centre_a)
    session = as_alice.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp() - 5}
    ]
    session.save()
    read(as_alice, record)
    assert "C’est bien moi" in as_alice.get(record).content.decode()
    release = f"/c/{centre_a.slug}/reglages/acces/{membership(centre_a, alice).pk}/liberer/"
    asked = as_alice.post(release)
    assert asked["Location"].startswith("/connexion/reauthenticate/?next=")
    assert as_alice.get(record).status_code == 403
    as_alice.post(asked["Location"], {"password": "correct horse battery"})
    as_alice.post(release)
    assert as_alice.get(record).status_code == 200


def test_a_frozen_coordinator_waits_for_the_other_one(
    as_alice: Client, alice: User, centre_a: Centre, record: str, logged_in: Any, member_of: Any
) -> None:
    freezing(centre_a)
    manager = logged_in(member_of(centre_a, Role.MANAGER))
    read(as_alice, record)
    release = f"/c/{centre_a.slug}/reglages/acces/{membership(centre_a, alice).pk}/liberer/"
    assert as_alice.post(release).status_code == 403
    assert manager.post(release).status_code == 302
    assert as_alice.get(record).status_code == 200


@pytest.mark.parametrize(
    ("kind", "page"), [("search", "chercher/?q=petit"), ("export", "annuaire/?format=csv")]
)
def test_searches_and_exports_have_a_pace_by_account_and_by_centre(
    as_alice: Client, as_bob: Client, as_charlie: Client, centre_a: Centre, centre_b: Centre,
    monkeypatch: pytest.MonkeyPatch, kind: str, page: str,
) -> None:  # fmt: skip
    monkeypatch.setitem(pace.PACES, kind, pace.Pace(2, 4, 600))
    here = f"/c/{centre_a.slug}/{page}"
    assert read(as_bob, here, 3) == [200, 200, 429]
    assert "Attendez quelques minutes" in as_bob.get(here).content.decode()
    assert read(as_alice, here, 3) == [200, 200, 429]
    assert as_charlie.get(f"/c/{centre_b.slug}/{page}").status_code == 200
    assert as_bob.get(f"/c/{centre_a.slug}/annuaire/").status_code == 200


def test_a_whole_centre_has_a_pace(
    as_alice: Client, as_bob: Client, centre_a: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pace.PACES, "search", pace.Pace(9, 3, 60))
    page = f"/c/{centre_a.slug}/chercher/?q=petit"
    assert read(as_bob, page, 3) == [200, 200, 200]
    assert as_alice.get(page).status_code == 429


def test_one_address_is_not_flooded_with_invitations(as_alice: Client, centre_a: Centre) -> None:
    cache.clear()
    given = {"first_name": "Zoé", "last_name": "Roy", "email": "zoe@a.example", "role": "secretary"}
    for _ in range(6):
        assert as_alice.post(f"/c/{centre_a.slug}/reglages/acces/", given).status_code == 200
    assert len(mails("zoe@a.example")) == pace.INVITED
