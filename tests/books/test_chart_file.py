"""A chart of accounts as a file: read whole, or refused with the lines and nothing written."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.books.charts import load_charts
from pupitre.books.models import Account, LegalEntity
from pupitre.books.queries import account_numbered
from pupitre.books.rules.chart_reading import ChartFileError, nearest, read_chart

GOOD = (
    "compte;libelle;classe_type\n606300;Petit équipement;C\n411DUPONT;Dupont;B\n101300;Capital;B\n"
)
WHOLE = "compte;libelle\n" + "".join(
    f"{one.number};{one.label}\n" for one in load_charts().accounts_of("SISA")
)


def test_each_account_is_read_once_in_the_order_of_the_numbers() -> None:
    assert [row.number for row in read_chart(GOOD)] == ["101300", "411DUPONT", "606300"]
    rows = read_chart(WHOLE)
    assert [(row.number, row.label) for row in rows] == [
        (one.number, one.label) for one in load_charts().accounts_of("SISA")
    ]
    assert rows == read_chart(WHOLE.replace(";", "\t").replace("\n", "\r\n"))


def test_the_accounts_of_a_fec_are_read() -> None:
    fec = 'JournalCode\tCompteNum\tCompteLib\nAC\t606.300\tPetit "matériel"\nBQ\t512 000\tBanque\nAC\t606300\tPetit "matériel"\n'
    assert [(row.number, row.label) for row in read_chart(fec)] == [
        ("512000", "Banque"),
        ("606300", 'Petit "matériel"'),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("compte;libelle", "compte;prix", "Ligne 1 : on attend les titres"),
        ("606300", "906300", "Ligne 2 : « 906300 » n’est pas un compte"),
        ("606300", "6O6300", "Ligne 2 : « 6O6300 » n’est pas un compte"),
        ("Petit équipement", "", "Ligne 2 : le compte 606300 n’a pas d’intitulé"),
        ("Petit équipement", "a" * 121, "dépasse 120 caractères"),
        ("411DUPONT", "606300", "Ligne 3 : le compte 606300 s’appelle déjà « Petit équipement » ligne 2"),
        (";Capital;B", "", "Ligne 4 : 1 cellules au lieu de 3"),
        ("Dupont;B", '"Dupont;B', "un guillemet n’est pas refermé"),
        (GOOD, "", "vide"),
        (GOOD[GOOD.index("606300") :], "", "aucun compte"),
    ],
)  # fmt: skip
def test_a_spoiled_chart_is_refused_with_its_line(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(ChartFileError, match=said):
        read_chart(GOOD.replace(before, after, 1))


def test_ten_faults_are_told_and_the_rest_counted() -> None:
    with pytest.raises(ChartFileError) as refused:
        read_chart("compte;libelle\n" + "x;y\n" * 15)
    assert len(refused.value.sentences) == 11
    assert refused.value.sentences[-1] == "Et 5 autres lignes à corriger."


def test_spoiled_charts_are_read_whole_or_refused() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        place, length = chance.randrange(len(WHOLE)), chance.choice((1, 1, 9, 60))
        piece = chance.choice(("", "9", ";", '"', "\n", "\t", "é"))
        said: tuple[str, ...] = ()
        try:
            rows = read_chart(WHOLE[:place] + piece + WHOLE[place + length :])
        except ChartFileError as refusal:
            rows, said = (), refusal.sentences
        assert all(one.endswith(".") for one in said), seed
        assert len({row.number for row in rows}) == len(rows), seed


def test_the_nearest_account_shares_three_digits_at_least() -> None:
    assert nearest("606350", ["606", "6063", "61"]) == "6063"
    assert nearest("709", ["706", "6063"]) == ""


def _sent(client: Client, entity: LegalEntity, content: bytes) -> str:
    address = f"/c/{entity.centre.slug}/comptabilite/structures/{entity.pk}/plan-de-comptes/"
    file = SimpleUploadedFile("plan.csv", content)
    return client.post(address, {"file": file}, follow=True).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_an_accountants_chart_adds_what_is_missing(
    as_alice: Client, sisa: LegalEntity, encoding: str
) -> None:
    before = Account.objects.count()
    content = "Numéro de compte;Intitulé\n606310;Petit équipement\n51200;Ma banque\n"
    page = _sent(as_alice, sisa, content.encode(encoding))
    assert "1 compte ajouté, 1 déjà là." in page
    assert "le vôtre est gardé : 512000." in page
    assert Account.objects.count() == before + 1
    added = account_numbered(sisa, "606310")
    assert added is not None
    assert added.heading == account_numbered(sisa, "606300").heading  # type: ignore[union-attr]
    assert "0 compte ajouté, 2 déjà là." in _sent(as_alice, sisa, content.encode(encoding))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("compte;libellé\n606310;Petit\nx;y\n".encode(), "Ligne 3 : « X » n’est pas un compte"),
        (b"PK\x03\x04\x00\x00", "n’est pas un texte"),
        (b"", "vide"),
    ],
)
def test_a_refused_chart_writes_nothing(
    as_alice: Client, sisa: LegalEntity, content: bytes, said: str
) -> None:
    before = Account.objects.count()
    assert said in _sent(as_alice, sisa, content)
    assert Account.objects.count() == before
