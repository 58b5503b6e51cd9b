"""Asking a person for their account, by a personal link: nothing of it ever travels by mail."""

from django.db import transaction

from pupitre.core.actor import Actor
from pupitre.inbox.services import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.payments.errors import PaymentError
from pupitre.payments.models import AnnualStatement, Payee

IBAN_LINK, STATEMENT_LINK = "payments.iban", "payments.statement"


@transaction.atomic
def ask_for_iban(payee: Payee, *, by: Actor) -> Message:
    """Write to a person the link by which they propose their own account; PaymentError for a company."""
    person = payee.person
    if person is None:
        raise PaymentError("Le lien s’envoie à une personne : saisissez le RIB de cette société.")
    link = make_link(kind=IBAN_LINK, about=payee, by=by, person=person, days=30)
    body = (
        "Bonjour {prenom},\n\nPour vous verser ce qui vous revient, nous avons besoin de votre RIB.\n"
        "Saisissez-le ici, sans mot de passe :\n{lien}\n\n"
        "Ne l’envoyez pas par mail. Ce lien est le vôtre : ne le transférez pas.\n"
    )
    fields = {"prenom": person.first_name, "lien": link_url(link)}
    return write_message(
        subject="Votre RIB pour les virements",
        body=body,
        recipients=[Recipient(str(person), person.email, person, fields)],
        by=by,
        kind=IBAN_LINK,
        about=payee,
    )


@transaction.atomic
def send_statement(statement: AnnualStatement, *, by: Actor) -> Message:
    """Write to an associate the link to their yearly statement."""
    person = statement.person
    link = make_link(kind=STATEMENT_LINK, about=statement, by=by, person=person, days=365)
    body = (
        "Bonjour {prenom},\n\nVotre relevé des sommes versées en {annee} est ici, à consulter et à "
        "télécharger sans mot de passe :\n{lien}\n\nCe lien est le vôtre : ne le transférez pas.\n"
    )
    fields = {"prenom": person.first_name, "annee": str(statement.year), "lien": link_url(link)}
    return write_message(
        subject=f"Votre relevé {statement.year}",
        body=body,
        recipients=[Recipient(str(person), person.email, person, fields)],
        by=by,
        kind=STATEMENT_LINK,
        about=statement,
    )
