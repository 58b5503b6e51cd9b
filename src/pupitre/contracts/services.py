"""Writes about agreements: ask for signatures, sign."""

from datetime import date

from django.db import transaction

from pupitre.centres.queries import current_centre
from pupitre.contracts.models import Agreement, Signature
from pupitre.contracts.queries import signing_of
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.people.models import Person

LINK = "contracts.sign"
MAIL = """Bonjour {prenom},

%(centre)s vous demande de lire et de signer : %(title)s, version %(edition)s.

Lire et signer : {lien}

Ce lien est personnel. Une minute suffit, sans compte ni mot de passe.
"""


class SigningError(ValueError):
    """A signature that cannot be asked or given; its text is one French sentence."""


@transaction.atomic
def ask_signatures(agreement: Agreement, *, by: Actor, today: date) -> Message:
    """Write to each professional who has not signed this version, once a day at most. Raises SigningError."""
    if not agreement.text:
        raise SigningError("Écrivez d'abord le texte à signer : chacun le lit avant de signer.")
    waiting = signing_of(agreement, today).waiting
    if not waiting:
        raise SigningError("Tout le monde a signé cette version : personne à solliciter.")
    words = {
        "centre": current_centre().name,
        "title": agreement.title,
        "edition": agreement.edition,
    }
    return write_message(
        subject=f"À signer : {agreement.title}",
        body=MAIL % words,
        recipients=[_recipient(agreement, person, by=by) for person in waiting],
        by=by,
        kind="signature",
        about=agreement,
        key=f"sign-{agreement.pk}-{agreement.edition}-{today:%Y%m%d}",
    )


def _recipient(agreement: Agreement, person: Person, *, by: Actor) -> Recipient:
    link = make_link(kind=LINK, about=agreement, by=by, person=person)
    fields = {"prenom": person.first_name or str(person), "lien": link_url(link)}
    return Recipient(str(person), person.email, person, fields)


@transaction.atomic
def sign(
    agreement: Agreement, person: Person, *, on: date, via: str, edition: str, by: Actor
) -> Signature:
    """Keep a signature of the version read, once; SigningError when the text has changed since."""
    if edition != agreement.edition:
        raise SigningError("Le texte a changé entre-temps : relisez-le, puis signez.")
    known = agreement.signatures.filter(person=person, edition=edition).first()
    if known is not None:
        return known
    signature = Signature(
        agreement=agreement, person=person, edition=edition, signed_on=on, via=via
    )
    return records.save(signature, by=by, action="signer")
