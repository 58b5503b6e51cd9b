"""No page takes a NUL character, whatever reads the field."""

import pytest
from django.test import Client

from pupitre.centres.models import Centre


@pytest.mark.parametrize("field", ["notes", "why\0"])
def test_a_nul_in_a_form_is_refused_with_its_field(
    as_alice: Client, centre_a: Centre, field: str
) -> None:
    answer = as_alice.post(f"/c/{centre_a.slug}/reunions/1/decisions/", {field: "a\0b"})
    assert answer.status_code == 400
    assert f"« {field.rstrip(chr(0))} » contient un caractère invisible" in answer.content.decode()


@pytest.mark.parametrize("path", ["reunions/?groupe=%00", "reunions/%00/"])
def test_a_nul_in_the_address_is_refused(as_alice: Client, centre_a: Centre, path: str) -> None:
    assert as_alice.get(f"/c/{centre_a.slug}/{path}").status_code == 400


def test_what_holds_no_nul_passes(as_alice: Client, centre_a: Centre) -> None:
    assert as_alice.get(f"/c/{centre_a.slug}/reunions/?groupe=").status_code == 200
