"""Writes about the coordination and the trainees: engage, log time, host."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pupitre.accounts.models import User
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.documents.services import store_document
from pupitre.hr.models import Engagement, Placement
from pupitre.hr.queries import INVOICE
from pupitre.people.events import PersonLeft
from pupitre.people.models import Person
from pupitre.people.services.persons import add_person

PERMISSION = "hr.view"


@transaction.atomic
def engage(
    engagement: Engagement,
    *,
    files: Mapping[str, UploadedFile[bytes]],
    expected_version: int | None = None,
    by: Actor,
) -> Engagement:
    """Save an engagement and the documents that prove it, by purpose; raise DocumentError when one is refused."""
    records.save(engagement, by=by, expected_version=expected_version)
    for purpose, file in files.items():
        _attach(engagement, file, purpose, by)
    return engagement


def attach_invoice(engagement: Engagement, file: UploadedFile[bytes], *, by: Actor) -> None:
    """Keep an invoice of a provider; raise DocumentError when the file is refused."""
    _attach(engagement, file, INVOICE, by)


def _attach(engagement: Engagement, file: UploadedFile[bytes], purpose: str, by: Actor) -> None:
    store_document(
        content=file,
        name=file.name or purpose,
        title=purpose,
        by=by,
        about=engagement,
        purpose=purpose,
        permission=PERMISSION,
    )


def coordinator_of(by: Actor) -> Person:
    """Return the person that the author's account is in the directory, written when it is not there yet."""
    user = User.objects.get(pk=by.user_id or 0)
    known = Person.objects.filter(user=user).first()
    return known or add_person(
        by=by,
        kind=Person.Kind.COORDINATOR,
        first_name=user.first_name,
        last_name=user.last_name or user.email,
        email=user.email,
        user=user,
    )


def end_with_departure(event: PersonLeft) -> None:
    """End the engagements of somebody who leaves, on the eve of the first day of absence."""
    eve = event.on - timedelta(days=1)
    for engagement in Engagement.objects.filter(person=event.person, since__lte=eve):
        if engagement.until is None or engagement.until > eve:
            engagement.until = eve
            records.save(engagement, by=event.by, action="terminer")


@transaction.atomic
def host(
    placement: Placement,
    *,
    named: Mapping[str, str],
    expected_version: int | None = None,
    by: Actor,
) -> Placement:
    """Save a placement; a trainee who is not in the directory is added to it as `named`."""
    if placement.person_id is None:
        placement.person = add_person(by=by, kind=Person.Kind.TRAINEE, **named)
    return records.save(placement, by=by, expected_version=expected_version)
