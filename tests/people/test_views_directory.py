"""The national directory, pasted tables, counts and merging, over HTTP."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pupitre.centres.models import Site
from pupitre.core import records
from pupitre.core.dates import PARIS
from pupitre.core.jobs.worker import run_due
from pupitre.core.models import AuditEvent
from pupitre.meetings.models import Meeting, Participant
from pupitre.people.models import DirectoryReading, Group, GroupMember, PatientCount, Person
from tests.people.directory_samples import TEAM, text_of


@pytest.fixture
def url(centre_a):
    return lambda path="": f"/c/{centre_a.slug}/annuaire/{path}"


@pytest.fixture
def read(as_alice, url, in_a):
    """Upload an extraction, let the worker read it, return the reading."""

    def upload(content, **fields):
        file = SimpleUploadedFile("activite.txt", content.encode())
        answer = as_alice.post(url("national/"), {"file": file, **fields})
        assert answer.status_code == 302, answer.content.decode()
        assert run_due() == 1
        return DirectoryReading.objects.order_by("-pk").first()

    return upload


def applied(client, url, reading, **choices):
    page = client.get(url(f"national/{reading.pk}/"))
    data = {"seen": page.context["seen"]}
    data["take"] = [person.number for person in page.context["preview"].new]
    data["take"] += [change.found.number for change in page.context["preview"].changed]
    return client.post(url(f"national/{reading.pk}/"), data | choices, follow=True)


@pytest.mark.activity("K120")
def test_an_extraction_is_read_shown_applied_and_again_changes_nothing(as_alice, url, read, person):
    person("Exemple", first_name="Arnaud")
    reading = read(text_of(*TEAM), finess="990000010")
    page = as_alice.get(url(f"national/{reading.pk}/")).content.decode()
    assert "Nouvelles personnes" in page
    assert Person.objects.count() == 1  # nothing is written before the agreement
    done = applied(as_alice, url, reading).content.decode()
    assert "Ce qui a été fait" in done
    first = Person.objects.count()
    assert first >= 4
    again = read(text_of(*TEAM), finess="990000010")
    assert "Nouvelles personnes" not in as_alice.get(url(f"national/{again.pk}/")).content.decode()
    before = AuditEvent.objects.filter(object_type="people.person").count()
    applied(as_alice, url, again)
    assert Person.objects.count() == first
    assert AuditEvent.objects.filter(object_type="people.person").count() == before


def test_a_wrong_file_is_refused_with_its_line(as_alice, url, read):
    broken = text_of(*TEAM).replace("|", "", 60) + "x|y\n"
    reading = read(broken, finess="990000010")
    assert reading.state == "refused"
    page = as_alice.get(url(f"national/{reading.pk}/")).content.decode()
    assert "Ligne" in page
    assert not Person.objects.exists()


def test_a_reading_asks_whom_to_look_for_and_a_right_number(as_alice, url, in_a):
    file = SimpleUploadedFile("activite.txt", b"x")
    nobody = as_alice.post(url("national/"), {"file": file})
    assert nobody.status_code == 422
    assert "Dites qui chercher" in nobody.content.decode()
    wrong = as_alice.post(url("national/"), {"file": file, "rpps": "123"})
    assert "doit compter 11 chiffres" in wrong.content.decode()
    assert "Choisissez le fichier" in as_alice.post(url("national/"), {}).content.decode()


def test_a_preview_that_is_no_longer_true_is_not_applied(as_alice, url, read, actor):
    reading = read(text_of(*TEAM), finess="990000010")
    page = as_alice.get(url(f"national/{reading.pk}/"))
    records.save(Person(last_name="Fictive", first_name="Chloé"), by=actor)
    answer = as_alice.post(
        url(f"national/{reading.pk}/"), {"seen": page.context["seen"]}, follow=True
    )
    assert "a changé depuis cet aperçu" in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_site_number_is_offered_and_a_reading_may_be_dropped(as_alice, url, read, actor):
    site = Site.objects.get()
    site.finess = "990000010"
    records.save(site, by=actor)
    assert 'value="990000010"' in as_alice.get(url("national/")).content.decode()
    reading = read(text_of(*TEAM), postcodes="35137")
    assert " checked" not in as_alice.get(url(f"national/{reading.pk}/")).content.decode()
    as_alice.post(url(f"national/{reading.pk}/abandonner/"))
    reading.refresh_from_db()
    assert reading.state == "dropped"


TABLE = (
    "Nom\tPrénom\tE-mail\tTéléphone\tAssocié depuis\tSite\tGroupes\n"
    "Arnaud\tPaul\tpaul@example.fr\t0612345678\t01/02/2024\tSite principal\tPlaies\n"
    "Blin\tZoé\tzoe@example.fr\t\t\t\tPlaies\n"
)


@pytest.mark.activity("K120")
def test_a_table_is_checked_line_by_line_then_applied(as_alice, url, person):
    paul = person("Arnaud", first_name="Paul")
    page = as_alice.post(url("coller/"), {"text": TABLE}).content.decode()
    assert "E-mail : paul@example.fr" in page
    assert "Groupe : Plaies (à créer)" in page
    assert Person.objects.count() == 1
    assert as_alice.post(url("coller/"), {"text": TABLE, "apply": "1"}).status_code == 302
    paul.refresh_from_db()
    assert (paul.email, paul.phone) == ("paul@example.fr", "06 12 34 56 78")
    assert paul.statuses.get().since == date(2024, 2, 1)
    assert paul.sites.get().site.name == "Site principal"
    assert Group.objects.get().members.count() == 2
    events = AuditEvent.objects.count()
    as_alice.post(url("coller/"), {"text": TABLE, "apply": "1"})
    assert AuditEvent.objects.count() == events


def test_one_wrong_line_stops_the_whole_table(as_alice, url, in_a):
    wrong = TABLE.replace("Site principal", "Ailleurs").replace("zoe@example.fr", "zoe@")
    answer = as_alice.post(url("coller/"), {"text": wrong, "apply": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 2 : le site « Ailleurs » n’existe pas" in page
    assert "Ligne 3 :" in page
    assert not Person.objects.exists()


def test_contacts_come_in_from_a_vcard_file(as_alice, url, in_a):
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Blin;Zoé;;;\r\nEMAIL:zoe@example.fr\r\nEND:VCARD\r\n"
    file = SimpleUploadedFile("contacts.vcf", card.encode())
    page = as_alice.post(url("coller/"), {"file": file})
    assert "zoe@example.fr" in page.content.decode()
    as_alice.post(url("coller/"), {"text": page.context["text"], "apply": "1"})
    assert Person.objects.get().email == "zoe@example.fr"


def test_patients_are_counted_on_one_form_and_checked(as_alice, url, gp):
    arnaud, blin = gp("Arnaud"), gp("Blin")
    data = {"on": "2026-01-01", f"{arnaud.pk}-patients": "900", f"{arnaud.pk}-ald_under_75": "90"}
    assert as_alice.post(url("patientele/"), data).status_code == 302
    assert PatientCount.objects.get().patients == 900
    page = as_alice.get(url("patientele/")).content.decode()
    assert "Sans compte" in page
    assert "Blin" in page
    wrong = as_alice.post(
        url("patientele/"), data | {f"{blin.pk}-patients": "3", f"{blin.pk}-over_75_ald": "8"}
    )
    assert wrong.status_code == 422
    assert "plus que la patientèle" in wrong.content.decode()
    assert PatientCount.objects.count() == 1


def test_patients_are_pasted_and_a_stranger_is_refused_with_the_line(as_alice, url, gp, as_bob):
    gp("Arnaud", first_name="Paul")
    data = {"on": "2026-01-01", "text": "Dr Arnaud\t1 050\t100\t80\t40"}
    assert as_alice.post(url("patientele/"), data).status_code == 302
    assert PatientCount.objects.get().patients == 1050
    wrong = as_alice.post(url("patientele/"), data | {"text": "Inconnu\t12"})
    assert "Ligne 1 : « Inconnu » n’est pas un médecin associé" in wrong.content.decode()
    assert as_bob.post(url("patientele/"), data).status_code == 403


@pytest.mark.activity("K120")
def test_duplicates_become_one_person_everywhere(as_alice, url, person, actor, plan):
    kept = person("Arnaud", first_name="Paul", rpps="99900000037")
    gone = person("Arnaud", first_name="Paule", email="paul@example.fr")
    group = records.save(Group(name="Plaies", lead=gone), by=actor)
    for member in (kept, gone):
        records.save(GroupMember(group=group, person=member), by=actor)
    both, alone = plan(), plan()
    records.save(Participant(meeting=both, person=kept), by=actor)
    records.save(Participant(meeting=both, person=gone, status="present"), by=actor)
    records.save(Participant(meeting=alone, person=gone), by=actor)
    assert "Comparer" in as_alice.get(url("doublons/")).content.decode()
    pair = {"kept": kept.pk, "gone": gone.pk}
    assert "Cela ne se défait pas" in as_alice.get(url("doublons/"), pair).content.decode()
    as_alice.post(url("doublons/"), pair | {"field-email": "gone", "field-first_name": "kept"})
    kept.refresh_from_db()
    assert (kept.first_name, kept.email) == ("Paul", "paul@example.fr")
    assert list(Person.objects.all()) == [kept]
    assert Participant.objects.get(meeting=both).status == "present"
    assert Participant.objects.get(meeting=alone).person == kept
    assert GroupMember.objects.get().person == kept
    group.refresh_from_db()
    assert group.lead == kept
    assert AuditEvent.objects.filter(action="fusionner", object_id=kept.pk).exists()


@pytest.fixture
def plan(actor):
    """Return a function that plans a meeting, on different days."""
    starts = (datetime(2026, 11, day, 12, tzinfo=PARIS) for day in range(1, 29))

    def make():
        start = next(starts)
        meeting = Meeting(
            title="Réunion", kind="team", starts_at=start, ends_at=start + timedelta(hours=1)
        )
        meeting.save()
        return meeting

    return make


def test_a_record_is_not_merged_with_itself(as_alice, url, person):
    made = person("Arnaud")
    answer = as_alice.post(url("doublons/"), {"kept": made.pk, "gone": made.pk})
    assert answer.status_code == 422
    assert "deux fiches différentes" in answer.content.decode()


def test_two_names_that_differ_a_lot_merge_only_after_a_tick(as_alice, url, person):
    kept, gone = person("Arnaud", first_name="Paul"), person("Zemmour", first_name="Brigitte")
    pair = {"kept": kept.pk, "gone": gone.pk}
    page = as_alice.get(url("doublons/"), pair).content.decode()
    assert "Ces deux noms ne se ressemblent pas" in page
    assert as_alice.post(url("doublons/"), pair).status_code == 422
    assert Person.objects.count() == 2
    assert as_alice.post(url("doublons/"), pair | {"sure": "1"}).status_code == 302
    assert list(Person.objects.all()) == [kept]


def test_a_refused_line_says_one_thing_and_shows_no_made_up_date(as_alice, url, in_a):
    text = "Nom\tPrénom\tE-mail\tStatuts\tAssocié depuis\n\t\tseul@exemple.fr\t\t\nPetit\tÈve\t\tassocié\t31/02/2026\n"
    page = as_alice.post(url("coller/"), {"text": text}).content.decode()
    assert page.count("Ligne 2 :") == 1
    assert "Ligne 3 :" in page
    assert "Statut :" not in page
