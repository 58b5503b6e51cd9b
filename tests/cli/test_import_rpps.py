"""`pupitre import-rpps --dry-run`: reads the file alone, without Django."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from pupitre.cli.import_rpps import add_arguments, run
from pupitre.core.tenancy import current_scope
from pupitre.people.models import Person
from tests.people.directory_samples import DAVID, TEAM, text_of, write

ALONE = """
import sys
from argparse import ArgumentParser
from pupitre.cli.import_rpps import add_arguments, run
parser = ArgumentParser()
add_arguments(parser)
status = run(parser.parse_args(sys.argv[1:]))
assert not [name for name in sys.modules if name.partition(".")[0] == "django"]
sys.exit(status)
"""


def command(*arguments):
    parser = ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args([str(argument) for argument in arguments]))


def test_a_dry_run_offers_people_in_json(tmp_path, capsys):
    path = write(tmp_path, text_of(*TEAM))
    assert command(path, "--dry-run", "--json", "--rpps", "99900000037, 8 99900000029") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["read_lines"] == 5
    assert [person["rpps"] for person in answer["people"]] == ["99900000037", "99900000029"]
    assert answer["people"][0] == {
        "rpps": "99900000037",
        "name": "Fictive",
        "given_name": "Chloé",
        "profession": "Infirmière",
        "sites": [
            {
                "finess": "990000010",
                "siret": "",
                "name": "MSP DES DEUX VALLEES",
                "postcode": "35137",
                "commune": "Bedee",
            }
        ],
    }


def test_a_dry_run_offers_people_in_words(tmp_path, capsys):
    path = write(tmp_path, text_of(*TEAM))
    assert command(path, "--dry-run", "--finess", "99 000 001 0") == 0
    shown = capsys.readouterr().out
    assert "99900000037  Fictive Chloé, Infirmière — MSP DES DEUX VALLEES (35137 Bedee)" in shown
    assert "ADELI 359300123  Démo David, Orthophoniste" in shown
    assert "4 personne(s) proposée(s), 5 lignes lues." in shown


def test_criteria_repeat_and_take_commas(tmp_path, capsys):
    path = write(tmp_path, text_of(*TEAM))
    command(path, "--dry-run", "--json", "--postcode", "22100,75015", "--postcode", "44000")
    people = json.loads(capsys.readouterr().out)["people"]
    assert [person["name"] for person in people] == ["Démo", "Le Specimen"]


def test_someone_without_a_site_is_shown_without(tmp_path, capsys):
    places = ("Numéro FINESS site", "Raison sociale site", "Code postal (coord. structure)")
    path = write(tmp_path, text_of(DAVID | dict.fromkeys(places, "")))
    command(path, "--dry-run")
    assert capsys.readouterr().out.startswith("ADELI 359300123  Démo David, Orthophoniste\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Indiquez la structure avec --centre, ou ajoutez --dry-run."),
        (["--centre", "a"], "Dites qui chercher"),
        (["--dry-run", "--rpps", "99900000012"], "La clé du numéro RPPS « 99900000012 »"),
        (["--dry-run", "--postcode", "3500"], "Le code postal « 3500 » doit compter 5 chiffres."),
    ],
)
def test_a_wrong_request_is_one_line_on_stderr(tmp_path, capsys, arguments, sentence):
    assert command(write(tmp_path, text_of(*TEAM)), *arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_a_wrong_file_is_one_line_on_stderr(tmp_path, capsys):
    assert command(tmp_path / "absent.txt", "--dry-run") == 2
    assert "n’existe pas" in capsys.readouterr().err


def test_a_dry_run_without_centre_imports_no_django(tmp_path):
    path = write(tmp_path, text_of(*TEAM))
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(path), "--dry-run", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["people"]) == 4


def test_an_unknown_centre_is_one_line_on_stderr(tmp_path):
    path = write(tmp_path, text_of(*TEAM))
    place = {"PUPITRE_HOME": str(tmp_path / "home"), "PUPITRE_DEMO": "1"}
    elsewhere = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    words = ["import-rpps", str(path), "--centre", "inconnue", "--finess", "990000010"]
    done = subprocess.run(
        [sys.executable, "-m", "pupitre.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env=elsewhere | place,
    )
    assert done.returncode == 2
    assert done.stderr == "Aucune structure ne s’appelle « inconnue ».\n"


@pytest.mark.usefixtures("in_a")
def test_with_a_centre_people_come_in_and_a_second_run_changes_nothing(tmp_path, capsys):
    path = write(tmp_path, text_of(*TEAM))
    arguments = (path, "--centre", current_scope().slug, "--finess", "990000010")
    assert command(*arguments) == 0
    assert "4 à ajouter, 0 à mettre à jour, 0 sans changement" in capsys.readouterr().out
    assert command(*arguments) == 0
    assert "0 à ajouter, 0 à mettre à jour, 4 sans changement" in capsys.readouterr().out
    assert Person.objects.count() == 4
