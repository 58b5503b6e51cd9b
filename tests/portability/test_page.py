"""The page where a coordinator takes everything away: who may, what is noted, what is given, for how long."""

import io
import os
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pupitre.centres.models import Centre
from pupitre.core.jobs.models import Job
from pupitre.core.jobs.worker import run_due
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.portability.shelf import KEPT, kept, shelf, sweep

pytestmark = pytest.mark.django_db


def page(centre: Centre, *more: str) -> str:
    return "/".join([f"/c/{centre.slug}/export", *more, ""])


def prepared(client: Client, centre: Centre) -> str:
    """Ask for an archive, let the worker make it, and return its name."""
    assert client.post(page(centre, "preparer")).status_code == 302
    run_due()
    with centre_scope(centre):
        return kept()[0].name


def acts(centre: Centre) -> list[str]:
    with centre_scope(centre):
        return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_coordinator_prepares_and_downloads_the_archive(
    as_alice: Client, centre_a: Centre
) -> None:
    empty = as_alice.get(page(centre_a)).content.decode()
    assert "Aucune archive" in empty
    assert "Exporter ma structure" in as_alice.get(f"/c/{centre_a.slug}/reglages/").content.decode()
    name = prepared(as_alice, centre_a)
    job = Job.objects.get(name="pupitre.portability.jobs.export")
    assert job.state == Job.State.DONE
    assert job.result["url"] == page(centre_a)
    assert name in as_alice.get(page(centre_a)).content.decode()
    answer: Any = as_alice.get(page(centre_a, name))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as held:
        assert "LISEZMOI.txt" in held.namelist()
    assert acts(centre_a)[-2:] == ["exporter la structure", "télécharger l’export"]


def test_asking_twice_makes_one_archive(as_alice: Client, centre_a: Centre) -> None:
    first = as_alice.post(page(centre_a, "preparer"))["Location"]
    assert as_alice.post(page(centre_a, "preparer"))["Location"] == first
    assert "se prépare" in as_alice.get(page(centre_a)).content.decode()
    assert acts(centre_a).count("exporter la structure") == 1


def test_a_job_that_runs_twice_makes_one_archive(as_alice: Client, centre_a: Centre) -> None:
    name = prepared(as_alice, centre_a)
    with centre_scope(centre_a):
        before = kept()[0]
    Job.objects.update(state=Job.State.WAITING, run_after=timezone.now())
    run_due()
    with centre_scope(centre_a):
        assert kept() == [before]
    assert name == before.name


def test_others_may_not(
    as_bob: Client, as_charlie: Client, as_alice: Client, centre_a: Centre, centre_b: Centre
) -> None:
    name = prepared(as_alice, centre_a)
    for asked in (page(centre_a), page(centre_a, name)):
        assert as_bob.get(asked).status_code == 403
        assert as_charlie.get(asked).status_code == 404
    assert as_charlie.get(page(centre_b, name)).status_code == 404
    assert "Exporter" not in as_bob.get(f"/c/{centre_a.slug}/reglages/").content.decode()
    for odd in ("..", "%2e%2e%2fsecret_key", "x.zip", "structure-20260101-000000.zip"):
        assert as_alice.get(page(centre_a, odd)).status_code == 404


def test_the_export_asks_to_confirm_who_is_there(as_alice: Client, centre_a: Centre) -> None:
    session = as_alice.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    for answer in (as_alice.get(page(centre_a)), as_alice.post(page(centre_a, "preparer"))):
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]
    assert not Job.objects.exists()


def test_an_archive_is_deleted_when_asked_and_when_its_days_are_over(
    as_alice: Client, centre_a: Centre
) -> None:
    name = prepared(as_alice, centre_a)
    assert as_alice.post(page(centre_a, name, "supprimer")).status_code == 302
    assert as_alice.post(page(centre_a, name, "supprimer")).status_code == 404
    name = prepared(as_alice, centre_a)
    with centre_scope(centre_a):
        file = shelf() / name
    assert sweep(timezone.now()) == 0
    old = (timezone.now() - KEPT - timedelta(minutes=1)).timestamp()
    os.utime(file, (old, old))
    assert sweep(timezone.now()) == 1
    assert not file.exists()
