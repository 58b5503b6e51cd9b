"""Tests of the transfer file: read again by lxml, against the published schema."""

import importlib.resources
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pupitre.payments.iban import IbanError, checked_bic, checked_iban, grouped, masked
from pupitre.payments.sepa import OLD, USUAL, SepaError, Transfer, TransferFile, file_bytes

OWN = "FR7699999000010000000000115"
CHLOE, BOB = "FR7699999000010000000010009", "FR7699999000010000000010106"
SAMPLE = [
    "GrpHdr/MsgId", "GrpHdr/CreDtTm", "GrpHdr/NbOfTxs", "GrpHdr/CtrlSum", "GrpHdr/InitgPty/Nm",
    "PmtInf/PmtInfId", "PmtInf/PmtMtd", "PmtInf/BtchBookg", "PmtInf/NbOfTxs", "PmtInf/CtrlSum",
    "PmtInf/PmtTpInf/SvcLvl/Cd", "PmtInf/ReqdExctnDt/Dt", "PmtInf/Dbtr/Nm",
    "PmtInf/DbtrAcct/Id/IBAN", "PmtInf/DbtrAgt/FinInstnId/BICFI", "PmtInf/ChrgBr",
    "PmtInf/CdtTrfTxInf/PmtId/EndToEndId", "PmtInf/CdtTrfTxInf/Amt/InstdAmt",
    "PmtInf/CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI", "PmtInf/CdtTrfTxInf/Cdtr/Nm",
    "PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "PmtInf/CdtTrfTxInf/RmtInf/Ustrd",
]  # fmt: skip
"""What a file that banks take holds, in this order, and nothing else: no address."""


def a_file(**changes: Any) -> TransferFile:
    file = TransferFile(
        reference="PUP1-LOT7-20261204",
        written_at=datetime(2026, 12, 2, 9, 0),  # noqa: DTZ001  # local time, as the file states it
        execution_on=date(2026, 12, 4),
        holder="SISA MSP Exemple des Trois Rivières",
        iban=OWN,
        bic="TESTFRPPXXX",
        transfers=[
            Transfer("Chloé Fictive", CHLOE, "TESTFRPPXXX", 48_000, "Indemnité RCP", "PUP1-1"),
            Transfer("Bob d’Essai", BOB, "TESTFRPPXXX", 5, "Solde", "PUP1-2"),
        ],
    )
    return replace(file, **changes)


def read(content: bytes, schema: str = USUAL) -> Any:
    """Return the root of a file that its published schema accepts."""
    folder = importlib.resources.files("sepaxml") / "schemas" / f"{schema}.xsd"
    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(content, safe)
    etree.XMLSchema(etree.fromstring(folder.read_bytes())).assertValid(root)
    return root


def texts(root: Any, name: str) -> list[str]:
    return [str(found) for found in root.xpath(f"//*[local-name()='{name}']/text()")]


@pytest.mark.parametrize("schema", [USUAL, OLD])
@pytest.mark.parametrize("bic", ["", "TESTFRPPXXX"])
def test_the_file_is_valid_and_its_sums_are_those_of_its_transfers(schema: str, bic: str) -> None:
    transfers = [replace(one, bic=bic) for one in a_file().transfers]
    root = read(file_bytes(a_file(schema=schema, bic=bic, transfers=transfers)), schema)
    amounts = [Decimal(text) for text in texts(root, "InstdAmt")]
    assert amounts == [Decimal("480.00"), Decimal("0.05")]
    assert {Decimal(text) for text in texts(root, "CtrlSum")} == {sum(amounts)}
    assert texts(root, "NbOfTxs") == ["2", "2"]
    assert ("NOTPROVIDED" in texts(root, "Id")) is (not bic)
    assert not root.xpath("//*[local-name()='PstlAdr']")


def test_the_file_has_the_shape_of_a_file_that_banks_take() -> None:
    root = read(file_bytes(a_file(transfers=a_file().transfers[:1])))
    tree = root.getroottree()
    leaves = [
        re.sub(r"\{[^}]*\}", "", tree.getelementpath(leaf)).partition("/")[2]
        for leaf in root.iter()
        if not len(leaf)
    ]
    assert leaves == SAMPLE
    assert texts(root, "ReqdExctnDt") == [] or texts(root, "Dt") == ["2026-12-04"]
    assert texts(root, "Cd") == ["SEPA"]
    assert texts(root, "ChrgBr") == ["SLEV"]


def test_references_are_our_own_and_the_bytes_the_same_each_time() -> None:
    content = file_bytes(a_file())
    assert content == file_bytes(a_file())
    root = read(content)
    assert texts(root, "MsgId") == ["PUP1-LOT7-20261204"]
    assert texts(root, "PmtInfId") == ["PUP1-LOT7-20261204-1"]
    assert texts(root, "EndToEndId") == ["PUP1-1", "PUP1-2"]
    assert texts(root, "CreDtTm") == ["2026-12-02T09:00:00"]


NAMES = st.text(min_size=0, max_size=90)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(NAMES, st.integers(-5, 10**12), st.text(max_size=200)), min_size=1, max_size=4
    )
)
def test_any_name_and_amount_gives_a_valid_file_or_a_refusal_that_names_the_payee(
    rows: list[tuple[str, int, str]],
) -> None:
    transfers = [
        Transfer(name, CHLOE, "", cents, words, f"PUP1-{place}")
        for place, (name, cents, words) in enumerate(rows)
    ]
    try:
        content = file_bytes(a_file(transfers=transfers))
    except SepaError as refusal:
        named = [name for name, _, _ in rows if str(refusal).startswith(name.strip())]
        assert named  # Hypothesis meets both ways
        return
    root = read(content)
    assert sum(Decimal(text) for text in texts(root, "InstdAmt")) * 100 == sum(
        cents for _, cents, _ in rows
    )
    assert texts(root, "CtrlSum")[0] == texts(root, "CtrlSum")[1]


def test_an_empty_batch_gives_no_file() -> None:
    with pytest.raises(SepaError, match="aucun paiement"):
        file_bytes(a_file(transfers=[]))


@pytest.mark.parametrize(
    "typed", ["FR76 9999 9000 0100 0000 0000 115", OWN.lower(), "DE89 3704 0044 0532 0130 00"]
)
def test_a_right_iban_is_kept_without_spaces(typed: str) -> None:
    assert checked_iban(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("FR7699999000010000000000116", "faux"),  # its own key
        ("FR7699999000010000000010006", "faux"),
        ("FR76", "faux"),
        ("", "faux"),
        ("QA58DOHB00001234567890ABCDEFG", "hors de la zone SEPA"),
    ],
)
def test_a_wrong_iban_is_refused_in_french(typed: str, said: str) -> None:
    with pytest.raises(IbanError, match=said):
        checked_iban(typed)


def test_a_french_iban_whose_rib_key_is_wrong_is_refused_even_with_a_right_iban_key() -> None:
    bban = "99999000010000000000114"  # 15 is the key of this account
    number = int("".join(str(int(letter, 36)) for letter in f"{bban}FR00"))
    with pytest.raises(IbanError):
        checked_iban(f"FR{98 - number % 97:02}{bban}")


@given(st.integers(4, 26), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(place: int, shift: int) -> None:
    wrong = (int(OWN[place]) + shift) % 10
    with pytest.raises(IbanError):
        checked_iban(f"{OWN[:place]}{wrong}{OWN[place + 1 :]}")


def test_an_iban_is_shown_masked_or_by_four() -> None:
    assert masked(OWN) == "FR76 •••• 0115"
    assert grouped(OWN) == "FR76 9999 9000 0100 0000 0000 115"


def test_a_bic_is_checked_when_there_is_one() -> None:
    assert checked_bic("testfrpp xxx") == "TESTFRPPXXX"
    assert checked_bic(" ") == ""
    with pytest.raises(IbanError, match="BIC"):
        checked_bic("TEST")
