"""Writes about payees' accounts: one person proposes, a second one confirms."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.payments.errors import PaymentError
from pupitre.payments.models import Payee, PayeeIban
from pupitre.payments.rules.latin import LatinError, name_for_bank
from pupitre.people.models import Person

State = PayeeIban.State
SAME_PERSON = "Vous avez proposé ce compte : une deuxième personne doit le confirmer, après avoir vérifié le RIB."


@transaction.atomic
def propose_iban(payee: Payee, *, iban: str, bic: str = "", holder: str, by: Actor) -> PayeeIban:
    """Propose a payee's account; the confirmed one serves until somebody else confirms this one.

    A proposal still waiting is replaced. Raises PaymentError in French when a key or the name is wrong.
    """
    records.locked(payee)
    proposal = PayeeIban(
        payee=payee,
        iban=iban,
        bic=bic,
        holder=" ".join(holder.split()),
        proposed_by=by.label[:200],
        proposed_user_id=by.user_id,
        proposed_person_id=by.person_id or _person_of(by),
    )
    try:
        name_for_bank(proposal.holder)
        proposal.clean()
    except LatinError as refusal:
        raise PaymentError(f"{payee} : {refusal}") from None
    except ValidationError as refusal:
        raise PaymentError(" ".join(refusal.messages)) from None
    known = confirmed(payee)
    if known and (known.iban, known.bic, known.holder) == (
        proposal.iban, proposal.bic, proposal.holder,
    ):  # fmt: skip
        raise PaymentError("C’est déjà le compte utilisé pour ce bénéficiaire.")
    for waiting in PayeeIban.objects.filter(payee=payee, state=State.PROPOSED):
        waiting.state, waiting.refused_because = (
            State.REFUSED,
            "une autre proposition l’a remplacée",
        )
        records.save(waiting, by=by, action="remplacer la proposition")
    return records.save(proposal, by=by, action="proposer un compte")


@transaction.atomic
def confirm_iban(proposal: PayeeIban, *, on: date, by: Actor) -> PayeeIban:
    """Make a proposal the account in use from `on`; raise PaymentError for whoever proposed it."""
    records.locked(proposal.payee)
    proposal = records.locked(proposal)
    _refuse_settled(proposal)
    if same_person(proposal, by):
        raise PaymentError(SAME_PERSON)
    former = confirmed(proposal.payee)
    if former is not None:
        former.state, former.until = State.RETIRED, on
        records.save(former, by=by, action="remplacer le compte")
    proposal.state, proposal.since = State.CONFIRMED, on
    proposal.confirmed_by = by.label[:200]
    return records.save(proposal, by=by, action="confirmer le compte")


@transaction.atomic
def refuse_iban(proposal: PayeeIban, *, why: str, by: Actor) -> PayeeIban:
    """Set a proposal aside; the account in use, if any, stays."""
    proposal = records.locked(proposal)
    _refuse_settled(proposal)
    if not why.strip():
        raise PaymentError("Dites pourquoi vous refusez ce compte.")
    proposal.state, proposal.refused_because = State.REFUSED, why.strip()[:200]
    return records.save(proposal, by=by, action="refuser le compte")


def iban_read(account: PayeeIban, *, by: Actor) -> str:
    """Return an account in full, and keep who asked for it."""
    records.note("lire l’IBAN en entier", account, by=by)
    return account.iban


def confirmed(payee: Payee) -> PayeeIban | None:
    return PayeeIban.objects.filter(payee=payee, state=State.CONFIRMED).first()


def same_person(proposal: PayeeIban, by: Actor) -> bool:
    """Tell whether who acts proposed the account, by their login or by their personal link."""
    if by.user_id is None:
        return True  # only somebody who logged in confirms
    person = _person_of(by)
    return proposal.proposed_user_id == by.user_id or (
        person is not None and proposal.proposed_person_id == person
    )


def _person_of(by: Actor) -> int | None:
    if by.user_id is None:
        return None
    return Person.objects.filter(user_id=by.user_id).values_list("pk", flat=True).first()


def _refuse_settled(proposal: PayeeIban) -> None:
    if proposal.state != State.PROPOSED:
        raise PaymentError("Cette proposition est déjà traitée.")
