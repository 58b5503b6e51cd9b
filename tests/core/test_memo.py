"""What several parts of a page ask for is computed once; what is kept is never older than the centre."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction

from pupitre.centres.models import Centre
from pupitre.centres.queries import current_centre
from pupitre.core import memo, records
from pupitre.core.actor import MACHINE
from pupitre.core.memo import once, remembering
from pupitre.core.tenancy import Scope, centre_scope, current_scope
from pupitre.tasks.models import Task

DAY = date(2026, 11, 28)


def test_a_value_is_computed_once_in_the_block_and_each_time_outside(in_a: Scope) -> None:
    seen: list[int] = []

    def double(value: int) -> int:
        seen.append(value)
        return 2 * value

    assert (once(double, 2), once(double, 2)) == (4, 4)
    assert seen == [2, 2]
    with remembering():
        assert (once(double, 2), once(double, 2), once(double, 3)) == (4, 4, 6)
    assert seen == [2, 2, 2, 3]


def test_another_centre_never_gets_what_was_computed_for_the_first(
    in_a: Scope, centre_b: Centre
) -> None:
    with remembering():
        first = once(current_centre)
        with centre_scope(centre_b):
            assert once(current_centre) != first
        assert once(current_centre) is first


def _all(_day: int) -> list[tuple[int, str, int]]:
    return list(Task.objects.order_by("pk").values_list("pk", "title", "version"))


def _create() -> None:
    records.save(Task(title="Relancer", decided_on=DAY), by=MACHINE)


def _create_many() -> None:
    records.save_all([Task(title=one, decided_on=DAY) for one in ("Relire", "Ranger")], by=MACHINE)


def _change() -> None:
    if task := Task.objects.order_by("-pk").first():
        task.title += "."
        records.save(task, by=MACHINE)


def _change_all() -> None:
    tasks = list(Task.objects.all())
    for task in tasks:
        task.title += "!"
    records.update_all(tasks, ["title"], by=MACHINE)


def _remove() -> None:
    if task := Task.objects.first():
        records.remove(task, by=MACHINE)


ACTS = (_create, _create_many, _change, _change_all, _remove)


def _undone(act: Callable[[], None]) -> None:
    """Do an act, look at what it gives, and undo it."""
    with suppress(ZeroDivisionError), transaction.atomic():
        act()
        assert memo.kept(_all, 0) == _all(0)
        _ = 1 / 0


@pytest.mark.usefixtures("kept", "in_a")
def test_what_is_kept_is_what_would_be_computed_whatever_is_done_or_undone() -> None:
    rng = random.Random(28)
    for _ in range(60):
        act = rng.choice(ACTS)
        _undone(act) if rng.random() < 0.4 else act()
        assert memo.kept(_all, 0) == _all(0)


@pytest.mark.usefixtures("kept")
def test_a_kept_value_lasts_until_its_own_centre_acts(centre_a: Centre, centre_b: Centre) -> None:
    seen: list[str] = []

    def look() -> int:
        seen.append(current_scope().slug)
        return len(seen)

    def ask(centre: Centre) -> int:
        with centre_scope(centre):
            return memo.kept(look)

    assert (ask(centre_a), ask(centre_b), ask(centre_a), ask(centre_b)) == (1, 2, 1, 2)
    with centre_scope(centre_a):
        _create()
    assert (ask(centre_a), ask(centre_b)) == (3, 2)


def test_a_centre_without_any_act_keeps_nothing(
    in_a: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "_last_act", lambda: None)
    _create()
    before = memo.kept(_all, 0)
    _create()
    assert memo.kept(_all, 0) != before
