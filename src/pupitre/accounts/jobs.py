"""Sending account mails."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac

from pupitre.accounts.mail import smtp_connection
from pupitre.accounts.sessions import SessionStore
from pupitre.core.jobs import Run


def send_account_mail(run: Run, subject: str, body: str, to: list[str], sender: str) -> None:
    """Send one account mail; without a mail server, keep it unsent and say so."""
    if not settings.SMTP_URL:
        run.result(unsent="Aucun serveur de messagerie n'est réglé.")
        return
    mail_id = salted_hmac("pupitre.accounts.mail", str(run.job.pk)).hexdigest()[:32]
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{mail_id}@{settings.HOST}>",  # the same when tried again: programs show it once
    }
    EmailMessage(subject, body, sender, to, headers=headers, connection=smtp_connection()).send()


def drop_ended_sessions(run: Run) -> None:
    """Delete the rows of the sessions that ended by themselves."""
    SessionStore.clear_expired()
    run.result()
