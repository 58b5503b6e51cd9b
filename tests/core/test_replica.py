"""When a request may be answered by the replica; tests/scale does it with real servers."""

import time

import pytest
from django.db.utils import InternalError, OperationalError
from django.test import RequestFactory

from pupitre.accounts.models import User
from pupitre.core.tenancy import replica
from pupitre.people.models import Person

PAGE = "/c/msp/annuaire/12/"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> replica.Replica:
    """A replica that has replayed 1,000 octets of the primary's log."""
    monkeypatch.setattr(replica, "is_set", lambda: True)
    one = replica.Replica()
    one.state, one.ask_at = replica.State(replayed=1000, behind=0), time.monotonic() + 60
    monkeypatch.setattr(replica, "state", lambda: one.state)
    return one


def test_pages_that_read_go_to_the_replica_and_acts_do_not(known: replica.Replica) -> None:
    ask = RequestFactory()
    assert known.serves(ask.get(PAGE))
    assert not known.serves(ask.post(PAGE))
    assert not known.serves(ask.get("/c/msp/l/1.abc/"))


@pytest.mark.parametrize(
    ("wrote", "served"),
    [("1000", True), ("1001", False), ("", True), ("x" * 9, True), ("9" * 40, True)],
)
def test_a_browser_reads_its_own_writes(known: replica.Replica, wrote: str, served: bool) -> None:
    request = RequestFactory().get(PAGE)
    request.COOKIES[replica.COOKIE] = wrote
    assert known.serves(request) is served


def test_a_late_or_absent_replica_is_left_aside(known: replica.Replica) -> None:
    known.state = replica.State(replayed=1000, behind=17_000_000)
    assert not known.serves(RequestFactory().get(PAGE))
    known.gone()
    assert not known.serves(RequestFactory().get(PAGE))


def test_a_page_that_writes_is_not_tried_again_for_any_object(known: replica.Replica) -> None:
    cause = OperationalError()
    cause.sqlstate = replica.READ_ONLY  # type: ignore[attr-defined]
    error = InternalError()
    error.__cause__ = cause
    request = RequestFactory().get(PAGE)
    assert not known.refused(request, error)  # the primary answered: it is a real error
    with replica.reading_replica():
        assert not known.refused(request, ValueError())
        assert known.refused(request, error)
    assert not known.serves(RequestFactory().get("/c/autre/annuaire/7/"))
    assert known.serves(RequestFactory().get("/c/msp/annuaire/"))


def test_only_rows_of_centres_are_read_on_the_replica() -> None:
    router = replica.Router()
    assert router.db_for_read(Person) == "default"
    with replica.reading_replica():
        assert router.db_for_read(Person) == router.db_for_write(Person) == "replica"
        assert router.db_for_read(User) == "default"
    assert not router.allow_migrate("replica", "people")
