import socket
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signing import Signer
from django.utils import timezone

from pupitre.core.actor import MACHINE, Actor
from pupitre.core.jobs import worker
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.mailing import jobs, services
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.services import File, Recipient, write_message
from tests.mailing.smtp_server import Post

pytestmark = pytest.mark.django_db(transaction=True)
ICS = File("reunion.ics", "text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
TWO = [
    Recipient("Léa Morin", "lea@a.example", fields={"lien": "https://x.test/l/1"}),
    Recipient("Marc Durand", "marc@a.example", fields={"lien": "https://x.test/l/2"}),
]


def write(centre: Any, actor: Actor, **options: Any) -> Message:
    with centre_scope(centre):
        return write_message(
            **{
                "subject": "Réunion d’équipe",
                "body": "Bonjour {nom},\nRépondez ici : {lien}\n",
                "recipients": TWO,
                "by": actor,
                **options,
            }
        )


def states(centre: Any) -> dict[str, str]:
    with centre_scope(centre):
        return {one.address: one.state for one in Delivery.objects.all()}


def run_in(hours: float) -> None:
    """Run what is due in that many hours from now."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        worker.run_due()


def test_each_recipient_gets_their_own_text_and_the_files(
    centre_a: Any, actor: Actor, post: Post
) -> None:
    write(centre_a, actor, files=[ICS], reply_to="coordination@a.example")
    assert worker.run_due() == 1
    assert post.addresses == ["lea@a.example", "marc@a.example"]
    mail = post.received[0][1]
    assert mail["Subject"] == "Réunion d’équipe"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "coordination@a.example"
    assert "MSP des Tilleuls" in mail["From"]
    assert "List-Unsubscribe" not in mail
    body, calendar = mail.iter_parts()
    assert body.get_content().split("\r\n")[:2] == [
        "Bonjour Léa Morin,",
        "Répondez ici : https://x.test/l/1",
    ]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_filename() == "reunion.ics"
    assert set(states(centre_a).values()) == {"sent"}


def test_running_the_job_again_sends_nothing_twice(centre_a: Any, actor: Actor, post: Post) -> None:
    message = write(centre_a, actor)
    worker.run_due()
    Job.objects.update(state="waiting", attempts=0)
    worker.run_due()
    jobs.deliver(worker.Run(Job.objects.get()), message.pk)
    assert len(post.received) == 2
    with centre_scope(centre_a):
        assert AuditEvent.objects.filter(action="envoyer").count() == 2


def test_a_delivery_claimed_by_a_worker_that_died_is_taken_back_with_the_same_id(
    centre_a: Any, actor: Actor, post: Post
) -> None:
    message = write(centre_a, actor, recipients=TWO[:1])
    with centre_scope(centre_a):
        delivery = Delivery.objects.get()
        assert jobs._claim(delivery.pk, timezone.now()) is not None
        assert jobs._claim(delivery.pk, timezone.now()) is None
    worker.run_due()
    assert not post.received
    run_in(1)
    assert [mail["Message-ID"] for _, mail in post.received] == [delivery.mail_id]
    assert message.pk == delivery.message_id


def test_a_refusal_for_good_bounces_and_says_why(centre_a: Any, actor: Actor, post: Post) -> None:
    post.rcpt["lea@a.example"] = "550 5.1.1 No such user"
    post.data["marc@a.example"] = "554 spam"
    write(centre_a, actor)
    worker.run_due()
    with centre_scope(centre_a):
        lea, marc = Delivery.objects.all()
    assert (lea.state, marc.state) == ("bounced", "bounced")
    assert "n’existe pas" in lea.error
    assert "550" in lea.error
    assert "refuse le message" in marc.error


def test_a_passing_refusal_is_tried_again_with_growing_delays(
    centre_a: Any, actor: Actor, post: Post
) -> None:
    post.rcpt["lea@a.example"] = "451 greylisted"
    write(centre_a, actor)
    worker.run_due()
    assert post.addresses == ["marc@a.example"]
    with centre_scope(centre_a):
        lea = Delivery.objects.get(address="lea@a.example")
    assert (lea.state, lea.attempts) == ("waiting", 1)
    assert lea.next_attempt_at is not None
    again = Job.objects.get(state="waiting")
    assert abs(again.run_after - lea.next_attempt_at) < timedelta(seconds=1)
    post.rcpt.clear()
    run_in(1)
    assert post.addresses == ["marc@a.example", "lea@a.example"]
    assert set(states(centre_a).values()) == {"sent"}


def test_an_address_that_never_answers_is_given_up(centre_a: Any, actor: Actor, post: Post) -> None:
    post.rcpt["lea@a.example"] = "451 greylisted"
    write(centre_a, actor, recipients=TWO[:1])
    for attempt in range(jobs.rules.MAX_ATTEMPTS):
        assert states(centre_a) == {"lea@a.example": "waiting"}
        run_in(5 * attempt)
    assert states(centre_a) == {"lea@a.example": "failed"}


def test_a_dropped_connection_waits_and_the_others_still_leave(
    centre_a: Any, actor: Actor, post: Post
) -> None:
    post.drops.add("lea@a.example")
    post.data["lea@a.example"] = "250 never heard"
    write(centre_a, actor)
    worker.run_due()
    assert states(centre_a) == {"lea@a.example": "waiting", "marc@a.example": "sent"}


def test_a_server_that_is_down_keeps_everything_waiting(
    centre_a: Any, actor: Actor, settings: Any
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SMTP_URL = f"smtp://127.0.0.1:{free.getsockname()[1]}"
    write(centre_a, actor)
    worker.run_due()
    assert set(states(centre_a).values()) == {"waiting"}
    with centre_scope(centre_a):
        assert "ne répond pas" in Delivery.objects.all()[0].error
    assert Job.objects.filter(state="waiting").count() == 1


def test_an_address_gets_no_more_than_its_share_of_an_hour(
    centre_a: Any, actor: Actor, post: Post, settings: Any
) -> None:
    settings.MAILS_PER_HOUR = 2
    for number in range(3):
        write(centre_a, actor, subject=f"Message {number}", recipients=TWO[:1])
    worker.run_due()
    assert len(post.received) == 2
    with centre_scope(centre_a):
        held = Delivery.objects.get(state="waiting")
    assert held.attempts == 0
    assert held.next_attempt_at is not None


def test_a_list_has_its_headers_and_one_click_leaves_it(
    centre_a: Any, actor: Actor, post: Post, client: Any
) -> None:
    write(centre_a, actor, list_name="Nouvelles de la MSP", body="Bonjour")
    worker.run_due()
    mail = post.received[0][1]
    url = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in mail.get_content()
    page = client.get(url)
    assert "Ne plus recevoir « Nouvelles de la MSP »" in page.content.decode()
    done = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert "C’est fait" in done.content.decode()
    write(centre_a, actor, list_name="Nouvelles de la MSP", body="Encore")
    write(centre_a, actor, subject="Convocation")
    worker.run_due()
    assert post.addresses.count("lea@a.example") == 2
    with centre_scope(centre_a):
        assert Delivery.objects.filter(state="unwanted").count() == 1


def test_leaving_a_list_stops_what_already_waits(centre_a: Any, actor: Actor, post: Post) -> None:
    message = write(centre_a, actor, list_name="Nouvelles", recipients=TWO[:1])
    with centre_scope(centre_a):
        services.leave_list(message.deliveries.get(), by=MACHINE)
    worker.run_due()
    assert not post.received
    assert states(centre_a) == {"lea@a.example": "unwanted"}


def test_a_forged_unsubscription_is_unknown(centre_a: Any, client: Any) -> None:
    forged = Signer(key="another", salt="pupitre.mailing.leave", sep=".").sign("1")
    answer = client.post(f"/c/{centre_a.slug}/l/liste/{forged}/")
    assert answer.status_code == 404


def test_stopping_the_job_leaves_the_rest_waiting(centre_a: Any, actor: Actor, post: Post) -> None:
    write(centre_a, actor)
    Job.objects.update(stop_asked=True)
    worker.run_due()
    assert not post.received
    assert set(states(centre_a).values()) == {"waiting"}
    assert Job.objects.get().state == "stopped"
