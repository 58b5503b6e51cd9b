"""First start, settings and accesses of a centre, over HTTP."""

import re
from typing import Any

import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.first_start import first_start_url
from pupitre.centres.models import Centre, InstitutionContact, Membership, OpeningHours, Room, Site
from pupitre.centres.roles import Role
from pupitre.core.tenancy import centre_scope

pytestmark = pytest.mark.django_db
START = {
    "first_name": "Ève",
    "last_name": "Petit",
    "email": "Eve@Tilleuls.example",
    "password": "un cheval et deux agrafes",
    "name": "MSP des Érables",
    "postcode": "35000",
    "town": "Rennes",
    "legal_form": "sisa",
    "finess": "35 000 123 4",
}


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/reglages/"


def address() -> str:
    return "/" + first_start_url().split("/", 3)[3]


def only(model: Any, centre: Centre, **wanted: object) -> Any:
    with centre_scope(centre):
        return model.objects.get(**wanted)


def test_login_of_an_empty_installation_says_where_its_first_page_is(client: Client) -> None:
    assert "Aucune MSP n’est encore ouverte ici" in client.get("/connexion/login/").content.decode()
    client.post(address(), START)
    client.logout()
    assert "n’est encore ouverte" not in client.get("/connexion/login/").content.decode()


def test_first_start_makes_all_in_one_pass_and_lands_on_the_home_page(client: Client) -> None:
    page = address()
    assert client.get("/bienvenue/autre/").status_code == 404
    assert "Bienvenue dans Pupitre" in client.get(page).content.decode()
    done = client.post(page, START)
    assert done["Location"] == "/c/msp-des-erables/"
    centre, user = Centre.objects.get(), User.objects.get()
    assert (centre.finess, centre.school_zone) == ("350001234", "B")
    assert user.email == "eve@tilleuls.example"
    assert user.check_password(START["password"])
    assert only(Site, centre).town == "Rennes"
    member = only(Membership, centre)
    assert (member.user_id, member.role) == (user.pk, Role.COORDINATOR)
    client.post(f"/c/{centre.slug}/", follow=True)
    assert str(client.session["_auth_user_id"]) == str(user.pk)
    assert first_start_url() == ""
    assert client.get(page).status_code == 404
    assert client.post(page, START | {"email": "x@y.example"}).status_code == 404
    assert Centre.objects.count() == 1


def test_first_session_goes_home_and_the_next_one_sets_the_second_factor_up(client: Client) -> None:
    client.post(address(), START)
    assert client.get("/c/msp-des-erables/").status_code == 200
    user = User.objects.get()
    client.logout()
    client.force_login(user)
    assert client.get("/c/msp-des-erables/")["Location"] == "/connexion/2fa/"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"postcode": "350"}, "Le code postal a cinq chiffres."),
        ({"finess": "12"}, "Un numéro FINESS a neuf caractères."),
        ({"password": "court"}, "au minimum 12 caractères"),
        ({"password": "password1234"}, "trop courant"),
        ({"email": "pas une adresse"}, "valide"),
        ({"name": ""}, "Ce champ est obligatoire"),
    ],
)
def test_first_start_says_what_to_change_and_makes_nothing(
    client: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post(address(), START | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.exists()
    assert not Centre.objects.exists()


def test_coordinator_opens_one_more_centre_others_do_not(as_alice: Client, as_bob: Client) -> None:
    new = {name: START[name] for name in ("name", "postcode", "town", "legal_form")}
    assert "Ouvrir cette MSP" in as_alice.get("/nouvelle-msp/").content.decode()
    assert as_alice.post("/nouvelle-msp/", new | {"town": ""}).status_code == 422
    assert as_alice.post("/nouvelle-msp/", new)["Location"] == "/c/msp-des-erables/"
    assert as_alice.get("/c/msp-des-erables/").status_code == 200
    assert as_bob.get("/nouvelle-msp/").status_code == 404
    assert as_bob.get("/c/msp-des-erables/").status_code == 404


def test_identity_is_changed_and_the_journal_tells_it(
    as_alice: Client, centre_a: Centre, url: str
) -> None:
    data = {
        "name": "MSP des Tilleuls",
        "legal_form": "association",
        "siret": "123 456 789 00012",
        "town": "Bruz",
        "school_zone": "B",
        "territory": "metropole",
        "closure": "all_year",
    }
    assert as_alice.post(f"{url}identite/", data).status_code == 302
    page = as_alice.get(url).content.decode()
    assert "association" in page
    assert "12345678900012" in page
    assert "Bruz" in page
    assert "a modifié la MSP" in as_alice.get(f"{url}journal/").content.decode()
    short = as_alice.post(f"{url}identite/", data | {"siret": "12"})
    assert short.status_code == 422
    assert "Un numéro SIRET a quatorze chiffres." in short.content.decode()


def test_site_room_hours_and_contact_are_added_changed_and_removed(
    as_alice: Client, centre_a: Centre, url: str
) -> None:
    assert as_alice.post(f"{url}sites/ajouter/", {"name": "Annexe"}).status_code == 302
    site = only(Site, centre_a, name="Annexe")
    as_alice.post(
        f"{url}sites/{site.pk}/modifier/", {"name": "Annexe du port", "version": site.version}
    )
    room = {"site": site.pk, "name": "Cèdre", "seats": "12", "area": "20.5"}
    assert as_alice.post(f"{url}salles/ajouter/", room).status_code == 302
    contact = {"institution": "cpam", "name": "Sylvie Marchais", "phone": "0199001010"}
    assert as_alice.post(f"{url}interlocuteurs/ajouter/", contact).status_code == 302
    late = {"site": site.pk, "weekday": "0", "opens": "18:00", "closes": "08:00"}
    refused = as_alice.post(f"{url}horaires/ajouter/", late)
    assert refused.status_code == 422
    assert "La fermeture doit venir" in refused.content.decode()
    as_alice.post(f"{url}horaires/ajouter/", late | {"opens": "08:00", "closes": "18:00"})
    page = as_alice.get(url).content.decode()
    for words in ("Annexe du port", "Cèdre", "12 places", "Sylvie Marchais"):
        assert words in page
    hours = only(OpeningHours, centre_a)
    csv = as_alice.get(f"{url}horaires/?format=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1] == "Annexe du port;lundi;08:00;18:00"
    as_alice.post(f"{url}horaires/{hours.pk}/supprimer/")
    kept = as_alice.post(f"{url}sites/{site.pk}/supprimer/")
    assert kept.status_code == 409
    assert "Cèdre" in kept.content.decode()
    as_alice.post(f"{url}salles/{only(Room, centre_a).pk}/supprimer/")
    assert as_alice.post(f"{url}sites/{site.pk}/supprimer/").status_code == 302
    as_alice.post(f"{url}interlocuteurs/{only(InstitutionContact, centre_a).pk}/supprimer/")
    assert "Sylvie Marchais" not in as_alice.get(url).content.decode()


def test_a_second_site_of_the_same_name_is_refused(
    as_alice: Client, centre_a: Centre, url: str
) -> None:
    answer = as_alice.post(f"{url}sites/ajouter/", {"name": "Site principal"})
    assert answer.status_code == 422
    assert "déjà pris dans cette MSP" in answer.content.decode()


def test_usual_hours_are_given_once(as_alice: Client, centre_a: Centre, url: str) -> None:
    site = only(Site, centre_a)
    for _time in range(2):
        assert as_alice.post(f"{url}sites/{site.pk}/horaires-usuels/").status_code == 302
    with centre_scope(centre_a):
        assert OpeningHours.objects.count() == 6


ACCESS = {"first_name": "Dan", "last_name": "Roy", "email": "dan@a.example", "role": "secretary"}


def test_new_account_gets_a_link_that_sets_a_password(
    as_alice: Client, client: Client, centre_a: Centre, url: str
) -> None:
    given = as_alice.post(f"{url}acces/", ACCESS).content.decode()
    assert "Dan Roy a maintenant accès" in given
    found = re.search(r'<code class="link">http://[^/]+(/[^<]+)</code>', given)
    assert found
    page = client.get(found[1], follow=True)
    form = page.redirect_chain[-1][0]
    done = client.post(
        form, {"password1": "quatre chaises bleues", "password2": "quatre chaises bleues"}
    )
    assert done.status_code == 302
    login = {"login": "dan@a.example", "password": "quatre chaises bleues"}
    client.post("/connexion/login/", login)
    assert client.get(f"/c/{centre_a.slug}/").status_code == 200
    again = Client().get(found[1], follow=True).content.decode()
    assert 'name="password1"' not in again


def test_existing_account_just_gets_the_role(
    as_alice: Client, charlie: User, centre_b: Centre, centre_a: Centre, url: str
) -> None:
    given = as_alice.post(f"{url}acces/", ACCESS | {"email": "Charlie@b.example"}).content.decode()
    assert "Ce compte existait déjà" in given
    assert 'class="link"' not in given
    assert only(Membership, centre_a, user=charlie).role == Role.SECRETARY
    assert only(Membership, centre_b, user=charlie).role == Role.COORDINATOR


def test_account_that_has_no_password_yet_is_invited_again_by_mail_only(
    as_alice: Client, url: str
) -> None:
    as_alice.post(f"{url}acces/", ACCESS)
    again = as_alice.post(f"{url}acces/", ACCESS).content.decode()
    assert "invitation repart" in again
    assert 'class="link"' not in again


def test_role_changes_but_a_coordinator_stays(
    as_alice: Client, alice: User, as_bob: Client, bob: User, centre_a: Centre, url: str
) -> None:
    me = {"first_name": "Alice", "last_name": "Aubert", "email": alice.email, "role": "secretary"}
    refused = as_alice.post(f"{url}acces/", me)
    assert refused.status_code == 422
    assert "Il faut au moins une personne qui coordonne" in refused.content.decode()
    mine = only(Membership, centre_a, user=alice)
    stays = as_alice.post(f"{url}acces/{mine.pk}/retirer/", follow=True).content.decode()
    assert "Il faut au moins une personne qui coordonne" in stays
    bobs = {"first_name": "Bob", "last_name": "B", "email": bob.email, "role": "coordinator"}
    assert as_alice.post(f"{url}acces/", bobs).status_code == 200
    assert as_bob.get(f"{url}acces/").status_code == 200
    assert as_alice.post(f"{url}acces/", me).status_code == 200
    assert as_alice.get(f"{url}acces/").status_code == 403


def test_who_withdraws_their_own_access_is_logged_out(
    as_alice: Client, alice: User, centre_a: Centre, url: str, member_of: Any
) -> None:
    member_of(centre_a, Role.COORDINATOR)
    mine = only(Membership, centre_a, user=alice)
    left = as_alice.post(f"{url}acces/{mine.pk}/retirer/")
    assert (left.status_code, left["Location"]) == (302, "/")
    assert "/connexion/login/" in as_alice.get(f"/c/{centre_a.slug}/")["Location"]


def test_withdrawn_access_is_refused_at_the_next_request(
    as_alice: Client, as_bob: Client, bob: User, centre_a: Centre, url: str, logged_in: Any
) -> None:
    assert as_bob.get(f"/c/{centre_a.slug}/").status_code == 200
    bobs = only(Membership, centre_a, user=bob)
    assert as_alice.post(f"{url}acces/{bobs.pk}/retirer/").status_code == 302
    ended = as_bob.get(f"/c/{centre_a.slug}/")
    assert "/connexion/login/" in ended["Location"]
    assert logged_in(bob).get(f"/c/{centre_a.slug}/").status_code == 404
    journal = as_alice.get(f"{url}journal/").content.decode()
    assert "a retiré un accès" in journal
    assert "Alice Aubert" in journal


PAGES = (
    "identite/",
    "acces/",
    "journal/",
    "sites/ajouter/",
    "salles/ajouter/",
    "horaires/ajouter/",
)


@pytest.mark.parametrize("page", PAGES)
def test_settings_are_changed_by_leaders_of_this_centre_only(
    as_bob: Client, as_charlie: Client, logged_in: Any, member_of: Any, centre_a: Centre, url: str,
    page: str,
) -> None:  # fmt: skip
    assert as_bob.get(url).status_code == 200
    assert as_bob.get(url + page).status_code == 403
    assert as_charlie.get(url + page).status_code == 404
    accountant = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    assert accountant.get(url).status_code == 403
    assert accountant.get(url + page).status_code == 403
    assert logged_in(member_of(centre_a, Role.MANAGER)).get(url + page).status_code == 200


def test_other_centres_records_do_not_exist_here(
    as_charlie: Client, centre_a: Centre, centre_b: Centre, bob: User
) -> None:
    there = f"/c/{centre_b.slug}/reglages/"
    site, member = only(Site, centre_a), only(Membership, centre_a, user=bob)
    assert as_charlie.get(f"{there}sites/{site.pk}/modifier/").status_code == 404
    assert as_charlie.post(f"{there}sites/{site.pk}/horaires-usuels/").status_code == 404
    assert as_charlie.post(f"{there}acces/{member.pk}/retirer/").status_code == 404


@pytest.mark.parametrize(
    ("role", "asked"),
    [("coordinator", True), ("manager", True), ("accountant", True), ("professional", False)],
)
def test_second_factor_is_asked_of_who_sees_sensitive_data(
    client: Client, member_of: Any, centre_a: Centre, role: str, asked: bool
) -> None:
    client.force_login(member_of(centre_a, role))
    answer = client.get(f"/c/{centre_a.slug}/")
    if not asked:
        assert answer.status_code == 200
        return
    assert answer["Location"] == "/connexion/2fa/"
    sentence = client.get("/connexion/2fa/").content.decode()
    assert "Votre rôle donne accès à des données sensibles" in sentence


def test_demonstration_asks_no_second_factor(
    client: Client, alice: User, centre_a: Centre, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(alice)
    assert client.get(f"/c/{centre_a.slug}/").status_code == 200
