"""The directory extraction: titles, lines, people; on disk in every shape met."""

import zipfile

import pytest

from pupitre.people import rpps_file
from pupitre.people.professions import professions
from pupitre.people.rpps_file import read_directory
from pupitre.people.rules.directory import Selection, Site, people_of
from pupitre.people.rules.extraction import DirectoryFileError
from tests.people.directory_samples import (
    ALICE,
    BRUNO,
    BRUNO_REPLACES,
    CHLOE,
    TEAM,
    TITLES,
    text_of,
    write,
)


def only(**criteria):
    return Selection(**{name: frozenset(values) for name, values in criteria.items()})


def read(folder, content, **criteria):
    return read_directory(write(folder, content), only(**criteria)).people


def names(people):
    return [person.name for person in people]


def test_everybody_is_read_with_their_activities_grouped(tmp_path):
    reading = read_directory(write(tmp_path, text_of(*TEAM)), Selection())
    assert reading.read_lines == 5
    assert names(reading.people) == ["Démo", "Exemple-Martin", "Fictive", "Le Specimen"]
    david, alice, chloe, bruno = reading.people
    assert (alice.rpps, alice.profession_key, alice.profession_label, alice.speciality) == (
        "99900000011", "medecin_generaliste", "Médecin généraliste", "Médecine générale",
    )  # fmt: skip
    assert alice.practises_general_medicine
    assert alice.sites == (Site("990000010", "", "MSP DES DEUX VALLEES", "35137", "Bedee"),)
    assert (chloe.profession_label, chloe.speciality, chloe.given_name) == (
        "Infirmière",
        "",
        "Chloé",
    )
    assert (david.adeli, david.rpps, david.number) == ("359300123", "", "359300123")
    assert (bruno.profession_label, bruno.speciality) == (
        "Médecin", "Cardiologie et maladies vasculaires",
    )  # fmt: skip
    assert bruno.modes == ("L", "S")
    assert bruno.replacement
    assert bruno.phones == ("0199000001", "0199000002")
    assert bruno.sites[1] == Site("", "", "", "75015", "Paris Cedex 15")
    assert not alice.replacement


@pytest.mark.parametrize("code", ["SM26", "SM53", "SM54"])
def test_general_medicine_has_three_codes(tmp_path, code):
    (alice,) = read(tmp_path, text_of(ALICE | {"Code savoir-faire": code}))
    assert alice.practises_general_medicine


def test_an_unknown_profession_keeps_the_words_of_the_file(tmp_path):
    line = CHLOE | {"Code profession": "77", "Libellé profession": "Métier nouveau"}
    (person,) = read(tmp_path, text_of(line))
    assert (person.profession_key, person.profession_label) == ("", "Métier nouveau")


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"rpps": ["99900000029"]}, ["Le Specimen"]),
        ({"rpps": ["99900000029", "99900000037"]}, ["Fictive", "Le Specimen"]),
        ({"names": ["démo"]}, ["Démo"]),
        ({"names": ["Le  Spécimen"], "postcodes": ["35137"]}, ["Le Specimen"]),
        ({"names": ["Démo"], "postcodes": ["35137"]}, []),
        ({"postcodes": ["22100"]}, ["Démo"]),
        ({"postcodes": ["75015"]}, ["Le Specimen"]),
        ({"finess": ["990000010"]}, ["Démo", "Exemple-Martin", "Fictive", "Le Specimen"]),
        ({"siret": ["73282932000074"]}, []),
        ({"names": ["Démo"], "rpps": ["99900000037"]}, ["Démo", "Fictive"]),
        ({"rpps": ["99900000045"]}, []),
    ],
)
def test_a_selection_keeps_whom_it_asks_for(tmp_path, criteria, expected):
    assert names(read(tmp_path, text_of(*TEAM), **criteria)) == expected


def test_many_keys_select_like_few(tmp_path):
    others = [f"{n:05}" for n in range(60000, 60020)]
    content = text_of(*TEAM)
    assert names(read(tmp_path, content, postcodes=[*others, "75015"])) == ["Le Specimen"]
    assert names(read(tmp_path, content, postcodes=[*others, "22100"])) == ["Démo"]
    assert read(tmp_path, content, postcodes=others) == ()


def test_a_person_kept_for_one_activity_comes_with_all_of_them(tmp_path):
    content = text_of(BRUNO_REPLACES, ALICE, BRUNO)
    (bruno,) = read(tmp_path, content, postcodes=["75015"])
    assert len(bruno.sites) == 2


def test_the_site_is_found_by_siret(tmp_path):
    line = ALICE | {"Numéro SIRET site": "73282932000074"}
    (alice,) = read(tmp_path, text_of(line, CHLOE), siret=["73282932000074"])
    assert alice.sites[0].siret == "73282932000074"


SHAPES = {
    "as published": text_of(*TEAM).encode(),
    "crlf": text_of(*TEAM, end="|\r\n").encode(),
    "no trailing separator": text_of(*TEAM, end="\n").encode(),
    "trailing separator of the titles alone": (
        text_of() + text_of(*TEAM, end="\n").split("\n", 1)[1]
    ).encode(),
    "no last end of line": text_of(*TEAM).rstrip("\n").encode(),
    "byte order mark": b"\xef\xbb\xbf" + text_of(*TEAM).encode(),
    "windows-1252": text_of(*TEAM).encode("cp1252"),
    "empty last lines": text_of(*TEAM).encode() + b"\n\r\n",
    "columns in another order": text_of(*TEAM, titles=TITLES[::-1]).encode(),
    "other spelling of titles": text_of(*TEAM)
    .replace("(coord. structure)", "(coord. Structure)", 20)
    .replace("Code genre d'activité", "Code genre activite")
    .replace("Nom d'exercice", "NOM D’EXERCICE", 1)
    .encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "criteria", [{}, {"names": ["DEMO", "Fictive"]}, {"finess": ["990000010"]}]
)
def test_every_shape_of_the_file_gives_the_same_people(tmp_path, shape, criteria):
    expected = read(tmp_path, text_of(*TEAM), **criteria)
    assert expected
    assert read(tmp_path, SHAPES[shape], **criteria) == expected


def test_titles_alone_may_have_a_trailing_separator_before_a_line_that_ends_empty(tmp_path):
    lines = text_of(*TEAM[::-1], end="\n").split("\n", 1)[1]
    assert lines.split("\n", 1)[0].endswith("GENR02|")
    assert read(tmp_path, text_of() + lines) == read(tmp_path, text_of(*TEAM[::-1]))


def test_a_lost_trailing_separator_on_some_lines_is_borne(tmp_path):
    content = text_of(*TEAM).replace("GENR02||\n", "GENR02|\n")
    assert content != text_of(*TEAM)
    with pytest.raises(DirectoryFileError, match="Ligne 6 : 55 colonnes au lieu de 56"):
        read(tmp_path, content)
    with pytest.raises(DirectoryFileError, match="Ligne 2 : 55 colonnes au lieu de 56"):
        read(tmp_path, text_of(*TEAM[::-1]).replace("GENR02||\n", "GENR02|\n"))
    full = text_of(BRUNO_REPLACES | {"Libellé genre d'activité": "Remplaçant"}, ALICE)
    assert len(read(tmp_path, full.replace("Remplaçant|", "Remplaçant"))) == 2


def test_a_zip_is_read_through(tmp_path):
    path = tmp_path / "extraction.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PS_LibreAcces_Personne_activite_202611010800.txt", text_of(*TEAM))
        archive.writestr("PS_LibreAcces_SavoirFaire_202611010800.txt", "x")
    assert len(read_directory(path, Selection()).people) == 4


def test_a_zip_without_the_file_is_refused(tmp_path):
    path = tmp_path / "extraction.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lisez-moi.pdf", "x")
    with pytest.raises(DirectoryFileError, match="L’archive doit contenir un seul fichier"):
        read_directory(path, Selection())


def test_a_cut_zip_is_refused(tmp_path):
    path = tmp_path / "extraction.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("personne-activite.txt", text_of(*TEAM))
    path.write_bytes(path.read_bytes().replace(b"GENR02", b"GENR99"))
    with pytest.raises(DirectoryFileError, match="L’archive est abîmée"):
        read_directory(path, Selection())


def test_too_wide_a_selection_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rpps_file, "MOST_ACTIVITIES", 4)
    with pytest.raises(DirectoryFileError, match="précisez qui chercher"):
        read(tmp_path, text_of(*TEAM))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Le fichier est vide"),
        ("nom;prénom\n".encode(), "Ligne 1 : ce n’est pas l’extraction RPPS"),
        (b"a|b|\n", "Ligne 1 : il manque la colonne « Identifiant PP », « Nom d'exercice »"),
        (text_of(titles=[*TITLES, "Code postal"]).encode(), "« Code postal » figure deux fois"),
        (text_of(*TEAM).encode("utf-16"), "UTF-16"),
        (text_of(*TEAM).encode()[:-90], "Ligne 6 : .* colonnes au lieu de 56"),
        (text_of(ALICE, CHLOE).encode() + b"8|999\n", "Ligne 4 : 2 colonnes au lieu de 56"),
        (text_of(ALICE).replace("35137", "35137|").encode(), "Ligne 2 : 57 colonnes au lieu de 56"),
        (text_of(ALICE).encode().replace(b"BEDEE", b"B\x81DEE"), "Ligne 2 : des caractères"),
        (text_of(CHLOE, ALICE | {"Identifiant PP": "99900000012"}).encode(), "Ligne 3 : La clé du"),
        (text_of(ALICE | {"Identifiant PP": "99900000029"}).encode(), "Ligne 2 : les deux ident"),
        (
            text_of(ALICE | {"Identifiant PP": "", "Identification nationale PP": ""}).encode(),
            "Ligne 2 : l’identifiant de la personne est vide",
        ),
        (text_of(ALICE | {"Numéro FINESS site": "990000011"}).encode(), "Ligne 2 : La clé du num"),
        (text_of(ALICE | {"Numéro SIRET site": "1"}).encode(), "Ligne 2 : Le numéro SIRET"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, content, sentence):
    with pytest.raises(DirectoryFileError, match=sentence):
        read(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DirectoryFileError, match="n’existe pas"):
        read_directory(tmp_path / "absent.txt", Selection())
    with pytest.raises(DirectoryFileError, match="ne peut pas être lu"):
        read_directory(tmp_path, Selection())


@pytest.mark.parametrize("missing", ["Identifiant PP", "Identification nationale PP"])
def test_one_of_the_two_identifier_columns_is_enough(tmp_path, missing):
    titles = [title for title in TITLES if title != missing]
    content = text_of(*TEAM, titles=titles)
    assert names(read(tmp_path, content)) == names(read(tmp_path, text_of(*TEAM)))
    assert names(read(tmp_path, content, rpps=["99900000037"])) == ["Fictive"]
    assert names(read(tmp_path, content, postcodes=["22100"])) == ["Démo"]


def test_people_of_nothing_is_nobody():
    assert people_of([], professions()) == ()
