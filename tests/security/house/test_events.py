"""T13: whatever a page writes is told to the audit in the same transaction; so are readings that matter, files and refusals."""

import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction

from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.tenancy import centre_scope
from pupitre.core.traces import EXPORTED, READ, REFUSED
from pupitre.meetings.models import Meeting, MeetingSettings
from tests.house import House
from tests.matrix import address, centre_pages, tenant_models
from tests.security.forms import FORM, Sent
from tests.security.rights import may

pytestmark = pytest.mark.django_db
log = logging.getLogger(__name__)
SHARE = int(os.environ.get("PUPITRE_SHARE", "1"))
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
FOLLOWING = {"core_auditevent", "core_audithead", "core_searchentry", "core_submission"}
"""Tables that follow an act and are none: the events, the head of their chain, the index of words, the forms sent."""
TENANT = {model._meta.db_table for model in tenant_models()} - FOLLOWING


@dataclass
class Watch:
    """The tenant tables that a page writes and the events that it leaves, each with its outermost transaction."""

    told: set[Any] = field(default_factory=set)
    written: set[tuple[str, Any]] = field(default_factory=set)
    depth: int = field(default_factory=lambda: len(connection.savepoint_ids))

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if found := _WRITE.match(sql):
            block = next(iter(connection.savepoint_ids[self.depth :]), None)
            if found[1] == AuditEvent._meta.db_table:
                self.told.add(block)
            elif found[1] in TENANT:
                self.written.add((found[1], block))
        return execute(sql, params, many, context)

    @property
    def untold(self) -> set[str]:
        """The tables written outside a transaction, or in one that has no event."""
        return {table for table, block in self.written if block is None or block not in self.told}


@dataclass(frozen=True)
class Done:
    """What came of one request: its status, what it wrote, and its events."""

    status: int
    watch: Watch
    events: list[AuditEvent]

    @property
    def kept(self) -> bool:
        return self.status < 400 and bool(self.watch.written)

    def has(self, action: str) -> bool:
        return any(event.action == action for event in self.events)


def asked(house: House, role: str, method: str, path: str, body: str = "") -> Done:
    """Send a request, keep what it wrote and told, and undo it."""
    with transaction.atomic():
        with centre_scope(house.own):
            before = AuditHead.objects.get().number
        watch = Watch()
        with connection.execute_wrapper(watch):
            options = {"content_type": FORM} if method == "POST" else {}
            response = house.clients[role].generic(method, path, body, **options)
        with centre_scope(house.own):
            events = list(AuditEvent.objects.filter(number__gt=before))
        transaction.set_rollback(True)
    assert response.status_code < 500, (path, body[:300])
    return Done(response.status_code, watch, events)


def posts(house: House, met: list[Sent], share: int) -> Iterator[tuple[str, Done]]:
    """Send the forms that pages show, as they stand, else as somebody would fill them; and nothing to the pages without one."""
    for form in met[::share]:
        done = asked(house, "coordinator", "POST", form.action, form.body())
        if done.status == 422:
            done = asked(house, "coordinator", "POST", form.action, form.filled())
        yield form.action, done
    shown = {form.action.partition("?")[0] for form in met}
    for path in [path for _name, path in pages(house) if path not in shown][::share]:
        yield path, asked(house, "coordinator", "POST", path)


def pages(house: House) -> list[tuple[str, str]]:
    """Return the names and the addresses of the coordinator's pages."""
    return [
        (page.name, address(page, house.own.slug, house.own_pks))
        for page in centre_pages()
        if may(page.name, "coordinator") and "/l/" not in page.pattern
    ]


def check_writes(house: House, met: list[Sent], share: int) -> int:
    """Send everything; return how many addresses wrote and kept it."""
    secret = [line["word"] for line in house.planted if line["field"] == "case_text"]
    wrote = set()
    for path, done in posts(house, met, share):
        assert not done.watch.untold or not done.kept, (path, done.watch.untold)
        assert done.events or not done.kept, path
        told = json.dumps([event.changes for event in done.events])
        assert not [word for word in secret if word in told], path
        if done.kept:
            wrote.add(path)
    log.info("%d addresses wrote, each with its events", len(wrote))
    return len(wrote)


def test_what_a_page_writes_is_told_in_the_same_transaction(house: House, met: list[Sent]) -> None:
    assert check_writes(house, met, 16) > 8


@pytest.mark.long
def test_whatever_any_page_writes_is_told_in_the_same_transaction(
    house: House, met: list[Sent]
) -> None:
    assert check_writes(house, met, SHARE) > 175 // SHARE


def test_a_write_without_its_event_would_be_seen(house: House) -> None:
    table = Meeting._meta.db_table
    with transaction.atomic(), centre_scope(house.own):
        watch = Watch()
        with connection.execute_wrapper(watch):
            Meeting.objects.update(place="ailleurs")
            assert watch.untold == {table}
            with transaction.atomic():
                AuditEvent.objects.filter(number=0).update(seal=None)
        assert watch.untold == {table}  # told in another transaction is not told
        transaction.set_rollback(True)


def test_a_text_about_cases_is_never_repeated_in_the_journal(house: House) -> None:
    with transaction.atomic():
        with centre_scope(house.own):
            rcp = Meeting.objects.filter(kind=Meeting.Kind.RCP).order_by("pk").last()
            assert rcp is not None
            MeetingSettings.objects.all().delete()
            MeetingSettings.objects.create(case_text=True)
        path = f"/c/{house.own.slug}/reunions/{rcp.pk}/rcp/"
        assert asked(house, "coordinator", "GET", path).has(READ)
        given = f"version={rcp.version}&file_count=3&case_text=Plaie+du+pied+zqxcanarizqx"
        done = asked(house, "coordinator", "POST", path, given)
        transaction.set_rollback(True)
    assert done.kept
    told = next(event for event in done.events if "case_text" in event.changes)
    assert told.changes["case_text"][1] == "…"
    assert "zqxcanarizqx" not in json.dumps([event.changes for event in done.events])


def _check_readings(house: House, share: int) -> None:
    for name, path in pages(house)[::share]:
        if name.startswith("hr:"):
            done = asked(house, "coordinator", "GET", path)
            assert done.status != 200 or done.events, path
        if name.endswith("-list"):
            done = asked(house, "coordinator", "GET", f"{path}?format=csv")
            assert done.status != 200 or done.has(EXPORTED), path
        if not may(name, "professional"):
            done = asked(house, "professional", "GET", path)
            assert done.has(REFUSED), path
            told = json.dumps([(event.object_label, event.changes) for event in done.events])
            assert not [word for word in house.words if word in told], path


def test_readings_that_matter_files_and_refusals_are_told(house: House) -> None:
    _check_readings(house, 12)


@pytest.mark.long
def test_every_reading_that_matters_every_file_and_refusal_is_told(house: House) -> None:
    _check_readings(house, SHARE)
