"""The register of treatments, and who saw what."""

import logging
import time
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core import audit
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.privacy.queries.access import events_between

pytestmark = pytest.mark.django_db
log = logging.getLogger(__name__)


def test_the_register_lists_every_treatment_on_screen_in_pdf_and_in_csv(
    as_alice: Client, centre_a: Centre
) -> None:
    base = f"/c/{centre_a.slug}/donnees-personnelles/"
    page = as_alice.get(base).content.decode()
    assert page.count("Base légale") == 14
    assert "coordonnées bancaires" in page
    text = " ".join(
        one.extract_text()
        for one in PdfReader(BytesIO(as_alice.get(f"{base}registre.pdf").content)).pages
    )
    assert "Registre des traitements" in text
    assert "code de commerce" in text or "Comptabilité" in text
    rows = as_alice.get(f"{base}?format=csv").content.decode().splitlines()
    assert len(rows) > 150
    assert any("adresse e-mail" in row and "coordonnées" in row for row in rows)


def test_a_professional_sees_none_of_it(as_bob: Client, centre_a: Centre) -> None:
    for place in ("", "acces/", "conservation/", "gels/", "effacements/"):
        assert as_bob.get(f"/c/{centre_a.slug}/donnees-personnelles/{place}").status_code == 403


def test_who_saw_what_tells_readings_exports_refusals_and_acts(
    as_alice: Client, as_bob: Client, bob: User, centre_a: Centre
) -> None:
    as_bob.get(f"/c/{centre_a.slug}/coordination/")
    as_bob.get(f"/c/{centre_a.slug}/annuaire/?format=csv")
    as_alice.get(f"/c/{centre_a.slug}/coordination/")
    base = f"/c/{centre_a.slug}/donnees-personnelles/acces/"
    page = as_alice.get(base).content.decode()
    assert "hr:home" in page
    mine = as_alice.get(f"{base}?compte={bob.pk}").content.decode()
    assert "annuaire/ (csv)" in mine
    assert "bob@a.example" in mine
    assert "a lu" not in mine
    rows = as_alice.get(f"{base}?compte={bob.pk}&format=csv").content.decode().splitlines()
    assert len(rows) == 1 + 2
    assert as_alice.get(f"{base}?du=2026-02-01&au=2026-01-01").status_code == 422
    assert as_alice.get(f"{base}?du=hier").status_code == 422


def test_a_day_of_the_report_is_a_day_of_paris(centre_a: Centre) -> None:
    moments = [
        datetime(2026, 6, 9, 21, 59, tzinfo=UTC),
        datetime(2026, 6, 9, 22, 0, tzinfo=UTC),
        datetime(2026, 6, 10, 21, 59, 59, tzinfo=UTC),
        datetime(2026, 6, 10, 22, 0, tzinfo=UTC),
    ]
    with centre_scope(centre_a):
        AuditEvent.objects.bulk_create(
            AuditEvent(user_id=77, number=1000 + rank, at=moment)
            for rank, moment in enumerate(moments)
        )
        found = events_between(date(2026, 6, 10), date(2026, 6, 10), 77)
        assert [one.at for one in found] == moments[1:3]
        assert events_between(date.min, date.max, 77).count() == 4


@pytest.mark.long
def test_a_breach_report_of_a_hundred_thousand_events_takes_less_than_a_minute(
    as_alice: Client, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        turn = audit.take_turn()
        for _part in range(100):
            events = [
                AuditEvent(
                    user_id=rank % 40 + 1, who="Q", via="web", action="lire", object_type="hr",
                    object_label="coordination/",
                )
                for rank in range(1000)
            ]  # fmt: skip
            audit.append(events, turn)
    day = datetime.now(UTC).date()
    base = f"/c/{centre_a.slug}/donnees-personnelles/acces/?du=2026-01-01&au={day}"
    for who, count in (("", 100_000), ("&compte=2", 2_500)):
        begun = time.process_time()
        assert as_alice.get(base + who).status_code == 200
        rows = as_alice.get(f"{base}{who}&format=csv").content.decode().splitlines()
        spent = time.process_time() - begun
        log.info("page and file of %d events: %.2f s of CPU", len(rows) - 1, spent)
        assert len(rows) > count
        assert spent < 60
