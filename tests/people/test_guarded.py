"""No page that keeps or mails a text takes one that names a patient."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.documents.models import Document
from pupitre.inbox.models import Idea
from pupitre.inbox.services import drop_idea
from pupitre.mailing.models import Message
from pupitre.tasks.models import Task
from tests.documents import samples

pytestmark = pytest.mark.django_db
PATIENT = "Mme Dupont née le 03/02/1941"
WHY = "désigne une personne"


@pytest.fixture
def idea(centre_a: Centre, actor: Actor) -> Idea:
    with centre_scope(centre_a):
        return drop_idea(kind="idea", text="Un vestiaire fermé", by=actor)


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("decisions/ajouter/", {"title": PATIENT}),
        ("decisions/ajouter/", {"title": "Rappeler", "detail": PATIENT}),
        ("boite/{idea}/reponse/", {"answer": PATIENT}),
        ("boite/{idea}/tache/", {"title": PATIENT}),
        ("messages/ecrire/", {"subject": PATIENT, "body": "Bonjour", "send": "1"}),
        ("messages/ecrire/", {"subject": "Bonjour", "body": PATIENT, "send": "1"}),
        ("documents/ajouter/", {"title": PATIENT, "file": ("notice.pdf", samples.PDF)}),
        (
            "documents/ajouter/",
            {"file": ("Mme_Dupont_née_le_03-02-1941.pdf", samples.PDF)},
        ),
    ],
)
def test_a_text_that_names_a_patient_is_kept_nowhere(
    as_alice: Client, centre_a: Centre, idea: Idea, page: str, data: dict[str, Any]
) -> None:
    sent = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in data.items()
    }
    answer = as_alice.post(f"/c/{centre_a.slug}/{page.format(idea=idea.pk)}", sent)
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    with centre_scope(centre_a):
        assert not Task.objects.exists()
        assert not Message.objects.exists()
        assert not Document.objects.exists()


def test_a_task_may_hold_a_telephone_number(as_alice: Client, centre_a: Centre) -> None:
    data = {
        "title": "Appeler le plombier au 06 12 34 56 78",
        "kind": "task",
        "decided_on": "2026-11-22",
    }
    assert as_alice.post(f"/c/{centre_a.slug}/decisions/ajouter/", data).status_code == 302
