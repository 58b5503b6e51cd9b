"""The erasure of a person: every table, file, index, link, mail and event; what the law keeps stays and is said."""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from pupitre.accounts.services import close_account
from pupitre.centres.models import Membership
from pupitre.centres.queries import centres_of
from pupitre.centres.services import withdraw_access
from pupitre.core import audit, records, search
from pupitre.core.actor import Actor
from pupitre.core.jobs.models import Job
from pupitre.core.models import AuditEvent, SearchEntry
from pupitre.core.tenancy import current_scope, user_scope
from pupitre.documents.models import Document
from pupitre.mailing.models import Attachment
from pupitre.people.models import Person
from pupitre.privacy.declarations import tenant_holdings
from pupitre.privacy.models import Erasure
from pupitre.privacy.queries.erasure import obstacle, preview
from pupitre.privacy.queries.rows import (
    documents_about,
    identity_of,
    mentions,
    rows_about,
    scrubbed_models,
)
from pupitre.privacy.rules import ERASED, KEPT, TO_READ, Erase, Fate, Identity, Scrubber, kept_first
from pupitre.privacy.services.rows import blank_rows, delete_row, replace_values

ERASE = "effacer une personne"
UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, IndexError, RecursionError)


class PrivacyError(ValueError):
    """An act on personal data that cannot be; its text is one French sentence."""


def erase_person(person: Person, *, by: Actor, reason: str) -> Erasure:
    """Take somebody out of all the centre's data; PrivacyError when a hold or a presence forbids it.

    Rows that nothing obliges to keep go; the others lead to « Personne effacée n », whose name no text says any more,
    but for accounts and frozen papers. The audit keeps each act, without the name.
    """
    refusal = obstacle(person)
    if refusal:
        raise PrivacyError(refusal)
    return erase_whatever_holds(person, by=by, reason=reason)


@transaction.atomic
def erase_whatever_holds(person: Person, *, by: Actor, reason: str) -> Erasure:
    """Erase somebody without asking whether it may be: `erase_person` asked, now or before a return to the past."""
    audit.take_turn()
    scrubber, fates = Scrubber(identity_of(person)), preview(person)
    fates = [one for one in fates if not one.what.startswith("documents figés")]
    touched = _take_rows(person, by)
    touched |= _take_documents(person, by)
    _end_account(person, by)
    _rename(person, scrubber, by)
    for model, erase in scrubbed_models():
        if erase is not Erase.KEEP:
            replace_values(model, mentions(model, scrubber), by=by)
    fates += [*_take_attachments(scrubber, by), *_named_papers(scrubber)]
    _scrub_jobs(scrubber)
    lines = [vars(one) for one in kept_first(fates)]
    erasure = Erasure(person_number=person.pk, reason=reason[:120], lines=lines)
    records.save(erasure, by=by, action=ERASE)
    _forget_words(scrubber.who)
    _redact(scrubber, touched)
    return erasure


def _take_rows(person: Person, by: Actor) -> set[tuple[str, int]]:
    """Delete or blank what nothing obliges to keep; return the objects whose past events say nothing any more."""
    touched = {(Person._meta.label_lower, person.pk)}
    pairs = [pair for pair in tenant_holdings() if pair[0] is not Person]
    for model, holding in pairs:
        if not holding.about or holding.erase in {Erase.SCRUB, Erase.KEEP}:
            continue
        rows = list(rows_about(model, holding, person.pk))
        touched |= {(model._meta.label_lower, row.pk) for row in rows}
        if holding.erase is Erase.DELETE:
            for row in rows:
                delete_row(row, by=by, action="effacer")
        else:
            names = [name for name in holding.fields if name not in holding.stays]
            blank_rows(rows, names, by=by, action="effacer")
    return touched


def _take_documents(person: Person, by: Actor) -> set[tuple[str, int]]:
    documents = list(documents_about(person).filter(locked=False))
    for document in documents:
        delete_row(document, by=by, action="effacer")
    return {(Document._meta.label_lower, document.pk) for document in documents}


def _end_account(person: Person, by: Actor) -> None:
    """Withdraw what access is left, and close the account that no other centre uses."""
    user = person.user
    if user is None:
        return
    for membership in Membership.objects.filter(user_id=user.pk):
        withdraw_access(membership, by=by)
    with user_scope(user.pk):
        elsewhere = centres_of(user.pk)
    if not elsewhere:
        close_account(user=user)


def _rename(person: Person, scrubber: Scrubber, by: Actor) -> None:
    holding = next(holding for model, holding in tenant_holdings() if model is Person)
    names = [name for name in holding.fields if name not in {*holding.stays, "last_name"}]
    blank_rows([person], names, by=by, action=ERASE)
    person.last_name = scrubber.who.pseudonym
    records.update_all([person], ["last_name"], by=by, action=ERASE, told=False)


def _take_attachments(scrubber: Scrubber, by: Actor) -> Iterator[Fate]:
    """Delete the copies of papers that went with mails and name the person; the papers themselves have their fate."""
    count = 0
    for attachment in Attachment.objects.order_by("pk").iterator(50):
        if names_in_file(bytes(attachment.content), attachment.content_type, scrubber):
            delete_row(attachment, by=by, action="effacer")
            count += 1
    yield Fate("pièces jointes à des messages", count, ERASED, "copies de travail")


def _named_papers(scrubber: Scrubber) -> Iterator[Fate]:
    """Count the files that print the name: frozen ones stay as proof, the others are for somebody to read again."""
    frozen, others = 0, []
    for document in Document.objects.order_by("pk").iterator(50):
        if document.file and _names_in_document(document, scrubber):
            frozen += document.locked
            others += [] if document.locked else [document.pk]
    why = "preuve imprimée et numérotée, non modifiable"
    yield Fate("documents figés qui impriment le nom", frozen, KEPT, why)
    numbers = ", ".join(map(str, others[:20]))
    yield Fate(
        "autres documents qui le nomment",
        len(others),
        TO_READ,
        f"à relire un par un : n° {numbers}",
    )


def _names_in_document(document: Document, scrubber: Scrubber) -> bool:
    try:
        with document.file.open("rb") as file:
            return names_in_file(file.read(), document.content_type, scrubber)
    except FileNotFoundError:
        return False


def names_in_file(content: bytes, kind: str, scrubber: Scrubber) -> bool:
    """Tell whether a file that we can read as text names the person: PDF, calendar, CSV, plain text."""
    if kind.startswith("application/pdf"):
        try:
            pages = PdfReader(io.BytesIO(content)).pages
            text = " ".join(page.extract_text() for page in pages)
        except UNREADABLE:
            return False
        return scrubber.names_in(" ".join(text.split()))
    if kind.startswith("text/"):
        return scrubber.names_in(content.decode("utf-8", "replace"))
    return False


def _scrub_jobs(scrubber: Scrubber) -> None:
    """Clean the finished work of this centre, and account mails to the person's addresses."""
    here = Q(centre_id=current_scope().centre_id) | Q(centre_id__isnull=True)
    fields = ("title", "payload", "message", "error", "result")
    for job in Job.objects.filter(here, ended_at__isnull=False).iterator(200):
        cleaned = {name: scrubber.value(getattr(job, name)) for name in fields}
        changed = {name: value for name, value in cleaned.items() if value != getattr(job, name)}
        if changed:
            Job.objects.filter(pk=job.pk).update(**changed)


def _forget_words(who: Identity) -> None:
    """Take the name out of the search index, where kept papers put it; SQLite drops the words at once."""
    said = [f"{who.first_name} {who.last_name}", f"{who.last_name} {who.first_name}"]
    said += [*who.emails, who.phone, *who.numbers, *([who.last_name] if who.alone else [])]
    terms = [term for one in said if (term := search.fold(one))]
    pattern = re.compile(rf"\b({'|'.join(terms)})\b")
    scrubber, changed = Scrubber(who), []
    for entry in SearchEntry.objects.order_by("pk").iterator(2000):
        before = (entry.title, entry.detail, entry.folded)
        entry.title = scrubber.text(entry.title)[:250]
        entry.detail = scrubber.text(entry.detail)[:120]
        entry.folded = pattern.sub("", entry.folded)
        if (entry.title, entry.detail, entry.folded) != before:
            changed.append(entry)
    SearchEntry.objects.bulk_update(changed, ["title", "detail", "folded"], batch_size=200)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_search_fts (core_search_fts) VALUES ('optimize')")


def _redact(scrubber: Scrubber, touched: set[tuple[str, int]]) -> None:
    """Take the name out of every event, and all that events say of the rows that went."""
    changed = []
    for event in AuditEvent.objects.order_by("number").iterator(2000):
        if event.action == audit.REDACTION:
            continue
        gone = (event.object_type, event.object_id) in touched
        label = scrubber.who.pseudonym if gone else scrubber.text(event.object_label)
        changes: Any = {} if gone else scrubber.value(event.changes)
        who = scrubber.text(event.who)
        if (who, label, changes) != (event.who, event.object_label, event.changes):
            event.who, event.object_label, event.changes = who[:200], label[:250], changes
            changed.append(event)
    audit.redact(changed, who="Pupitre")
