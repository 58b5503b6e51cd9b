"""Reading a returned mail: whom it was for, which mail it was, why (RFC 3464, and plainer ones)."""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

from pupitre.mailing import rules

MAIL_ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]{1,120}>")
_CODE = re.compile(r"\b([245][0-9]{2})\b")


class BounceError(ValueError):
    """A text that is no returned mail; its sentence is French, for the user."""


@dataclass(frozen=True)
class Bounce:
    """A refusal: the Message-IDs of ours that it quotes, the address, and the reason in words."""

    mail_ids: tuple[str, ...]
    address: str
    reason: str


def read_bounce(raw: bytes) -> Bounce:
    """Read a returned mail; raise BounceError when it only announces a delay or quotes nothing of ours."""
    mail = email.message_from_bytes(raw.lstrip(), policy=default)
    report = _report(mail)
    if report.get("action", "").lower() in {"delayed", "delivered", "relayed", "expanded"}:
        raise BounceError("Ce retour annonce un retard ou une remise, pas un refus : rien à noter.")
    if not report and _is_automatic_reply(mail):
        raise BounceError("Ce mail est une réponse automatique, pas un refus : rien à noter.")
    mail_ids = tuple(dict.fromkeys(MAIL_ID.findall(raw.decode("utf-8", "replace"))))
    address = report.get("final-recipient", "").rpartition(";")[2].strip().strip("<>")
    if not mail_ids and not address:
        raise BounceError(
            "Ce texte n’est pas un retour de message : collez le mail reçu en entier, avec ses en-têtes."
        )
    return Bounce(mail_ids, address, _reason(report))


def _is_automatic_reply(mail: EmailMessage) -> bool:
    """Tell an absence notice (RFC 3834), which quotes our Message-ID too, from a server's plain return."""
    said = {
        name.lower(): str(value) for name, value in mail.raw_items()
    }  # a spoilt one cannot be parsed
    by_server = re.search(r"mailer-daemon|postmaster", said.get("from", ""), re.IGNORECASE)
    told = said.get("auto-submitted", "").strip().lower().startswith("auto-replied")
    return not by_server and (told or "x-autoreply" in said or "x-autorespond" in said)


def _report(mail: EmailMessage) -> dict[str, str]:
    """Return the fields of the first failed recipient of a delivery report, in lower case."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        groups = [group for group in part.get_payload() if hasattr(group, "items")]
        fields = [{name.lower(): str(value) for name, value in group.items()} for group in groups]
        recipients = [group for group in fields if "final-recipient" in group]
        failed = [group for group in recipients if group.get("action", "").lower() == "failed"]
        return next(iter(failed or recipients), {})
    return {}


def _reason(report: dict[str, str]) -> str:
    """Say why, from the diagnostic of the server, else from the status class of RFC 3463."""
    said = report.get("diagnostic-code", "").rpartition(";")[2].strip()
    code = _CODE.search(said)
    if code:
        return rules.reason(int(code[1]), said.replace(code[1], "", 1))
    return f"message revenu ({report['status']})" if "status" in report else "message revenu"
