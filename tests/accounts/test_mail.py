"""Account mails leave by a job, through a real server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.jobs import worker
from pupitre.core.jobs.models import Job
from tests.mailing import smtp_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(settings: Any) -> Iterator[smtp_server.Post]:
    settings.EMAIL_BACKEND = "pupitre.accounts.mail.JobBackend"
    post = smtp_server.Post()
    controller = smtp_server.start(post)
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    yield post
    controller.stop()


def test_invitation_leaves_by_the_job_with_its_link(
    as_alice: Client, centre_a: Centre, post: smtp_server.Post
) -> None:
    access = {
        "first_name": "Dan",
        "last_name": "Roy",
        "email": "dan@a.example",
        "role": "secretary",
    }
    as_alice.post(f"/c/{centre_a.slug}/reglages/acces/", access)
    assert post.received == []
    worker.run_due()
    ((address, mail),) = post.received
    assert address == "dan@a.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "Alice Aubert vous ouvre l'accès à Pupitre pour MSP des Tilleuls" in text
    assert re.search(r"http://\S+/connexion/password/reset/key/\S+", text)


def test_forgotten_password_leaves_by_the_job(
    client: Client, alice: User, post: smtp_server.Post
) -> None:
    asked = client.post("/connexion/password/reset/", {"email": alice.email})
    assert asked.status_code == 302
    worker.run_due()
    ((address, mail),) = post.received
    assert address == alice.email
    found = re.search(r"http://[^/\s]+(/connexion/password/reset/key/\S+)", mail.get_content())
    assert found
    assert 'name="password1"' in client.get(found[1], follow=True).content.decode()


def test_without_server_the_job_says_that_nothing_left(
    as_alice: Client, centre_a: Centre, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "pupitre.accounts.mail.JobBackend"
    settings.SMTP_URL = ""
    access = {"first_name": "D", "last_name": "R", "email": "d@a.example", "role": "secretary"}
    as_alice.post(f"/c/{centre_a.slug}/reglages/acces/", access)
    worker.run_due()
    job = Job.objects.get(name="pupitre.accounts.jobs.send_account_mail")
    assert job.result["unsent"] == "Aucun serveur de messagerie n'est réglé."
