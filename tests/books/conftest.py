"""An opened SISA, for the tests of the books."""

from datetime import date

import pytest

from pupitre.books.models import LegalEntity
from pupitre.books.services import open_books
from pupitre.core.actor import Actor
from pupitre.core.tenancy import Scope


@pytest.fixture
def sisa(in_a: Scope, actor: Actor) -> LegalEntity:
    """The SISA of A, its year 2026 open."""
    return open_books(
        name="SISA des Tilleuls",
        kind="SISA",
        siren="732829320",
        starts_on=date(2026, 1, 1),
        by=actor,
    )
