"""The command `roster-solve`: its answers, its exit codes, and what it does not import."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pupitre.cli import roster_solve
from pupitre.rosters.rules.shift_file import read_instance
from pupitre.rosters.rules.shift_referee import breaches, cost
from pupitre.rosters.rules.shift_scheduling import OFF
from tests.rosters.instances import TINY


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    roster_solve.add_arguments(parser)
    return roster_solve.run(parser.parse_args(words))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.txt"
    path.write_text(TINY, encoding="utf-8")
    return path


def test_a_plan_is_printed_and_stands_before_the_referee(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tiny), "--seconds", "60", "--workers", "1", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    instance = read_instance(TINY)
    rows = [[OFF] * instance.days for _ in instance.staff]
    for item in answer["assignments"]:
        employee = [e.id for e in instance.staff].index(item["employee"])
        rows[employee][item["day"]] = [s.id for s in instance.shifts].index(item["shift"])
    assert breaches(instance, rows) == []
    assert answer["cost"] == cost(instance, rows) == answer["bound"]
    assert answer["status"] == "optimal"


def test_impossible_rules_are_said_so(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write_text(TINY.replace("A,E=7|L=7,2400,960", "A,E=1|L=0,2400,960"), encoding="utf-8")
    assert run(str(tiny), "--seconds", "60") == roster_solve.NO_PLAN_EXISTS
    assert "Aucun planning possible" in capsys.readouterr().out


def test_one_person_and_no_cover_are_a_problem_too(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = TINY.replace("B,E=7|L=0,2400,960,5,2,2,1\n", "").replace("B,1,E,3\n", "")
    tiny.write_text(alone[: alone.index("0,E,1,100,1")], encoding="utf-8")
    assert run(str(tiny), "--seconds", "60", "--workers", "2", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["status", "cost", "bound", "seconds", "assignments"]
    assert (answer["status"], answer["cost"], answer["bound"]) == ("optimal", 0, 0)
    assert {"employee": "A", "day": 0, "shift": "L"} in answer["assignments"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "ce fichier n’existe pas."),
        (b"\xff\xfe\x00", "le fichier n’est pas un texte en UTF-8."),
        (b"", "La section « SECTION_HORIZON » manque ou est vide."),
    ],
)
def test_a_wrong_file_is_one_line_on_stderr(
    tmp_path: Path, content: bytes | None, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.txt"
    if content is not None:
        path.write_bytes(content)
    assert run(str(path)) == roster_solve.BAD_FILE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"{path} : {message}\n"


def test_a_folder_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path)) == roster_solve.BAD_FILE
    assert capsys.readouterr().err == f"{tmp_path} : c’est un dossier, pas un fichier.\n"


@pytest.mark.parametrize("words", [("--seconds", "0"), ("--seconds", "x"), ("--workers", "0")])
def test_wrong_arguments_are_refused(words: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("file.txt", *words)
    assert caught.value.code == 2


def test_neither_django_nor_ortools_is_imported_for_a_wrong_file() -> None:
    code = (
        "import argparse, sys; from pupitre.cli import roster_solve as r;"
        "r.run(argparse.Namespace(file='/nonexistent', seconds=1, workers=1, json=True));"
        "print([m for m in ('django', 'ortools', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
