"""`pupitre aci-recompute`: one row per centre, the same whatever the number of processes."""

from datetime import date

import pytest

from pupitre.centres.models import Centre
from pupitre.cli.aci_recompute import centre_row, every_slug, recompute
from pupitre.core.tenancy import Scope

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_every_centre_is_recomputed_in_its_own_scope(
    centre_a: Centre, centre_b: Centre, in_a: Scope
) -> None:
    rows = list(recompute(every_slug(), 2026, TODAY, 1))
    assert [row["centre"] for row in rows] == [centre_a.slug, centre_b.slug]
    assert rows[0] == centre_row(centre_a.slug, 2026, TODAY)
    assert rows[0]["euros"] == 0
    assert "A2-01" in rows[0]["prerequis_manquants"]
