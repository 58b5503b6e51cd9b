"""Every worked case gives its published number."""

from pathlib import Path

import pytest

from pupitre.aci.rules.cases import answer_case
from pupitre.aci.rulesets import ruleset_for
from pupitre.core.typed_yaml import plain_data

CASES = plain_data(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"), "cas")


@pytest.mark.parametrize("case", [pytest.param(one, id=one["id"]) for one in CASES["cases"]])
def test_case_gives_its_numbers(case: dict[str, object]) -> None:
    answer = answer_case(ruleset_for, case, 2025)
    assert answer.differences == ()
    assert answer.because
