"""T4: who leaves or changes role is refused at the next request, in the middle of a session; feeds, links and waiting mails too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pupitre.accounts.models import User, UserSession
from pupitre.centres.models import Centre, Membership
from pupitre.centres.roles import Role
from pupitre.centres.services import freeze_access, give_access, withdraw_access
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.mailing import jobs
from pupitre.mailing.models import Delivery
from pupitre.mailing.services import Recipient, write_message
from pupitre.meetings.services import invite
from pupitre.people.models import Person
from pupitre.people.services.persons import person_leaves
from tests.documents.samples import JPEG

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(centre_a: Centre, member_of: Any) -> User:
    """Manages A, with a second factor of their own."""
    user: User = member_of(centre_a, Role.MANAGER)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


@pytest.fixture
def session(manager: User) -> Client:
    """Is the manager's session, opened before anything changes."""
    client = Client()
    client.force_login(manager)
    return client


def disable(user: User, centre: Centre, actor: Actor) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def demote(user: User, centre: Centre, actor: Actor) -> None:
    give_access(email=user.email, first_name="M", last_name="M", role=Role.SECRETARY, by=actor)


def remove(user: User, centre: Centre, actor: Actor) -> None:
    withdraw_access(Membership.objects.get(user=user), by=actor)


def freeze(user: User, centre: Centre, actor: Actor) -> None:
    freeze_access(Membership.objects.get(user=user), by=actor)


def lose_second_factor(user: User, centre: Centre, actor: Actor) -> None:
    Authenticator.objects.filter(user=user).delete()


def change_password(user: User, centre: Centre, actor: Actor) -> None:
    user.set_password("trois lampes sous la neige")
    user.save()


PAGES = ("comptabilite/", "paiements/", "coordination/", "aci/", "reglages/acces/", "indemnites/")


@pytest.mark.parametrize(
    ("change", "status", "where"),
    [
        (disable, 302, "/connexion/login/"),
        (demote, 403, ""),
        (remove, 302, "/connexion/login/"),
        (freeze, 403, ""),
        (lose_second_factor, 302, "/connexion/2fa/"),
        (change_password, 302, "/connexion/login/"),
    ],
)
def test_the_next_request_of_an_open_session_is_refused(
    session: Client, manager: User, centre_a: Centre, actor: Actor,
    change: Callable[[User, Centre, Actor], None], status: int, where: str,
) -> None:  # fmt: skip
    home = f"/c/{centre_a.slug}/"
    assert session.get(f"{home}coordination/").status_code == 200
    with centre_scope(centre_a):
        change(manager, centre_a, actor)
    for page in PAGES:
        for answer in (session.get(home + page), session.post(home + page, {"x": "1"})):
            assert answer.status_code == status, (page, answer.status_code)
            assert answer.headers.get("Location", "").startswith(where), page


def test_a_withdrawn_access_ends_its_sessions_everywhere(
    session: Client, manager: User, centre_a: Centre, actor: Actor
) -> None:
    session.get(f"/c/{centre_a.slug}/")
    assert UserSession.objects.filter(user_id=manager.pk).exists()
    with centre_scope(centre_a):
        remove(manager, centre_a, actor)
    assert not UserSession.objects.filter(user_id=manager.pk).exists()


@pytest.fixture
def leaver(in_a: Any) -> Person:
    person = Person(first_name="Léo", last_name="Parti", email="leo@a.example")
    person.save()
    return person


def leave(person: Person, actor: Actor) -> None:
    person_leaves(Person.objects.get(pk=person.pk), on=timezone.localdate(), by=actor)


def test_a_calendar_feed_ends_with_the_departure(
    client: Client, leaver: Person, centre_a: Centre, actor: Actor
) -> None:
    address = "/" + invite.feed_url(leaver, by=actor).split("/", 3)[3]
    assert client.get(address).status_code == 200
    leave(leaver, actor)
    assert client.get(address).status_code == 410


def test_a_mail_that_waits_does_not_leave_after_the_departure(
    leaver: Person, centre_a: Centre, actor: Actor
) -> None:
    waiting = _written(leaver, actor)
    leave(leaver, actor)
    assert jobs._claim(waiting.pk, timezone.now()) is None
    assert Delivery.objects.get(pk=waiting.pk).state == Delivery.State.CANCELLED


def test_a_mail_written_to_a_former_member_leaves(
    leaver: Person, centre_a: Centre, actor: Actor
) -> None:
    leave(leaver, actor)
    Person.objects.filter(pk=leaver.pk).update(left_on=timezone.localdate() - timedelta(days=9))
    assert jobs._claim(_written(leaver, actor).pk, timezone.now()) is not None


def _written(person: Person, actor: Actor) -> Delivery:
    to = [Recipient(str(person), person.email, person=person)]
    message = write_message(subject="Réunion", body="Bonjour", recipients=to, by=actor)
    Delivery.objects.filter(message=message).update(state=Delivery.State.WAITING)
    return Delivery.objects.get(message=message)


def test_a_photo_keeps_no_place_nor_device(
    as_alice: Client, leaver: Person, centre_a: Centre
) -> None:
    exif = b"\xff\xe1\x00\x12Exif\0\0GPS 48.1,-1.6"
    exif = exif[:2] + len(exif[2:]).to_bytes(2) + exif[4:]
    sent = {"kind": "professional", "profession": "infirmier", "civility": "Mme"}
    sent |= {"first_name": "Léo", "last_name": "Parti", "version": str(leaver.version)}
    photo = SimpleUploadedFile("moi.jpg", JPEG[:20] + exif + JPEG[20:], "image/jpeg")
    page = f"/c/{centre_a.slug}/annuaire/{leaver.pk}/"
    answer = as_alice.post(f"{page}modifier/", {**sent, "photo": photo})
    assert answer.status_code == 302, answer.context["form"].errors
    shown = as_alice.get(f"{page}photo/").content
    assert shown == JPEG
