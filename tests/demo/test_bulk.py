"""Centres copied row by row: each as if the services had written it."""

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import models

from pupitre.accounts.models import User
from pupitre.aci.models import Dossier
from pupitre.aci.rules.dossier import digest_of
from pupitre.centres.models import Centre, Membership
from pupitre.core import audit, search
from pupitre.core.models import AuditEvent, SearchEntry
from pupitre.core.objects import object_of
from pupitre.core.tenancy import CentreModel, centre_scope
from pupitre.demo.build import make_one
from pupitre.demo.bulk.copies import copy_centres
from pupitre.demo.bulk.references import numbers_of
from pupitre.demo.bulk.template import read_template
from pupitre.demo.centres import Size, account
from pupitre.documents.models import Document
from pupitre.inbox.tokens import link_of
from pupitre.mailing.models import Delivery
from pupitre.meetings.models import Participant
from pupitre.people.models import Person
from tests.matrix import tenant_models

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def centres(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A centre made by the services, and two copies of it; all emptied afterwards."""
    with django_db_blocker.unblock():
        held, django_settings.DEMO = django_settings.DEMO, True
        try:
            by = account("coordination1@exemple.invalid", "Coordination", "1")
            template = make_one(
                0, Size(8, 1), years=1, coordinator=by, seed=3, today=TODAY, say=lambda _: None
            )
            copy_centres([read_template(template, 0, 8)], [1, 7], say=lambda _: None)
            yield list(Centre.objects.order_by("pk"))
        finally:
            django_settings.DEMO = held
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            call_command("createcachetable", verbosity=0)


def each_row(model: type[CentreModel]) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_copies_have_their_own_name_accounts_and_people(centres: list[Centre]) -> None:
    assert [one.slug for one in centres] == [
        "msp-des-tilleuls",
        "msp-du-val-darz",
        "msp-des-tilleuls-8",
    ]
    assert len({one.finess for one in centres}) == 3
    teams = []
    for centre in centres:
        with centre_scope(centre):
            emails = set(Membership.objects.values_list("user__email", flat=True))
            assert f"manager@{centre.slug}.invalid" in emails
            assert len(emails) == 5
            teams.append(
                list(Person.objects.order_by("pk").values_list("last_name", "rpps", "email"))
            )
    assert len(teams[0]) == len(teams[1])
    assert not {rpps for _, rpps, _ in teams[0] if rpps} & {rpps for _, rpps, _ in teams[1]}
    assert sum(one[0] != other[0] for one, other in zip(teams[0], teams[1], strict=True)) > 6
    assert User.objects.count() == 15


def test_copies_have_as_many_rows_and_no_number_of_another_centre(centres: list[Centre]) -> None:
    held: list[Counter[str]] = []
    for centre in centres:
        rows: Counter[str] = Counter()
        with centre_scope(centre):
            for model in tenant_models():
                rows[model._meta.label] = model.objects.count()
                for row in each_row(model) if model is not AuditEvent else []:
                    _assert_numbers_resolve(model, row)
        held.append(rows)
    assert held[0] == held[1] == held[2]
    assert held[0]["core.AuditEvent"] > 500


def _assert_numbers_resolve(model: type[models.Model], row: dict[str, Any]) -> None:
    for name, told in numbers_of(model).items():
        label = row[told[1:]] if told.startswith("@") else told
        if row[name] and label not in {"centres.centre", "accounts.user"}:
            assert object_of(label, row[name]), (model, name, row)
        elif row[name] and label == "accounts.user":
            assert Membership.objects.filter(user_id=row[name]).exists(), (model, name, row)


def test_the_chain_of_acts_of_a_copy_holds_and_is_anchored(centres: list[Centre]) -> None:
    for centre in centres:
        with centre_scope(centre):
            assert list(audit.verify()) == []
            assert audit._anchored(centre.pk)[0] == AuditEvent.objects.count()
            told = AuditEvent.objects.filter(object_type="meetings.participant").latest("number")
            seen = Participant.objects.get(pk=told.object_id)
            assert told.object_label == str(seen)


def test_a_later_act_follows_the_copied_chain(centres: list[Centre]) -> None:
    from pupitre.core import records
    from pupitre.core.actor import Actor

    with centre_scope(centres[1]):
        records.save(Person(first_name="Une", last_name="Nouvelle"), by=Actor("Essai", "cli"))
        assert list(audit.verify()) == []


def test_acts_tell_the_first_values_of_the_rows_that_they_made(centres: list[Centre]) -> None:
    checked = 0
    with centre_scope(centres[2]):
        rows = {row["id"]: row for row in each_row(Participant)}
        for event in AuditEvent.objects.filter(object_type="meetings.participant", action="créer"):
            row = rows[event.object_id]
            assert event.changes["person_id"][1] == row["person_id"], event
            assert event.changes["meeting_id"][1] == row["meeting_id"], event
            checked += 1
    assert checked > 50


def test_copied_objects_are_found_under_their_own_words_and_page(centres: list[Centre]) -> None:
    for centre in centres:
        with centre_scope(centre):
            for entry in SearchEntry.objects.all():
                found = object_of(entry.object_type, entry.object_id)
                assert found, entry.object_type
                assert (entry.url, entry.title) == (found.get_absolute_url(), str(found)[:250])
                assert set(search.fold(str(found)).split()) <= set(entry.folded.split())
            person = Person.objects.filter(kind="professional").first()
            assert person
            assert search.find(person.last_name, "coordinator")


def test_copied_links_dossiers_and_files_hold(centres: list[Centre]) -> None:
    links = 0
    for centre in centres:
        with centre_scope(centre):
            for document in Document.objects.all():
                content = Path(document.file.path).read_bytes()
                assert hashlib.sha256(content).hexdigest() == document.sha256
                assert document.file.name.startswith(f"centres/{centre.pk}/")
            for dossier in Dossier.objects.all():
                assert dossier.digest == digest_of(dossier.snapshot)
            for delivery in Delivery.objects.all():
                token = delivery.fields.get("lien", "").rstrip("/").rpartition("/")[2]
                links += link_of(token) is not None
            assert (
                len(set(Delivery.objects.values_list("mail_id", flat=True)))
                == Delivery.objects.count()
            )
    assert links > 10
