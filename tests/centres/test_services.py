import pytest

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership, Site
from pupitre.centres.roles import Role
from pupitre.centres.services import (
    LastCoordinatorError,
    NewCentre,
    change_centre,
    free_slug,
    give_access,
    give_usual_hours,
    open_centre,
    withdraw_access,
)
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope

pytestmark = pytest.mark.django_db


def test_slugs_are_plain_and_never_taken(alice: User) -> None:
    assert free_slug("MSP de l'Étang") == "msp-de-letang"
    open_centre(NewCentre("MSP de l'Étang"), coordinator=alice)
    assert free_slug("MSP de l'Étang") == "msp-de-letang-2"
    assert free_slug("!!!") == "msp"


def test_opening_is_audited_inside_the_new_centre_only(alice: User, centre_b: Centre) -> None:
    centre = open_centre(NewCentre("MSP neuve", "35000", "Rennes"), coordinator=alice)
    with centre_scope(centre):
        assert [event.action for event in AuditEvent.objects.order_by("id")] == [
            "ouvrir la MSP",
            "créer",
        ]
    with centre_scope(centre_b):
        assert not AuditEvent.objects.filter(user_id=alice.pk).exists()


def test_access_given_twice_is_one_membership(in_a: object, actor: Actor) -> None:
    for role in (Role.SECRETARY, Role.MANAGER):
        member, new = give_access(
            email="dan@a.example", first_name="Dan", last_name="Roy", role=role, by=actor
        )
        assert (member.role, new) == (role, role == Role.SECRETARY)
    assert Membership.objects.filter(user__email="dan@a.example").count() == 1


def test_last_coordinator_is_kept(in_a: object, alice: User, actor: Actor) -> None:
    mine = Membership.objects.get(user=alice)
    with pytest.raises(LastCoordinatorError, match="donnez d'abord ce rôle"):
        withdraw_access(mine, by=actor)
    with pytest.raises(LastCoordinatorError):
        give_access(
            email=alice.email, first_name="", last_name="", role=Role.PROFESSIONAL, by=actor
        )
    mine.refresh_from_db()
    assert mine.role == Role.COORDINATOR


def test_only_what_changed_of_the_centre_is_noted(
    in_a: object, centre_a: Centre, actor: Actor
) -> None:
    change_centre(centre_a, by=actor)
    assert not AuditEvent.objects.filter(action="modifier la MSP").exists()
    centre_a.town = "Bruz"
    change_centre(centre_a, by=actor)
    event = AuditEvent.objects.get(action="modifier la MSP")
    assert event.changes == {"town": [None, "Bruz"]}


def test_usual_hours_leave_given_hours_alone(in_a: object, actor: Actor) -> None:
    site = Site.objects.get()
    give_usual_hours(site, by=actor)
    site.hours.exclude(weekday=5).delete()
    give_usual_hours(site, by=actor)
    assert [one.weekday for one in site.hours.all()] == [5]
