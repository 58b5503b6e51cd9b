"""The national directory brought into the centre."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Site
from pupitre.core import records
from pupitre.core.models import AuditEvent
from pupitre.people.models import Person
from pupitre.people.rpps_file import read_directory
from pupitre.people.rules.directory import Selection
from pupitre.people.services import (
    Choices,
    PersonError,
    apply_directory_import,
    preview_directory_import,
)
from pupitre.people.services.directory import (
    found_from,
    found_json,
    selection_from,
    selection_json,
)
from tests.people.conftest import DAY
from tests.people.directory_samples import TEAM, text_of, write

SCOPE = Selection(finess=frozenset({"990000010"}))


@pytest.fixture
def offered(tmp_path):
    return read_directory(write(tmp_path, text_of(*TEAM)), SCOPE).people


@pytest.fixture
def site(in_a, actor):
    found = Site.objects.get()
    found.finess = "990000010"
    return records.save(found, by=actor)


def imported(offered, actor, **choices):
    preview = preview_directory_import(offered, SCOPE)
    return apply_directory_import(preview, by=actor, choices=Choices(**choices), today=DAY)


def test_the_first_import_adds_everybody_with_their_site(offered, site, actor):
    report = imported(offered, actor)
    assert report.added == len(offered) == 4
    chloe = Person.objects.get(rpps="99900000037")
    assert (chloe.first_name, chloe.civility, chloe.profession) == ("Chloé", "Mme", "infirmier")
    assert chloe.phone == "01 99 00 00 01"
    assert [row.site for row in chloe.sites.all()] == [site]
    assert AuditEvent.objects.filter(object_type="people.person").count() == 4


def test_a_second_import_changes_nothing(offered, site, actor):
    imported(offered, actor)
    before = AuditEvent.objects.count()
    report = imported(offered, actor)
    assert (report.added, report.changed, report.gone) == (0, 0, 0)
    assert report.same == 4
    assert AuditEvent.objects.count() == before


def test_a_change_keeps_what_the_team_wrote(offered, site, actor):
    imported(offered, actor)
    chloe = Person.objects.get(rpps="99900000037")
    chloe.email, chloe.phone = "chloe@example.fr", "06 12 34 56 78"
    records.save(chloe, by=actor)
    changed = [replace(one, name="Nouveau") if one.rpps == chloe.rpps else one for one in offered]
    assert imported(changed, actor).changed == 1
    chloe.refresh_from_db()
    assert (chloe.last_name, chloe.email, chloe.phone) == (
        "Nouveau",
        "chloe@example.fr",
        "06 12 34 56 78",
    )


def test_a_change_may_be_left(offered, site, actor):
    imported(offered, actor)
    changed = [replace(one, name="Nouveau") for one in offered]
    leave = {one.number for one in offered} - {"99900000037"}
    assert imported(changed, actor, leave=leave).changed == 1


def test_somebody_absent_is_flagged_once_never_deleted_and_found_again(offered, site, actor):
    imported(offered, actor)
    without = offered[1:]
    assert imported(without, actor).gone == 1
    absent = Person.objects.get(gone_on=DAY)
    events = AuditEvent.objects.count()
    imported(without, actor)
    assert AuditEvent.objects.count() == events
    imported(offered, actor)
    absent.refresh_from_db()
    assert absent.gone_on is None


def test_who_has_left_the_centre_is_neither_gone_nor_doubled(offered, site, actor):
    imported(offered, actor)
    Person.objects.update(left_on=DAY)
    report = imported(offered[1:], actor)
    assert (report.added, report.gone) == (0, 0)


def test_a_possible_duplicate_waits_for_a_decision(offered, site, actor, person):
    chloe = next(one for one in offered if one.rpps == "99900000037")
    mine = person(chloe.name.upper(), first_name="Chloe", email="chloe@example.fr")
    report = imported(offered, actor)
    assert (report.added, report.undecided) == (3, 1)
    assert imported(offered, actor, duplicates={chloe.number: str(mine.pk)}).changed == 1
    mine.refresh_from_db()
    assert (mine.rpps, mine.email) == (chloe.rpps, "chloe@example.fr")


def test_a_possible_duplicate_may_be_somebody_else(offered, site, actor, person):
    chloe = next(one for one in offered if one.rpps == "99900000037")
    person(chloe.name, first_name="Chloé")
    assert imported(offered, actor, duplicates={chloe.number: "new"}).added == 4


def test_a_person_that_cannot_be_kept_stops_everything(offered, site, actor):
    long = [*offered[:3], replace(offered[3], name="x" * 81)]
    with pytest.raises(PersonError, match="ne peut pas être enregistré"):
        imported(long, actor)
    assert not Person.objects.exists()


def test_a_reading_keeps_what_it_found(offered):
    assert found_from(found_json(offered)) == offered
    assert selection_from(selection_json(SCOPE)) == SCOPE


def test_an_import_takes_as_many_queries_for_many_as_for_few(offered, site, actor):
    copies = [
        replace(offered[0], rpps="", adeli=f"35{number:07}", name=f"Essai {number}")
        for number in range(60)
    ]
    imported(copies[:1], actor)
    counts = []
    for upto in (5, 60):
        with CaptureQueriesContext(connection) as queries:
            imported(copies[:upto], actor)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 3  # SQLite cuts a large creation into batches


def test_a_file_that_misses_most_of_the_team_flags_nobody_unless_told_to(offered, site, actor):
    imported(offered, actor)
    assert imported(offered[:1], actor).gone == 0
    assert not Person.objects.filter(gone_on__isnull=False).exists()
    assert imported(offered[:1], actor, flag_gone=True).gone == len(offered) - 1
