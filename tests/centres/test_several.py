"""One coordinator, several centres, several sites."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership, Site
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import Person
from pupitre.tasks.services import add_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(alice: User, centre_a: Centre, centre_b: Centre, actor: Actor) -> tuple[Centre, Centre]:
    """Alice coordinates A and is the secretary of B; each holds one late task and one person."""
    with centre_scope(centre_b):
        Membership.objects.create(user=alice, role=Role.SECRETARY)
    late = timezone.localdate() - timedelta(days=3)
    for centre, name in ((centre_a, "Amandier"), (centre_b, "Bouleau")):
        with centre_scope(centre):
            owner = Person.objects.create(first_name="Léa", last_name=name)
            add_task(title=f"Tâche {name}", by=actor, decided_on=late, due=late, owner=owner)
    return centre_a, centre_b


@pytest.mark.activity("L137")
def test_one_account_works_in_two_sealed_centres_with_a_cockpit_over_both(
    as_alice: Client, both: tuple[Centre, Centre]
) -> None:
    a, b = both
    assert as_alice.get("/")["Location"] == "/mes-msp/"
    over = as_alice.get("/mes-msp/").content.decode()
    for centre in both:
        assert f'href="/c/{centre.slug}/">{centre.name}</a>' in over
        assert f"/c/{centre.slug}/decisions/?vue=retard" in over
    assert "coordination" in over
    assert "secrétariat" in over
    for here, there, mine, hidden in ((a, b, "Amandier", "Bouleau"), (b, a, "Bouleau", "Amandier")):
        home = as_alice.get(f"/c/{here.slug}/").content.decode()
        assert f'href="/c/{there.slug}/"' in home  # the switch
        for page in ("decisions/", "annuaire/", f"chercher/?q={mine}"):
            shown = as_alice.get(f"/c/{here.slug}/{page}").content.decode()
            assert mine in shown, page
            assert hidden not in shown, page
        nothing = as_alice.get(f"/c/{here.slug}/chercher/?q={hidden}").content.decode()
        assert "Rien ne correspond" in nothing


@pytest.mark.activity("L137")
def test_role_of_one_centre_gives_nothing_in_the_other(
    as_alice: Client, as_charlie: Client, both: tuple[Centre, Centre]
) -> None:
    a, b = both
    assert as_alice.get(f"/c/{a.slug}/reglages/acces/").status_code == 200
    assert as_alice.get(f"/c/{b.slug}/reglages/acces/").status_code == 403
    assert as_charlie.get(f"/c/{a.slug}/").status_code == 404
    with centre_scope(a):
        person = Person.objects.get()
    assert as_alice.get(f"/c/{b.slug}/annuaire/{person.pk}/").status_code == 404
    assert "Amandier" not in as_charlie.get("/mes-msp/", follow=True).content.decode()


@pytest.mark.activity("L137")
def test_a_centre_holds_several_sites_of_its_own(
    as_alice: Client, both: tuple[Centre, Centre]
) -> None:
    a, b = both
    as_alice.post(f"/c/{a.slug}/reglages/sites/ajouter/", {"name": "Annexe du bourg"})
    with centre_scope(a):
        assert Site.objects.count() == 2
    assert "Annexe du bourg" in as_alice.get(f"/c/{a.slug}/reglages/").content.decode()
    assert "Annexe du bourg" not in as_alice.get(f"/c/{b.slug}/reglages/").content.decode()


def test_cockpit_over_all_counts_what_is_late_in_each(
    as_alice: Client, both: tuple[Centre, Centre], actor: Any
) -> None:
    page = as_alice.get("/mes-msp/").content.decode()
    assert page.count("1\xa0en retard") == 2
