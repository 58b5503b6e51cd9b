"""The command `pupitre aci-cases`, run as a process without database or settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = """
import argparse, sys
from pupitre.cli import aci_cases
parser = argparse.ArgumentParser()
aci_cases.add_arguments(parser)
status = aci_cases.run(parser.parse_args())
sys.exit("django" if "django" in sys.modules else status)
"""
CASES = Path(__file__).parents[1] / "aci" / "cases.yaml"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "PUPITRE"))}
    return subprocess.run(
        [sys.executable, "-c", RUNNER, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def test_the_worked_cases_come_out_as_json_without_django() -> None:
    done = run(CASES, "--json")
    assert done.returncode == 0, done.stderr
    cases = {case["id"]: case for case in json.loads(done.stdout)["cases"]}
    assert cases["G16"]["points"] == 3550
    assert cases["G16"]["euros"] == 24850
    assert cases["P01"]["by_indicator"] == {"A1-03": 262.5}
    assert cases["D04"]["majoration"] == 0.131
    assert cases["V01"]["euros"] == 35700
    assert cases["T02"]["euros"] == 83512.1
    assert cases["T01"]["because"]


def test_the_table_gives_a_verdict_for_each_case() -> None:
    done = run(CASES)
    assert done.returncode == 0
    assert "conforme" in done.stdout
    assert "0 avec écart" in done.stdout


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_unexpected_number_exits_1(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "cas.json"
    case = {"id": "X", "indicator": "A1-06", "input": {"reached": True}, "points": 150}
    file.write_text(json.dumps([case]), encoding="utf-8")
    done = run(file, *options)
    assert done.returncode == 1
    assert "150 attendu, 200 trouvé" in done.stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "le fichier est vide."),
        ("cases: [", "ce fichier n'est pas du YAML valide."),
        ("cases: {a: 1}", "il faut une liste de cas sous la clé « cases »."),
        ("autre: []", "il faut une liste de cas sous la clé « cases »."),
        ("- {id: X, indicator: A1-06, input: {foo: 1}}", "cas X : la clé « foo » est inconnue."),
        ("- {id: X, indicator: A2-05, input: {patients: .nan}}", "doit être un nombre fini"),
        ("- {id: X, indicator: A2-05, input: {patients: 1.0e+99999999}}", "nombre fini"),
        ("- {id: X, at: 2026-13-45}", "ce fichier n'est pas du YAML valide."),
        ("[" * 3000, "ce fichier n'est pas du YAML valide."),
        ("- !!python/object:os.system {}", "ce fichier n'est pas du YAML valide."),
    ],
)
def test_a_bad_file_exits_2_with_one_line(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "cas.yaml"
    file.write_text(text, encoding="utf-8")
    done = run(file, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_cannot_be_read_exits_2(tmp_path: Path) -> None:
    assert "ne peut pas être lu" in run(tmp_path / "absent.yaml").stderr
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("- é".encode("latin-1"))
    assert "n'est pas un texte en UTF-8" in run(latin).stderr


def test_another_agreement_may_be_given(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src/pupitre/aci/rules/data/avenant1_2022.yaml"
    rules = tmp_path / "accord.yaml"
    text = source.read_text(encoding="utf-8")
    rules.write_text(text.replace("point_value_eur: 7 ", "point_value_eur: 8 "), encoding="utf-8")
    file = tmp_path / "cas.yaml"
    file.write_text("- {id: X, indicator: A1-06, input: {}, euros: 1600}", encoding="utf-8")
    assert run(file, "--rules", rules).returncode == 0
