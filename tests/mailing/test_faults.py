"""A mail server that hangs, drops and forgets to answer: each mail leaves once, and no page waits for it."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core.actor import Actor
from pupitre.core.jobs import enqueue, worker
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.models import Delivery
from pupitre.people.models import Person
from tests.mailing.faulty_server import (
    ACKNOWLEDGEMENT_LOST,
    CUT_IN_DATA,
    SILENT,
    SILENT_AT_DATA,
    Faulty,
    faulty,
)
from tests.mailing.test_jobs import TWO, run_in, states, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> Iterator[Faulty]:
    with faulty() as server:
        settings.SMTP_URL = f"smtp://127.0.0.1:{server.port}"
        settings.EMAIL_TIMEOUT = 0.3
        yield server


def told(centre: Centre, action: str) -> int:
    with centre_scope(centre):
        return AuditEvent.objects.filter(action=action).count()


@pytest.mark.parametrize("fault", [SILENT, SILENT_AT_DATA, CUT_IN_DATA])
def test_a_mail_that_the_server_did_not_take_leaves_once_later(
    centre_a: Centre, actor: Actor, server: Faulty, fault: str
) -> None:
    server.faults.append(fault)
    write(centre_a, actor)
    worker.run_due()
    assert states(centre_a)["lea@a.example"] == "waiting"
    with centre_scope(centre_a):
        assert "nouvel essai prévu" in Delivery.objects.order_by("pk")[0].error
    run_in(1)
    assert set(states(centre_a).values()) == {"sent"}
    assert len(server.mail_ids) == len(set(server.mail_ids)) == 2
    assert told(centre_a, "envoyer") == 2


def test_a_server_that_falls_silent_keeps_the_worker_for_one_mail_only(
    centre_a: Centre, actor: Actor, server: Faulty
) -> None:
    server.faults.extend([SILENT_AT_DATA] * 5)
    write(centre_a, actor, recipients=TWO * 3)
    worker.run_due()
    assert server.visits == 1
    assert set(states(centre_a).values()) == {"waiting"}


def test_a_lost_acknowledgement_is_tried_again_under_the_same_id(
    centre_a: Centre, actor: Actor, server: Faulty
) -> None:
    """Nobody can know that the server took it: it gets the mail again, and the id lets the reader's program show one."""
    server.faults.append(ACKNOWLEDGEMENT_LOST)
    write(centre_a, actor, recipients=TWO[:1])
    worker.run_due()
    assert states(centre_a) == {"lea@a.example": "waiting"}
    run_in(1)
    assert states(centre_a) == {"lea@a.example": "sent"}
    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()
    assert told(centre_a, "envoyer") == 1


def test_an_account_mail_tried_again_keeps_its_id(
    client: Client, alice: User, server: Faulty, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "pupitre.accounts.mail.JobBackend"
    server.faults.append(ACKNOWLEDGEMENT_LOST)
    client.post("/connexion/password/reset/", {"email": alice.email})
    worker.run_due()
    assert Job.objects.get(name="pupitre.accounts.jobs.send_account_mail").state == "waiting"
    run_in(1)
    assert len(server.mail_ids) == 2
    assert len(set(server.mail_ids)) == 1


def test_a_day_without_a_server_loses_no_mail_and_doubles_none(
    client: Client, alice: User, centre_a: Centre, actor: Actor, server: Faulty, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "pupitre.accounts.mail.JobBackend"
    server.faults.extend([CUT_IN_DATA] * 1000)
    start = timezone.now()
    write(centre_a, actor)
    client.post("/connexion/password/reset/", {"email": alice.email})
    for minutes in range(0, 24 * 60, 30):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            worker.run_due()
    assert server.received == []
    server.faults.clear()
    for hours in (25, 30, 40):
        with time_machine.travel(start + timedelta(hours=hours)):
            worker.run_due()
    assert set(states(centre_a).values()) == {"sent"}
    assert len(server.mail_ids) == len(set(server.mail_ids)) == 3


def test_mails_whose_job_is_lost_are_sent_all_the_same(
    centre_a: Centre, actor: Actor, server: Faulty
) -> None:
    write(centre_a, actor)
    Job.objects.update(state="failed")
    worker.run_due()
    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        enqueue("pupitre.mailing.jobs.resume")
        worker.run_due()
    assert server.received == []
    for _twice in range(2):
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            enqueue("pupitre.mailing.jobs.resume")
            worker.run_due()
    assert set(states(centre_a).values()) == {"sent"}
    assert len(server.mail_ids) == 2


def test_no_page_waits_for_the_mail_server(
    as_alice: Client, centre_a: Centre, server: Faulty, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 30
    server.faults.extend([SILENT] * 5)
    with centre_scope(centre_a):
        Person.objects.create(first_name="Léa", last_name="Morin", email="lea@a.example")
    page = f"/c/{centre_a.slug}/messages/ecrire/"
    form = {
        "subject": "Réunion",
        "body": "Venez",
        "audience": "team",
        "token": "t" * 20,
        "send": "1",
    }
    begun = time.process_time()
    answer = as_alice.post(page, form)
    assert answer.status_code == 302, answer.content.decode()
    assert as_alice.get(answer["Location"]).status_code == 200
    assert time.process_time() - begun < 1
    assert server.visits == 0
    assert states(centre_a) == {"lea@a.example": "waiting"}
    assert Job.objects.filter(name="pupitre.mailing.jobs.deliver").count() == 1
