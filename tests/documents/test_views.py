from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre, Site
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.documents.services import store_document
from tests.documents import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/documents/"


@pytest.fixture
def document(centre_a: Centre, actor: Actor) -> Document:
    with centre_scope(centre_a):
        return store_document(content=samples.PDF, name="Bail « é ».pdf", title="Bail", by=actor)


def upload(content: bytes = samples.PDF, name: str = "statuts.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_document_is_added_found_listed_and_read(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    added = as_alice.post(f"{url}ajouter/", {"file": upload(), "title": "", "dated": "2026-01-05"})
    assert added.status_code == 302
    page = as_alice.get(added["Location"]).content.decode()
    assert "statuts.pdf" in page
    assert "a ajouté le fichier" in page
    listed = as_alice.get(f"{url}?q=statuts&content_type=application/pdf").content.decode()
    assert added["Location"] in listed
    search = as_alice.get(f"/c/{centre_a.slug}/chercher/?q=statuts").content.decode()
    assert added["Location"] in search
    file = as_alice.get(added["Location"] + "fichier/")
    assert b"".join(file.streaming_content) == samples.PDF


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", samples.PAGE, "pas d’un type accepté"),
        ("outil.pdf", samples.PROGRAM, "ne correspond pas à son nom"),
    ],
)
def test_a_refused_file_says_why_beside_the_field(
    as_alice: Client, url: str, name: str, content: bytes, sentence: str
) -> None:
    answer = as_alice.post(f"{url}ajouter/", {"file": upload(content, name)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    nothing = as_alice.post(f"{url}ajouter/", {})
    assert "Choisissez un fichier." in nothing.content.decode()


def test_a_download_is_never_a_page_of_this_site(
    as_bob: Client, url: str, document: Document
) -> None:
    file = as_bob.get(f"{url}{document.pk}/fichier/")
    assert file["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Bail%20%C2%AB%20%C3%A9%20%C2%BB.pdf" in file["Content-Disposition"]
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"].startswith("sandbox;")
    assert as_bob.get(f"{url}{document.pk}/fichier/?voir")["Content-Disposition"].startswith(
        "inline"
    )


def test_only_pdf_and_images_show_in_place(
    as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    with centre_scope(centre_a):
        word = store_document(content=samples.DOCX, name="cr.docx", title="CR", by=actor)
    file = as_alice.get(f"{url}{word.pk}/fichier/?voir")
    assert file["Content-Disposition"].startswith("attachment")
    assert "Voir</a>" not in as_alice.get(f"{url}{word.pk}/").content.decode()


def test_a_document_asks_for_its_own_permission(
    as_bob: Client, as_alice: Client, url: str, centre_a: Centre, actor: Actor
) -> None:
    with centre_scope(centre_a):
        kept = store_document(content=samples.PDF, name="paie.pdf", title="Bulletin secret", by=actor, permission="documents.edit")  # fmt: skip
    assert "Bulletin secret" in as_alice.get(url).content.decode()
    assert "Bulletin secret" not in as_bob.get(url).content.decode()
    assert as_bob.get(f"{url}{kept.pk}/").status_code == 404
    assert as_bob.get(f"{url}{kept.pk}/fichier/").status_code == 404
    found = as_bob.get(f"/c/{centre_a.slug}/chercher/?q=bulletin").content.decode()
    assert "Bulletin secret" not in found


def test_replacing_and_removing_follow_the_lock(
    as_alice: Client, url: str, document: Document, centre_a: Centre, actor: Actor
) -> None:
    form = as_alice.get(f"{url}{document.pk}/remplacer/").content.decode()
    assert "sera supprimé" in form
    done = as_alice.post(f"{url}{document.pk}/remplacer/", {"file": upload(samples.PNG, "b.png")})
    assert done.status_code == 302
    assert "a remplacé le fichier" in as_alice.get(done["Location"]).content.decode()
    with centre_scope(centre_a):
        locked = store_document(
            content=samples.PDF, name="cr.pdf", title="CR", by=actor, locked=True
        )
    refused = as_alice.post(f"{url}{locked.pk}/remplacer/", {"file": upload()})
    assert refused.status_code == 422
    assert "figé" in refused.content.decode()
    kept = as_alice.post(f"{url}{locked.pk}/supprimer/", follow=True)
    assert "figé" in kept.content.decode()
    as_alice.post(f"{url}{document.pk}/supprimer/")
    with centre_scope(centre_a):
        assert list(Document.objects.all()) == [locked]


def test_documents_are_closed_to_others(
    as_bob: Client, as_charlie: Client, logged_in: Any, member_of: Any,
    url: str, document: Document, centre_a: Centre,
) -> None:  # fmt: skip
    assert as_bob.post(f"{url}ajouter/", {"file": upload()}).status_code == 403
    assert as_bob.post(f"{url}{document.pk}/supprimer/").status_code == 403
    assert logged_in(member_of(centre_a, Role.ACCOUNTANT)).get(url).status_code == 403
    assert as_charlie.get(f"{url}{document.pk}/fichier/").status_code == 404
    other = url.replace(centre_a.slug, "msp-du-port")
    assert as_charlie.get(f"{other}{document.pk}/fichier/").status_code == 404


def panel(client: Client, user: Any, centre: Centre, group: Site, role: str) -> str:
    request: Any = RequestFactory().get("/")
    request.user, request.role, request.centre, request.session = user, role, centre, {}
    template = Template(
        "{% load documents %}{% documents_of group purpose='mandat' permission='documents.edit' %}"
    )
    with centre_scope(centre):
        return str(template.render(RequestContext(request, {"group": group})))


def test_any_page_shows_the_files_of_its_object_and_takes_more(
    as_alice: Client, alice: Any, bob: Any, centre_a: Centre, url: str
) -> None:
    with centre_scope(centre_a):
        group = Site.objects.create(name="Annexe")
    shown = panel(as_alice, alice, centre_a, group, Role.COORDINATOR)
    token = shown.split('name="about" value="')[1].split('"')[0]
    done = as_alice.post(f"{url}joindre/", {"about": token, "file": upload()})
    assert done.status_code == 302
    with centre_scope(centre_a):
        document = Document.objects.get()
        assert (document.object_id, document.purpose) == (group.pk, "mandat")
        assert document.permission == "documents.edit"
    assert "statuts" in panel(as_alice, alice, centre_a, group, Role.COORDINATOR)
    seen_by_bob = panel(as_alice, bob, centre_a, group, Role.PROFESSIONAL)
    assert "statuts" not in seen_by_bob
    assert "Ajouter un document" not in seen_by_bob
    wrong = as_alice.post(f"{url}joindre/", {"about": token, "file": upload(b"", "x.exe")})
    assert wrong.status_code == 422


def test_an_altered_panel_form_is_refused(as_alice: Client, url: str, centre_a: Centre) -> None:
    about = {"label": "centres.site", "key": 0, "permission": "documents.view", "purpose": ""}
    forged = signing.dumps(about, key="another", salt="pupitre.documents.about")
    lost = signing.dumps(about, salt="pupitre.documents.about")
    for token in (forged, lost, ""):
        answer = as_alice.post(f"{url}joindre/", {"about": token, "file": upload()})
        assert answer.status_code == 404


def test_a_file_lost_on_the_disk_is_said(as_alice: Client, url: str, document: Document) -> None:
    document.file.storage.delete(document.file.name)
    assert as_alice.get(f"{url}{document.pk}/fichier/").status_code == 404


def test_list_costs_the_same_queries_for_one_and_thirty(
    as_alice: Client, url: str, document: Document, centre_a: Centre, actor: Actor
) -> None:
    as_alice.get(url)
    with CaptureQueriesContext(connection) as one:
        as_alice.get(url)
    with centre_scope(centre_a):
        for number in range(30):
            store_document(content=samples.PDF, name=f"{number}.pdf", title="", by=actor)
    with CaptureQueriesContext(connection) as many:
        as_alice.get(url)
    assert len(many) == len(one)
