from io import BytesIO

import pytest
from pypdf import PdfReader

from pupitre.core.pdf import render
from pupitre.meetings.reference import DATA, load_techniques
from pupitre.meetings.rules.facilitation import Technique, suitable
from tests.meetings.pdf_samples import technique_data

SHEETS = load_techniques()


def test_there_are_sheets_for_every_maturity_and_each_is_whole() -> None:
    assert len(SHEETS) >= 14
    assert len({sheet.key for sheet in SHEETS}) == len(SHEETS)
    assert {sheet.maturity for sheet in SHEETS} == {1, 2, 3}
    for sheet in SHEETS:
        assert sheet.group[0] < sheet.group[1]
        assert sheet.minutes[0] < sheet.minutes[1]
        assert len(sheet.steps) >= 6
        assert len(sheet.traps) >= 2
        assert sheet.remote
        assert sheet.meeting_types


def test_a_team_that_begins_finds_sheets_for_its_meeting_and_its_rcp() -> None:
    for kind in ("équipe", "RCP"):
        found = suitable(SHEETS, kind=kind, maturity=1, people=8, minutes=15)
        assert kind in found[0].meeting_types


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_each_sheet_prints_on_one_page(sheet: Technique) -> None:
    pdf = render(DATA.parent / "typst" / "facilitation.typ", technique_data(sheet))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
