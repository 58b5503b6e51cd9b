"""Every page that a coordinator may open, on an office screen; those used most, on a telephone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.demo.build import make_one
from pupitre.demo.centres import Size
from pupitre.meetings.models import Meeting, MeetingTemplate, Poll, Series
from pupitre.meetings.services.poll import open_poll, send_poll
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.meetings.services.run import start_meeting
from pupitre.meetings.services.series import save_series
from pupitre.people.models import Person
from pupitre.tasks.models import Task
from tests.browser.accessibility import violations
from tests.matrix import address, centre_pages, tenant_models

PHONE = {"width": 390, "height": 844}
CARRIED = (
    "desk:home", "meetings:meeting-list", "meetings:prepare", "meetings:run", "meetings:attendance",
    "meetings:close", "meetings:follow", "meetings:poll-detail", "meetings:rcp", "meetings:rcp-express",
    "meetings:register", "tasks:task-list", "people:person-list", "aci:cockpit", "mailing:message-list",
)  # fmt: skip
# The object of the pages that no model declares, and the word of those that take one.
ABOUT = {
    "meetings:prepare": "coming", "meetings:agenda-ready": "coming", "meetings:meeting-mail": "coming", "meetings:mails": "coming",
    "meetings:meeting-change": "coming", "meetings:meeting-cancel": "coming", "meetings:follow": "closed",
    "meetings:proof": "closed", "meetings:reopen": "closed", "meetings:rcp-facts": "rcp",
    "meetings:participant": "meetings.Participant", "meetings:seat": "meetings.Participant", "meetings:seat-sign": "meetings.Participant",
    "meetings:outcome-change": "meetings.Outcome", "meetings:series-move": "series", "meetings:series-cancel": "series",
    "meetings:series-extend": "meetings.Series", "meetings:series-end": "meetings.Series", "meetings:series-print": "meetings.Series",
    "meetings:poll-print": "meetings.Poll", "mailing:delivery-again": "mailing.Delivery", "people:status": "people.Status",
    "people:member-end": "people.GroupMember", "people:member-add": "people.Group", "documents:document-replace": "documents.Document",
}  # fmt: skip
WORDS = {
    "meetings:meeting-mail": "notice",
    "meetings:facilitation-sheet": "tour-minute",
}


@dataclass(frozen=True)
class House:
    """A centre with a year of work, its coordinator, and the addresses of its pages by name."""

    coordinator: User
    addresses: dict[str, str]


@pytest.fixture
def house(
    alice: User, actor: Actor, transactional_db: None, settings: Any, tmp_path: Any, logged_in: Any
) -> House:
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    now = timezone.now()
    make_one(0, Size(22, 2), years=1, coordinator=alice, seed=7, today=now.date(), say=print)
    centre = Centre.objects.get()
    with centre_scope(centre):
        keys = _keys(now, actor)
    found = dict(_addresses(centre, keys))
    return House(
        alice, {name: path for name, path in found.items() if _is_page(logged_in(alice), path)}
    )


def _keys(now: datetime, actor: Actor) -> dict[str, int]:
    """Add what the demonstration lacks; return one object per model, and meetings by stage."""
    model = MeetingTemplate.objects.first()
    poll = open_poll(
        Poll(title="Protocole plaies", template=model), starts=[now + timedelta(days=9)], by=actor
    )
    send_poll(poll, by=actor, now=now)
    save_series(
        Series(name="Réunion d'équipe", template=model, weekday=1, starts_on=now.date(), at=now.time()),
        by=actor, now=now,
    )  # fmt: skip
    rows = {one._meta.label: one.objects.order_by("-pk").first() for one in tenant_models()}
    planned = Meeting.objects.filter(state="planned", starts_at__gt=now, kind="team")[0]
    running = plan_meeting(template=model, starts_at=now, minutes=90, by=actor)
    start_meeting(running, by=actor, now=now)
    closed = Meeting.objects.filter(state="closed", kind="team").latest("starts_at")
    rcp = Meeting.objects.filter(state="closed", kind="rcp").latest("starts_at")
    series = Meeting.objects.exclude(series=None)[0]
    person = Person.objects.latest("pk")
    return {label: row.pk for label, row in rows.items() if row} | {
        "meetings": running.pk, "coming": planned.pk, "closed": closed.pk, "rcp": rcp.pk,
        "series": series.pk, "people": person.pk, "tasks": Task.objects.latest("pk").pk,
    }  # fmt: skip


def _addresses(centre: Centre, keys: dict[str, int]) -> Iterator[tuple[str, str]]:
    for page in centre_pages():
        asked = page.permission or ""
        if asked.startswith("public:") or registry.allows(asked, Role.COORDINATOR):
            about = replace(page, tenant_model=ABOUT.get(page.name, page.tenant_model))
            path = address(about, centre.slug, keys)
            yield page.name, path.replace("/x/", f"/{WORDS.get(page.name, 'x')}/")


def _is_page(client: Client, path: str) -> bool:
    """Tell a whole page from a file, a fragment, or an address that only takes POST."""
    answer = client.get(path)
    if answer.status_code != 200 or answer.streaming:
        return False
    return answer.content.lstrip().lower().startswith(b"<!doctype html")


def test_every_page_is_accessible_and_quiet(house: House, page_of: Callable[..., Page]) -> None:
    page, faults, seen = page_of(house.coordinator), [], set[str]()
    for name, path in house.addresses.items():
        page.goto(path)
        faults += [(name, fault) for fault in violations(page, seen)]
    page = page_of(house.coordinator, viewport=PHONE)
    for name in CARRIED:  # the house is long to build: one test for both screens
        page.goto(house.addresses[name])
        faults += [(name, fault) for fault in violations(page)]
        if (width := page.evaluate("document.documentElement.scrollWidth")) != PHONE["width"]:
            faults.append((name, f"{width} pixels wide"))
    assert not faults, "\n".join(map(str, faults))
    assert len(house.addresses) > 80, house.addresses
