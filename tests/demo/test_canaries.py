"""The words planted to see whether anything leaks."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from pypdf import PdfReader

from pupitre.centres.models import Centre
from pupitre.core.tenancy import centre_scope
from pupitre.demo.canaries import plant
from pupitre.documents.models import Document


@pytest.mark.django_db
def test_each_text_the_file_and_its_name_hold_a_word_of_their_own(
    centre_a: Centre, tmp_path: Path
) -> None:
    Centre.objects.filter(pk=centre_a.pk).update(demo=True)
    count = plant(tmp_path / "words", seed=1)
    lines = [json.loads(line) for line in (tmp_path / "words").read_text().splitlines()]
    assert len({line["word"] for line in lines}) == len(lines) == count
    fields = {(line["model"], line["field"]) for line in lines}
    assert {("documents.Document", "file"), ("documents.Document", "original_name")} <= fields
    with centre_scope(centre_a):
        for line in lines:
            row = apps.get_model(line["model"]).objects.get(pk=line["id"])
            if line["field"] == "file":
                assert isinstance(row, Document)
                text = PdfReader(row.file.path).pages[0].extract_text()
            else:
                text = getattr(row, line["field"])
            assert line["word"] in text.replace("\n", ""), line
