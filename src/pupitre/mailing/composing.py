"""One delivery as a mail: text filled for its recipient, files, headers of a list."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from pupitre.core.links import centre_url
from pupitre.mailing import rules
from pupitre.mailing.models import Attachment, Delivery

__all__ = ["draft_of", "leave_url", "left_by", "mail_of", "mailto_of", "text_of"]


def _signer() -> Signer:
    return Signer(salt="pupitre.mailing.leave", sep=".")


def leave_url(delivery: Delivery) -> str:
    """Return the absolute address by which a recipient leaves the list of this delivery."""
    return settings.BASE_URL + centre_url("leave-list", _signer().sign(str(delivery.pk)))


def left_by(token: str) -> Delivery | None:
    """Return the delivery whose recipient asks to leave, None for a forged token."""
    try:
        key = int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    return Delivery.objects.filter(pk=key).select_related("message").first()


def text_of(delivery: Delivery) -> tuple[str, str]:
    """Return the subject and the body as this recipient reads them."""
    message, fields = delivery.message, {"nom": delivery.name, **delivery.fields}
    body = rules.fill(message.body, fields)
    if message.list_name:
        body = (
            f"{body.rstrip()}\n\nNe plus recevoir « {message.list_name} » : {leave_url(delivery)}\n"
        )
    return " ".join(rules.fill(message.subject, fields).split()), body


def mail_of(delivery: Delivery, files: list[Attachment]) -> EmailMessage:
    """Return the whole mail of a delivery, ready for SMTP or for an .eml file."""
    message = delivery.message
    mail = EmailMessage()
    mail["Subject"], body = text_of(delivery)
    mail["From"] = formataddr((message.sender_name, settings.DEFAULT_FROM_EMAIL))
    mail["To"] = formataddr((delivery.name, delivery.address))
    mail["Date"] = format_datetime(timezone.localtime())
    mail["Message-ID"] = delivery.mail_id
    mail["Auto-Submitted"] = "auto-generated"
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    if message.list_name:
        mail["List-Unsubscribe"] = f"<{leave_url(delivery)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(body, cte="quoted-printable")
    for file in files:
        _attach(mail, file, delivery.fields)
    return mail


def draft_of(delivery: Delivery, files: list[Attachment]) -> EmailMessage:
    """Return the mail as a draft for the user's own program: it is theirs to sign and to date."""
    mail = mail_of(delivery, files)
    for header in ("From", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe-Post"):
        del mail[header]
    mail["X-Unsent"] = "1"
    return mail


def _attach(mail: EmailMessage, file: Attachment, fields: Mapping[str, str]) -> None:
    """Attach a file; its type may carry parameters (`text/calendar; method=REQUEST`).

    A calendar has its recipient's fields filled as the body has: an invitation names its attendee.
    """
    content = bytes(file.content)
    if file.content_type.startswith("text/calendar"):
        content = rules.fill(content.decode(), fields).encode()
    kind, _, rest = file.content_type.partition(";")
    main, _, sub = kind.strip().partition("/")
    parameters = dict(part.strip().split("=", 1) for part in rest.split(";") if "=" in part)
    mail.add_attachment(
        content,
        maintype=main,
        subtype=sub or "octet-stream",
        filename=file.name,
        params=parameters,
    )


def mailto_of(delivery: Delivery) -> str:
    """Return the link that opens the user's own mail program with everything filled in."""
    subject, body = text_of(delivery)
    filled = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")}, quote_via=quote)
    return f"mailto:{quote(delivery.address, safe='@')}?{filled}"
