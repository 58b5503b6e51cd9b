"""Tests of the reading of electronic invoices: right, or refused with one sentence."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupitre.invoices.reader import read_file
from pupitre.invoices.rules.aging import TITLES, Owed, aged, bucket_of
from pupitre.invoices.rules.charges import Rhythm
from pupitre.invoices.rules.einvoice import EInvoiceError
from tests.invoices.conftest import PDF, XML

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>U-77</cbc:ID>
<cbc:IssueDate>2026-10-05</cbc:IssueDate>{due}<cbc:{root}TypeCode>{kind}</cbc:{root}TypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Ménage Clair</cbc:RegistrationName>
<cbc:CompanyID schemeID="0002">999000037</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>SISA</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">20.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">120.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">120.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:{line}Line><cbc:ID>1</cbc:ID><cbc:{quantity}Quantity unitCode="C62">1</cbc:{quantity}Quantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Vitres</cbc:Name></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:{line}Line></{root}>"""
INVOICE = UBL.format(root="Invoice", line="Invoice", quantity="Invoiced", kind="380", due="<cbc:DueDate>2026-11-04</cbc:DueDate>")  # fmt: skip
CREDIT = UBL.format(root="CreditNote", line="CreditNote", quantity="Credited", kind="381", due="")


def test_ubl_is_read_as_cii_is() -> None:
    read = read_file(INVOICE.encode())
    assert read is not None
    said = read.invoice
    assert (said.supplier, said.siren, said.number) == ("Ménage Clair", "999000037", "U-77")
    assert (said.cents, said.net_cents, said.due_on) == (12_000, 10_000, date(2026, 11, 4))
    assert (said.label, read.format) == ("Vitres", "UBL 2.1")


def test_a_credit_note_is_negative_and_its_missing_due_day_is_told() -> None:
    read = read_file(CREDIT.encode())
    assert read is not None
    assert (read.invoice.cents, read.invoice.due_on) == (-12_000, date(2026, 11, 4))
    assert "30 jours" in read.invoice.remarks[0]


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """Return a file with one to three octets changed, taken out, put in, or its end cut."""
    octets = bytearray(content)
    for _ in range(rng.randint(1, 3)):
        how, place = rng.randrange(12), rng.randrange(len(octets) or 1)
        if how < 6 and octets:
            octets[place] = rng.choice(b'0123456789<>"ABC \xff')
        elif how < 8:
            del octets[place : place + rng.randrange(1, 40)]
        elif how < 11:
            octets[place:place] = bytes(rng.randrange(32, 127) for _ in range(4))
        else:
            del octets[place:]
    return bytes(octets)


@pytest.mark.parametrize(("content", "count"), [(XML, 600), (INVOICE.encode(), 300), (PDF, 100)])
def test_a_spoiled_file_is_read_with_its_right_amounts_or_refused(
    content: bytes, count: int
) -> None:
    rng, refusals = random.Random(7), []
    for _ in range(count):
        try:
            read = read_file(spoiled(content, rng))
        except EInvoiceError as refusal:
            refusals.append(str(refusal))
        else:
            assert read is None or read.invoice.cents == 12_000
    assert len(refusals) > count // 10
    assert not any("\n" in refusal for refusal in refusals)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-10**6, 10**7), st.dates(date(2025, 1, 1), date(2027, 1, 1)))))  # fmt: skip
def test_the_aged_list_loses_no_cent(owed: list[tuple[int, int, date]]) -> None:
    rows = aged([Owed(who, str(who), cents, due) for who, cents, due in owed], date(2026, 6, 1))
    assert sum(row.total for row in rows) == sum(cents for _, cents, _ in owed)
    assert all(len(row.cents) == len(TITLES) for row in rows)


@pytest.mark.parametrize(("late", "bucket"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (90, 3), (91, 4)])  # fmt: skip
def test_the_bucket_changes_on_the_day_after_its_limit(late: int, bucket: int) -> None:
    day = date(2026, 6, 1)
    assert bucket_of(date.fromordinal(day.toordinal() - late), day) == bucket


def test_an_invoice_covers_the_nearest_occurrence_and_those_before() -> None:
    rhythm = Rhythm(date(2026, 1, 31), 1, date(2026, 6, 30))
    assert rhythm.expected([], date(2026, 3, 31))[-1] == date(2026, 3, 31)
    assert rhythm.expected([date(2026, 3, 2)], date(2026, 12, 31)) == [
        date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30),
    ]  # fmt: skip
