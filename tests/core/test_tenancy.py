"""Each layer of tenancy, tested alone."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from pupitre.centres.models import Centre, Room, Site
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import (
    CentreQuerySet,
    NoCentreScopeError,
    centre_scope,
    current_scope,
    user_scope,
)
from pupitre.core.tenancy.models import CentreManager

needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="row-level security"
)


@pytest.fixture
def sites(centre_a: Centre, centre_b: Centre) -> dict[str, Site]:
    found = {}
    for key, centre in (("a", centre_a), ("b", centre_b)):
        with centre_scope(centre):
            found[key] = Site.objects.get()
    return found


def test_a_read_outside_a_scope_is_refused(centre_a: Centre) -> None:
    with pytest.raises(NoCentreScopeError):
        Site.objects.count()


def test_a_scope_shows_only_its_centre(
    centre_a: Centre, centre_b: Centre, sites: dict[str, Site]
) -> None:
    with centre_scope(centre_a):
        assert list(Site.objects.all()) == [sites["a"]]
        with centre_scope(centre_b):
            assert list(Site.objects.all()) == [sites["b"]]
        assert list(Site.objects.all()) == [sites["a"]]


def test_leaving_a_scope_restores_the_former_one_even_after_a_savepoint(
    centre_a: Centre, centre_b: Centre
) -> None:
    with centre_scope(centre_a):
        with transaction.atomic(), centre_scope(centre_b):
            pass
        assert current_scope().slug == centre_a.slug
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('app.centre', true)")
                assert cursor.fetchone() == (str(centre_a.pk),)


def test_an_error_inside_a_scope_restores_the_former_one(
    centre_a: Centre, centre_b: Centre
) -> None:
    with centre_scope(centre_a):
        with pytest.raises(ZeroDivisionError), centre_scope(centre_b):
            _ = 1 / 0
        assert Site.objects.get().centre_id == centre_a.pk


def test_writing_another_centres_row_is_refused(
    centre_a: Centre, centre_b: Centre, sites: dict[str, Site]
) -> None:
    with centre_scope(centre_a), pytest.raises(ValueError, match="written in the scope"):
        sites["b"].save()


def test_the_database_refuses_a_relation_to_another_centre(
    centre_a: Centre, sites: dict[str, Site]
) -> None:
    def break_it() -> None:
        with centre_scope(centre_a), transaction.atomic():
            Room.objects.bulk_create([Room(name="Cèdre", site_id=sites["b"].pk)])
            if connection.vendor == "postgresql":
                connection.check_constraints()

    with pytest.raises(DatabaseError):
        break_it()


def _unfiltered(manager: Any) -> CentreQuerySet[Any]:
    return CentreQuerySet(manager.model)


@needs_postgresql
def test_postgresql_alone_isolates(
    centre_a: Centre, centre_b: Centre, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CentreManager, "get_queryset", _unfiltered)
    with centre_scope(centre_a):
        assert list(Site.objects.all()) == [sites["a"]]
        assert Site.objects.filter(pk=sites["b"].pk).update(name="pris") == 0
    with user_scope(None):
        assert not Site.objects.exists()


@needs_postgresql
def test_postgresql_refuses_an_insert_for_another_centre(
    centre_a: Centre, centre_b: Centre
) -> None:
    def intrude() -> None:
        with centre_scope(centre_a), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO centres_site (centre_id, name, version) VALUES (%s, 'x', 1)",
                [centre_b.pk],
            )

    with pytest.raises(DatabaseError, match="row-level security"):
        intrude()


def test_saving_writes_one_audit_event_with_before_and_after(in_a: object, actor: Actor) -> None:
    site = Site.objects.get()
    site.name = "Site du Nord"
    records.save(site, by=actor)
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.who, event.action, event.changes) == (
        "Alice Aubert",
        "modifier",
        {"name": ["Site principal", "Site du Nord"]},
    )


def test_a_stale_version_is_a_conflict(in_a: object, actor: Actor) -> None:
    mine, theirs = Site.objects.get(), Site.objects.get()
    theirs.name = "Leur nom"
    records.save(theirs, by=actor)
    mine.name = "Mon nom"
    with pytest.raises(records.ConflictError):
        records.save(mine, by=actor)
    assert Site.objects.get().name == "Leur nom"


@pytest.mark.parametrize(
    "act", ["UPDATE core_auditevent SET who = 'autre'", "DELETE FROM core_auditevent"]
)
def test_the_database_keeps_the_audit_as_it_is(in_a: object, act: str) -> None:
    def tamper() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)

    with pytest.raises(DatabaseError):
        tamper()
