"""Every form that two people may open together: the second sending overwrites nothing unseen; sent twice, it makes one thing."""

from copy import copy
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from tests.house import House
from tests.security.forms import Sent
from tests.security.stale import last_keys, met_twice, sending

pytestmark = pytest.mark.django_db
SOME = 40
"""The part of every day tries one form in so many; the long one all of them."""


@dataclass
class Report:
    """What was tried, and the addresses of what went wrong."""

    edits: int = 0
    conflicts: int = 0
    made: int = 0
    wrong: list[str] = field(default_factory=list)


def tried(house: House, forms: list[Sent]) -> Report:
    """Send each form as two people who opened it together, then twice as one person."""
    client, last, report = house.clients["coordinator"], last_keys(house.own), Report()
    cookies = copy(client.cookies)
    for form in forms:
        client.cookies = copy(cookies)  # some forms log out, which no transaction undoes
        both = met_twice(client, house.own, form, last)
        if both is not None:
            report.edits += 1
            report.conflicts += both.second.status == 409
            if both.overwritten:
                report.wrong.append(f"{form.action} overwrites {both.overwritten}")
            if both.second.status == 409 and both.hides_a_version:
                report.wrong.append(f"{form.action} does not show both versions")
        client.cookies = copy(cookies)
        with transaction.atomic():
            body = form.body(**dict.fromkeys(form.optional, ""))
            first, again = (sending(client, house.own, form, body, last) for _ in range(2))
            transaction.set_rollback(True)
        client.cookies = copy(cookies)
        if first.made and first.status < 400:
            report.made += 1
            more = [row for row in again.made if row not in first.made]
            if more or (first.url and again.url != first.url):
                report.wrong.append(f"{form.action} sent twice makes {more}, answers {again.url}")
    return report


def test_some_forms_overwrite_nothing_and_work_once(house: House, met: list[Sent]) -> None:
    report = tried(house, met[::SOME])
    assert not report.wrong, "\n".join(report.wrong)
    assert report.edits + report.made >= 1


@pytest.mark.long
def test_no_form_overwrites_what_it_did_not_show_nor_works_twice(
    house: House, met: list[Sent]
) -> None:
    report = tried(house, met)
    assert not report.wrong, "\n".join(report.wrong)
    assert report.edits > 80
    assert report.conflicts > 30
    assert report.made > 20
