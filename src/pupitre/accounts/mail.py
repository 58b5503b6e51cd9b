"""Account mails (invitation, forgotten password) leave by a job, so that no page waits for a mail server."""

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from pupitre.core import jobs

DAY_OF_ATTEMPTS = 9
"""Nine attempts, each three times as late as the one before: a server may be away for a day."""


class JobBackend(BaseEmailBackend):
    """Queues messages instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            payload = {
                "subject": str(message.subject),
                "body": str(message.body),
                "to": list(message.to),
                "sender": message.from_email,
            }
            jobs.enqueue(
                "pupitre.accounts.jobs.send_account_mail",
                title="Envoyer un message de compte",
                payload=payload,
                max_attempts=DAY_OF_ATTEMPTS,
            )
        return len(email_messages)


def smtp_connection() -> BaseEmailBackend:
    """Return a connection to the installation's server, PUPITRE_SMTP_URL = smtp[s]://user:password@host:port."""
    url = urlsplit(settings.SMTP_URL)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=url.hostname,
        port=url.port or (465 if url.scheme == "smtps" else 25),
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_ssl=url.scheme == "smtps",
        use_tls=url.scheme == "smtp+tls",
    )
