"""The sending: each delivery is claimed, given to the server, and its state saved before the next."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from pupitre.accounts.mail import smtp_connection
from pupitre.centres.models import Centre
from pupitre.core import jobs, records
from pupitre.core.actor import MACHINE
from pupitre.core.jobs import Run
from pupitre.core.tenancy import centre_scope
from pupitre.mailing import rules, services
from pupitre.mailing.composing import mail_of
from pupitre.mailing.models import Delivery
from pupitre.mailing.queries import (
    due_deliveries,
    forgotten,
    free_again_at,
    left_list,
    next_attempt,
)

CLAIM = timedelta(minutes=10)
"""A claimed delivery is nobody else's for that long; a worker that dies gives it back after it."""


@dataclass(frozen=True)
class Outcome:
    """What the server said of one mail: accepted, refused for good, or to be tried again."""

    accepted: bool = False
    final: bool = False
    reason: str = ""


def deliver(run: Run, message_id: int) -> None:
    """Send what may leave of a message, then ask to be called again for the rest; safe to run twice."""
    with run.scope():
        keys = due_deliveries(message_id, timezone.now())
    server = Server()
    try:
        for done, key in enumerate(keys):
            run.progress(done, len(keys), "Envoi des messages")
            _deliver_one(run, key, server)
    finally:
        server.close()
    _call_again(run, message_id)


def resume(run: Run) -> None:
    """Ask again for the sending of what was forgotten in any centre; a mail that is being sent is not sent twice."""
    for centre in Centre.objects.order_by("pk"):
        with centre_scope(centre):
            for message in forgotten(timezone.now()):
                services.ask_for_sending(message, by=MACHINE)


def _call_again(run: Run, message_id: int) -> None:
    with run.scope():
        moment = next_attempt(message_id)
    if moment is None:
        return
    jobs.enqueue(
        "pupitre.mailing.jobs.deliver",
        title=run.job.title,
        payload={"message_id": message_id},
        centre_id=run.job.centre_id,
        user_id=run.job.user_id,
        key=f"after:{run.job.pk}",
        run_after=moment,
    )


def _deliver_one(run: Run, key: int, server: "Server") -> None:
    now = timezone.now()
    with run.scope():
        delivery = _claim(key, now)
        mail = mail_of(delivery, list(delivery.message.attachments.all())) if delivery else None
    if delivery is None or mail is None:
        return
    outcome = server.send(mail, delivery.address)
    with run.scope():
        _note(key, outcome, timezone.now())


def _claim(key: int, now: datetime) -> Delivery | None:
    """Take one delivery that may leave; None when another worker has it or it must not leave now."""
    waiting = Delivery.objects.filter(pk=key, state=Delivery.State.WAITING)
    delivery = waiting.select_related("message").first()
    if delivery is None or _held_back(delivery, now):
        return None
    free = waiting.filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))
    # No audit event: a claim is a lease of the machine, not an act; what follows it is audited.
    taken = free.update(
        attempts=F("attempts") + 1, next_attempt_at=now + CLAIM, version=F("version") + 1
    )
    return delivery if taken else None


def _held_back(delivery: Delivery, now: datetime) -> bool:
    """Tell whether the recipient left the list meanwhile, or had enough mails this hour."""
    if delivery.address.lower() in left_list(delivery.message.list_name):
        delivery.state = Delivery.State.UNWANTED
        records.save(delivery, by=MACHINE, action="ne pas envoyer")
        return True
    later = free_again_at(delivery.address, now)
    if later is not None:
        Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=later)
    return later is not None


def _note(key: int, outcome: Outcome, now: datetime) -> None:
    """Save what became of a delivery."""
    delivery = Delivery.objects.get(pk=key)
    if outcome.accepted:
        delivery.state, delivery.sent_at, delivery.error = Delivery.State.SENT, now, ""
        action = "envoyer"
    elif outcome.final:
        delivery.state, delivery.error = Delivery.State.BOUNCED, outcome.reason[:300]
        action = "noter le refus"
    elif delivery.attempts >= rules.MAX_ATTEMPTS:
        delivery.state, delivery.error = Delivery.State.FAILED, outcome.reason[:300]
        action = "renoncer à l’envoi"
    else:
        delivery.next_attempt_at = now + rules.delay(delivery.attempts)
        delivery.error, action = outcome.reason[:300], "remettre à plus tard"
    records.save(delivery, by=MACHINE, action=action)


class Server:
    """The installation's SMTP server, one connection for several mails, opened again when it drops."""

    def __init__(self) -> None:
        self.backend: Any = None
        self.down = ""

    def send(self, mail: Any, address: str) -> Outcome:
        """Give one mail to the server and say what it answered; never raises for a network fault."""
        if self.down:
            return Outcome(reason=self.down)
        try:
            self._connection().send_message(mail, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as error:
            return _answer(*next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            return _answer(error.smtp_code, error.smtp_error)
        except (
            OSError
        ) as error:  # of which every other fault of smtplib is one: ours, not the recipient's
            return self._fault(error)
        return Outcome(accepted=True)

    def _fault(self, error: OSError) -> Outcome:
        """Try later; a server that opens no connection, or falls silent, gets none of this run's other mails."""
        why = f"le serveur d’envoi ne répond pas ({type(error).__name__}), nouvel essai prévu"
        silent = any(isinstance(one, TimeoutError) for one in (error, error.__context__))
        if self.backend is None or silent:
            self.down = why
        self.close()
        return Outcome(reason=why)

    def _connection(self) -> smtplib.SMTP:
        """Return a live connection: the one in hand if it still answers, else a new one."""
        if self.backend is not None and not _alive(self.backend.connection):
            self.close()
        if self.backend is None:
            backend: Any = smtp_connection()
            backend.open()
            self.backend = backend
        connection: smtplib.SMTP = self.backend.connection
        return connection

    def close(self) -> None:
        if self.backend is not None:
            with suppress(OSError):
                self.backend.close()
            self.backend = None


def _alive(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == 250
    except OSError:
        return False


def _answer(code: int, said: bytes | str) -> Outcome:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Outcome(final=rules.is_final(code), reason=rules.reason(code, text))
