"""T6: whatever is sent to a form, no internal error, no other centre's row, no column that the form does not show."""

import os
import random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from pupitre.core.tenancy import centre_scope
from tests.house import House, said_of, send
from tests.matrix import address, centre_pages
from tests.security.forms import FORM, Sent, forms_of, wrong_ways
from tests.security.rights import may

pytestmark = pytest.mark.django_db
SHARE = int(os.environ.get("PUPITRE_SHARE", "1"))
MEGABYTE = "é" * 500_000


def fuzz(house: House, found: list[Sent], share: int, seed: int) -> int:
    rng, sent = random.Random(seed), 0
    foreign = sorted(set(house.other_pks.values()))
    for form in found:
        for body in wrong_ways(form, foreign, rng):
            if rng.randrange(share):
                continue
            response = send(
                house.clients["coordinator"], "POST", form.action, body, content_type=FORM
            )
            assert response.status_code < 500, (form.action, body[:600])
            said_of(house, response, form.action)
            sent += 1
    return sent


def test_forms_sent_wrongly_never_fail(house: House, met: list[Sent]) -> None:
    assert len(met) > 150
    assert fuzz(house, met, 25, seed=1) > 150


@pytest.mark.long
def test_forms_sent_wrongly_never_fail_whatever_is_sent(house: House, met: list[Sent]) -> None:
    rounds = max(1, 8 // SHARE)
    assert sum(fuzz(house, met, SHARE, seed=number) for number in range(rounds)) > 2_000


def test_a_megabyte_in_a_field_is_refused_or_kept_quickly(house: House, met: list[Sent]) -> None:
    for form in met[::20]:
        for name in list(form.values)[:2]:
            body = form.body(**{name: MEGABYTE})
            answer = send(
                house.clients["coordinator"], "POST", form.action, body, content_type=FORM
            )
            assert answer.status_code < 500, (form.action, name)


def test_a_form_too_large_is_refused(house: House) -> None:
    body = "name=" + "a" * 6_000_000
    path = f"/c/{house.own.slug}/annuaire/groupes/ajouter/"
    assert (
        send(house.clients["coordinator"], "POST", path, body, content_type=FORM).status_code == 400
    )
    many = "&".join(f"f{number}=1" for number in range(6_000))
    assert (
        send(house.clients["coordinator"], "POST", path, many, content_type=FORM).status_code == 400
    )


def test_a_form_writes_only_the_columns_that_it_shows(house: House) -> None:
    """Every column of the model is sent along; those that the form does not show stay as they were."""
    tried = 0
    for page in centre_pages():
        if (
            not page.name.endswith("-update")
            or page.tenant_model not in house.own_pks
            or not may(page.name, "coordinator")
        ):
            continue
        path = address(page, house.own.slug, house.own_pks)
        shown = send(house.clients["coordinator"], "GET", path)
        form = next(
            (
                one
                for one in forms_of(path, shown.content)
                if one.action == path and "version" in one.values
            ),
            None,
        )
        if shown.status_code != 200 or form is None:
            continue
        tried += _changed_columns(house, page.tenant_model or "", path, form)
    assert tried > 15


def _changed_columns(house: House, label: str, path: str, form: Sent) -> bool:
    model: Any = apps.get_model(label)
    extra = {
        f.attname: "1"
        for f in model._meta.concrete_fields
        if f.name not in form.values and f.attname not in form.values
    }
    extra |= {
        f.name: "1"
        for f in model._meta.concrete_fields
        if f.attname in extra and f.name not in form.values
    }
    with transaction.atomic():
        with centre_scope(house.own):
            before = model.objects.filter(pk=house.own_pks[label]).values().get()
        answer = house.clients["coordinator"].generic(
            "POST", path, form.body(**extra), content_type=FORM
        )
        with centre_scope(house.own):
            after = model.objects.filter(pk=house.own_pks[label]).values().get()
        transaction.set_rollback(True)
    assert answer.status_code < 500, path
    changed = {name for name in extra if name in before and before[name] != after[name]}
    assert changed <= {"version", *_derived(label)}, (path, changed)
    return answer.status_code == 302


def _derived(label: str) -> set[str]:
    """Return the columns that a form writes through fields of other names."""
    written = {"meetings.MeetingTemplate": {"steps"}, "projects.Action": {"budget_cents"}}
    return written.get(label, set())
