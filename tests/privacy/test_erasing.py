"""A person is erased: nothing says who it was, but what the law keeps, and that is said (T23)."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre, Membership
from pupitre.core import audit, jobs, records, search
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.jobs.models import Job
from pupitre.core.jobs.worker import run_due
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.documents.services import store_document
from pupitre.inbox.models import ActLink
from pupitre.inbox.services.links import make_link
from pupitre.inbox.tokens import link_of, token_of
from pupitre.mailing.models import Delivery
from pupitre.mailing.services import File, Recipient, write_message
from pupitre.meetings.models import Participant
from pupitre.people.models import Person
from pupitre.people.services import person_leaves
from pupitre.portability.importing import import_centre
from pupitre.portability.opening import opened
from pupitre.portability.restoring import put_back
from pupitre.portability.services import export_noted
from pupitre.privacy.declarations import tenant_holdings
from pupitre.privacy.models import Erasure, LegalHold
from pupitre.privacy.queries.erasure import obstacle, preview
from pupitre.privacy.rules import Erase
from pupitre.privacy.services.erasing import PrivacyError, erase_person
from tests.privacy.house import (
    EMAIL,
    PHONE,
    RPPS,
    TODAY,
    WORD,
    busiest,
    plant,
    rename,
    tables_that_say,
)

pytestmark = pytest.mark.django_db
WORDS = (WORD, EMAIL, PHONE, PHONE.replace(" ", ""), RPPS)


@pytest.fixture
def gone(centre: Centre, by: Actor) -> Person:
    """A person who was everywhere, has an account, wrote, received, signed, and left."""
    person = busiest()
    user = User.objects.create_user("zz@secret.example", None, first_name="Odette", last_name=WORD)
    Membership.objects.create(user=user, role="professional")
    person.user = user
    rename(person, by)
    mine = Actor(str(user), "web", user_id=user.pk, person_id=person.pk)
    records.note("lire", person, by=mine)
    store_document(
        content=f"Diplôme de {WORD}".encode(), name=f"{WORD}.txt", title=f"Diplôme de {WORD}",
        by=mine, about=person,
    )  # fmt: skip
    store_document(
        content=f"Compte rendu : {WORD} présente".encode(), name="cr.txt", title="Compte rendu",
        by=by, locked=True,
    )  # fmt: skip
    make_link(kind="contracts.sign", about=person, by=by, person=person)
    write_message(
        subject="Convocation", body=f"Bonjour Odette {WORD}", by=by,
        recipients=[Recipient(f"Odette {WORD}", EMAIL, person, {"prenom": WORD})],
        files=[File("invitation.ics", "text/calendar", f"ATTENDEE:{EMAIL}".encode())],
    )  # fmt: skip
    jobs.enqueue("pupitre.core.backup.jobs.nightly", title=f"Lire {WORD}", centre_id=centre.pk)
    Job.objects.update(ended_at="2026-11-22T10:00:00Z", state="done")
    person_leaves(person, on=TODAY, by=by, today=TODAY)
    return Person.objects.get(pk=person.pk)


def kept_tables() -> set[str]:
    return {model._meta.db_table for model, one in tenant_holdings() if one.erase is Erase.KEEP}


def test_an_erasure_leaves_no_residue_but_the_accounts_and_frozen_papers(
    gone: Person, by: Actor, centre: Centre, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    planted = plant(gone)
    assert len(planted) > 40
    records.save(gone, by=by)  # the index knows the name
    before = tables_that_say(*WORDS)
    assert {
        "people_person",
        "core_auditevent",
        "core_searchentry",
        "core_job",
        "accounts_user",
    } <= before
    link = ActLink.objects.filter(person=gone).first()
    assert link is not None
    token, presences = token_of(link), Participant.objects.filter(person=gone).count()
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(gone, by=by, reason="demande de la personne")

    left = tables_that_say(*WORDS)
    assert left <= kept_tables(), left - kept_tables()
    assert search.find(WORD, "coordinator") == []
    assert list(audit.verify()) == []
    assert link_of(token) is None
    assert presences
    assert Participant.objects.filter(person_id=gone.pk).count() == presences
    assert str(Person.objects.get(pk=gone.pk)) == f"Personne effacée {gone.pk}"
    assert not Delivery.objects.exclude(address="").filter(address__icontains="secret").exists()
    files = [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]
    naming = [file for file in files if WORD.encode() in file.read_bytes()]
    frozen = {Path(one.file.path) for one in Document.objects.filter(locked=True)}
    assert len(naming) == 1
    assert set(naming) <= frozen
    told = {(line["what"], line["fate"]): line["count"] for line in erasure.lines}
    assert told["documents figés qui impriment le nom", "gardé"] == 1
    assert told["pièces jointes à des messages", "effacé"] >= 1
    for model, one in tenant_holdings():
        if model._meta.db_table in left and one.about:
            assert any(str(model._meta.verbose_name) in line["what"] for line in erasure.lines), (
                model
            )


def test_the_account_is_closed_unless_another_centre_uses_it(
    gone: Person, by: Actor, centre_b: Centre
) -> None:
    user = gone.user
    assert user is not None
    with centre_scope(centre_b):
        Membership.objects.create(user=user, role="professional")
    erase_person(gone, by=by, reason="x")
    user.refresh_from_db()
    assert user.email == "zz@secret.example"
    assert user.is_active


def test_an_erasure_waits_for_the_departure_and_for_the_end_of_a_hold(
    gone: Person, centre: Centre, by: Actor
) -> None:
    here = Person.objects.filter(stopped_on__isnull=True).first()
    assert here is not None
    assert "départ" in obstacle(here)
    hold = records.save(LegalHold(person=gone, reason="litige en cours", placed_by="A"), by=by)
    with pytest.raises(PrivacyError, match="litige en cours"):
        erase_person(gone, by=by, reason="x")
    assert not Erasure.objects.exists()
    assert Person.objects.get(pk=gone.pk).last_name == WORD
    hold.lifted_on = TODAY
    records.save(hold, by=by)
    everything = records.save(LegalHold(reason="contrôle", placed_by="A"), by=by)
    assert "contrôle" in obstacle(gone)
    records.remove(everything, by=by)
    erase_person(gone, by=by, reason="x")
    assert "déjà" in obstacle(gone)


def test_the_preview_says_what_stays_and_changes_nothing(gone: Person) -> None:
    count = AuditEvent.objects.count()
    fates = preview(gone)
    kinds = {one.fate for one in fates}
    assert {"effacé", "pseudonymisé", "gardé"} <= kinds
    assert all(one.why and one.count for one in fates)
    assert "L123-22" in " ".join(one.why for one in fates if one.fate == "gardé")
    assert AuditEvent.objects.count() == count


def test_a_leader_previews_copies_and_erases_over_http(
    gone: Person, centre: Centre, logged_in: Any
) -> None:
    client: Client = logged_in(User.objects.get(email="alice@a.example"))
    base = f"/c/{centre.slug}/donnees-personnelles/personne/{gone.pk}/"
    assert WORD in client.get(f"/c/{centre.slug}/annuaire/{gone.pk}/").content.decode()
    page = client.get(f"{base}effacer/").content.decode()
    assert "ce qui doit rester" in page
    assert "L123-22" in page

    answer = client.get(f"{base}copie/")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(archive.read("donnees.json"))
    assert data["tables"]["people.Person"]["lignes"][0]["last_name"] == WORD
    assert any(name.startswith("documents/") for name in archive.namelist())
    page = archive.read("donnees.html").decode()
    assert WORD in page
    others = Person.objects.exclude(pk=gone.pk).values_list("last_name", flat=True)
    tables = json.dumps(data["tables"]["meetings.Participant"], ensure_ascii=False)
    assert not [name for name in others if f" {name}" in tables]
    assert AuditEvent.objects.filter(action="exporter les données", object_id=gone.pk).count() == 1

    wrong = client.post(f"{base}effacer/", {"reason": "saisie par erreur", "name": "Autre"})
    assert wrong.status_code == 422
    assert "rien n’est encore effacé" in wrong.content.decode().replace("'", "’").replace(
        "&#x27;", "’"
    )
    done = client.post(f"{base}effacer/", {"reason": "saisie par erreur", "name": WORD.lower()})
    assert done.status_code == 302
    run_due()
    erasure = Erasure.objects.get(person_number=gone.pk)
    report = client.get(f"/c/{centre.slug}/donnees-personnelles/effacements/{erasure.pk}/")
    assert report.status_code == 200
    assert WORD not in report.content.decode()
    assert (
        client.post(f"{base}effacer/", {"reason": "saisie par erreur", "name": "x"}).status_code
        == 422
    )


def test_every_label_of_the_declarations_is_a_model() -> None:
    for model, _holding in tenant_holdings():
        assert apps.get_model(model._meta.label) is model


def test_an_erasure_is_done_again_on_what_a_return_or_an_import_brings_back(
    gone: Person, by: Actor, centre: Centre, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    Person.objects.filter(pk=gone.pk).update(stopped_on=None)  # the backup is older than the leave
    past = export_noted(centre, tmp_path / "past.zip", by=by).file
    Person.objects.filter(pk=gone.pk).update(stopped_on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(gone, by=by, reason="demande de la personne")
        later = Erasure(person_number=987_654, reason="venue après la sauvegarde")
        records.save(later, by=by)
        with opened(past) as found:
            put_back(found, past, centre.slug, by=MACHINE)
    assert tables_that_say(*WORDS) <= kept_tables()
    assert list(audit.verify()) == []
    back = Person.objects.get(pk=gone.pk)
    assert back.last_name == f"Personne effacée {gone.pk}"
    assert back.stopped_on is not None
    done = {one.person_number: one.reason for one in Erasure.objects.all()}
    assert done == {gone.pk: "demande de la personne", 987_654: "venue après la sauvegarde"}

    with django_capture_on_commit_callbacks(execute=True):
        made = import_centre(past, by=MACHINE)
    assert tables_that_say(*WORDS) <= kept_tables()
    with centre_scope(made.centre):
        assert list(audit.verify()) == []
        erased = Person.objects.get(pk=Erasure.objects.get().person_number)
        assert erased.last_name == f"Personne effacée {erased.pk}"
        assert not Membership.objects.filter(user_id=erased.user_id).exists()
