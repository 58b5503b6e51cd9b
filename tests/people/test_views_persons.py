"""The pages of persons: what they show, whom they refuse, what they write."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Membership, Site
from pupitre.core import records
from pupitre.core.tenancy import centre_scope
from pupitre.people.models import Person, Status

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364600000000600023081d02f0000000049454e44ae426082"
)


@pytest.fixture
def url(centre_a):
    return lambda path="": f"/c/{centre_a.slug}/annuaire/{path}"


def test_the_list_shows_who_is_here_with_profession_and_status(as_alice, url, gp, person):
    gp("Arnaud", first_name="Paul", email="paul@example.fr")
    person("Caradec", left_on=date(2026, 1, 1))
    page = as_alice.get(url()).content.decode()
    assert "Arnaud" in page
    assert "Médecin généraliste" in page
    assert "associé·e" in page
    assert "Caradec" not in page
    assert "Caradec" in as_alice.get(url("?presence=partis")).content.decode()


def test_the_list_filters_by_profession_site_status_and_words(as_alice, url, gp, person, actor):
    site = Site.objects.get()
    gp("Arnaud")
    person("Blin", profession="infirmier", sites=[site])
    for query, shown, hidden in (
        ("profession=infirmier", "Blin", "Arnaud"),
        (f"sites__site={site.pk}", "Blin", "Arnaud"),
        ("statut=associate", "Arnaud", "Blin"),
        ("q=bli", "Blin", "Arnaud"),
    ):
        page = as_alice.get(url(f"?{query}")).content.decode()
        assert shown in page, query
        assert hidden not in page, query


def test_the_list_takes_the_same_queries_for_1_and_30_persons(as_alice, url, gp):
    gp("Seul", sites=[Site.objects.get()])
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(url())
        counts.append(len(queries))
        for number in range(29):
            gp(f"Arnaud {number}", sites=[Site.objects.get()])
    assert counts[0] == counts[1]


def test_the_list_goes_out_as_csv_xlsx_vcard_and_paper(as_alice, url, person):
    person("Blin", first_name="Zoé", email="zoe@example.fr", phone="06 12 34 56 78")
    assert "Blin;Zoé" in as_alice.get(url("?format=csv")).content.decode()
    assert as_alice.get(url("?format=xlsx")).content[:2] == b"PK"
    card = as_alice.get(url("?format=vcf")).content.decode()
    assert "N:Blin;Zoé" in card
    assert "zoe@example.fr" in card
    assert "Imprimer" in as_alice.get(url("?format=papier")).content.decode()


def test_a_person_is_added_with_site_account_and_photo(as_alice, url, in_a, bob):
    site = Site.objects.get()
    data = {
        "kind": "professional", "civility": "Mme", "last_name": "Blin", "first_name": "Zoé",
        "profession": "infirmier", "email": "Zoe@Example.fr", "phone": "0612345678",
        "at_sites": [site.pk], "user": bob.pk, "photo": SimpleUploadedFile("moi.png", PNG),
    }  # fmt: skip
    assert as_alice.post(url("ajouter/"), data).status_code == 302
    made = Person.objects.get()
    assert (made.email, made.phone, made.user) == ("zoe@example.fr", "06 12 34 56 78", bob)
    assert made.sites.get().site == site
    shown = as_alice.get(url(f"{made.pk}/photo/"))
    assert (shown["Content-Type"], shown.content) == ("image/png", PNG)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("rpps", "10001234568", "La clé du numéro RPPS"),
        ("phone", "0612", "doit compter 10 chiffres"),
        ("email", "zoe@", "adresse"),
        ("last_name", "", "obligatoire"),
        ("photo", SimpleUploadedFile("moi.png", b"<svg></svg>"), "image PNG ou JPEG"),
    ],
)
def test_a_wrong_field_is_refused_in_french(as_alice, url, in_a, field, value, sentence):
    data = {"kind": "professional", "last_name": "Blin", field: value}
    answer = as_alice.post(url("ajouter/"), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Person.objects.exists()


def test_a_number_already_taken_is_said_whose(as_alice, url, person):
    person("Arnaud", first_name="Paul", rpps="99900000037")
    data = {"kind": "professional", "last_name": "Blin", "rpps": "99900000037"}
    answer = as_alice.post(url("ajouter/"), data)
    assert "déjà celui de Paul Arnaud" in answer.content.decode()


def test_the_page_says_that_an_address_is_missing(as_alice, url, person):
    made = person("Blin")
    assert "Adresse e-mail manquante" in as_alice.get(url(f"{made.pk}/")).content.decode()


def test_a_status_is_given_refused_twice_then_ended(as_alice, url, person):
    made = person("Blin")
    data = {"kind": "associate", "since": "2026-01-01"}
    assert as_alice.post(url(f"{made.pk}/statuts/ajouter/"), data).status_code == 302
    again = as_alice.post(url(f"{made.pk}/statuts/ajouter/"), data | {"since": "2026-05-01"})
    assert again.status_code == 422
    assert "court déjà depuis le 01/01/2026" in again.content.decode()
    row = Status.objects.get()
    data |= {"until": "2026-06-30", "version": row.version}
    assert as_alice.post(url(f"statuts/{row.pk}/"), data).status_code == 302
    row.refresh_from_db()
    assert row.until == date(2026, 6, 30)


def test_a_departure_shows_what_stops_then_stops_it(as_alice, url, person, bob, logged_in):
    made = person("Blin", "associate", user=bob)
    client = logged_in(bob)
    assert client.get(url()).status_code == 200
    page = as_alice.get(url(f"{made.pk}/depart/")).content.decode()
    assert "statut : associé·e" in page
    as_alice.post(url(f"{made.pk}/depart/"), {"on": "2026-01-02"})
    made.refresh_from_db()
    assert made.left_on == date(2026, 1, 2)
    assert not Membership.objects.filter(user=bob).exists()
    assert client.get(url()).status_code in {302, 404}
    assert as_alice.post(url(f"{made.pk}/retour/"), {"on": "2026-03-02"}).status_code == 302
    made.refresh_from_db()
    assert made.left_on is None


def test_the_last_coordinator_is_told_why_they_cannot_leave(as_alice, url, person, alice):
    made = person("Aubert", user=alice)
    answer = as_alice.post(url(f"{made.pk}/depart/"), {"on": "2026-01-02"})
    assert answer.status_code == 422
    assert "au moins une personne qui coordonne" in answer.content.decode()


def test_only_a_person_without_history_is_deleted(as_alice, url, person):
    held, free = person("Blin", "associate"), person("Colas")
    refused = as_alice.post(url(f"{held.pk}/supprimer/"))
    assert refused.status_code == 409
    assert "statut (1)" in refused.content.decode()
    assert as_alice.post(url(f"{free.pk}/supprimer/")).status_code == 302
    assert list(Person.objects.all()) == [held]


def test_a_professional_sees_and_does_not_write(as_bob, url, person):
    made = person("Blin", email="zoe@example.fr", phone="06 12 34 56 78")
    page = as_bob.get(url(f"{made.pk}/")).content.decode()
    assert "zoe@example.fr" in page
    assert "06 12 34 56 78" in page
    assert "Départ" not in page
    for path in ("ajouter/", f"{made.pk}/modifier/", f"{made.pk}/depart/", "coller/", "national/"):
        assert as_bob.get(url(path)).status_code == 403, path


def test_a_secretary_writes_and_an_accountant_sees_nothing(
    logged_in, member_of, centre_a, url, person
):
    made = person("Blin")
    secretary = logged_in(member_of(centre_a, "secretary"))
    accountant = logged_in(member_of(centre_a, "accountant"))
    assert secretary.get(url(f"{made.pk}/modifier/")).status_code == 200
    assert accountant.get(url()).status_code == 403
    assert accountant.get(url(f"{made.pk}/")).status_code == 403


def test_a_person_of_another_centre_does_not_exist(as_alice, url, centre_b, actor):
    with centre_scope(centre_b):
        other = records.save(Person(last_name="Ailleurs"), by=actor)
    for path in ("", "modifier/", "depart/", "photo/", "contact.vcf"):
        assert as_alice.get(url(f"{other.pk}/{path}")).status_code == 404, path
