"""The register of treatments, and who saw what."""

import time
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core import audit
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope

pytestmark = pytest.mark.django_db


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
    begun = time.monotonic()
    day = datetime.now(UTC).date()
    base = f"/c/{centre_a.slug}/donnees-personnelles/acces/?du=2026-01-01&au={day}"
    assert as_alice.get(base).status_code == 200
    rows = as_alice.get(f"{base}&format=csv").content.decode().splitlines()
    spent = time.monotonic() - begun
    assert len(rows) > 100_000
    assert spent < 60, spent
