"""The transfer file that the bank takes: SEPA pain.001, the same bytes for the same batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET  # reads only what sepaxml has just written

from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError, try_valid_xml

from pupitre.payments.rules.latin import LatinError, name_for_bank, words_for_bank

USUAL, OLD = "pain.001.001.09", "pain.001.001.03"
MOST_CENTS = 99_999_999_999
"""The largest amount of one SEPA transfer: 999 999 999,99 €."""


class SepaError(ValueError):
    """A batch that no bank would take; its text is one French sentence."""


@dataclass(frozen=True)
class Transfer:
    """One transfer: the account's exact holder, cents, words for the payee, and our own reference."""

    holder: str
    iban: str
    bic: str
    cents: int
    words: str
    end_to_end: str


@dataclass(frozen=True)
class TransferFile:
    """One file: who pays from which account, on which day, written when, under which reference."""

    reference: str
    written_at: datetime
    execution_on: date
    holder: str
    iban: str
    bic: str
    transfers: Sequence[Transfer]
    schema: str = USUAL


def file_bytes(file: TransferFile) -> bytes:
    """Return the XML, valid against its schema; raise SepaError naming the payee that cannot be paid."""
    if not file.transfers:
        raise SepaError("Ce lot ne contient aucun paiement.")
    written = _made_by_sepaxml(file)
    finished = _finished(written, file)
    try:
        try_valid_xml(finished, file.schema)
    except ValidationError as error:
        raise SepaError("Le fichier n’est pas conforme à son schéma : prévenez-nous.") from error
    return finished


def _made_by_sepaxml(file: TransferFile) -> bytes:
    payer = {"name": _name(file.holder, file.holder), "IBAN": file.iban, "batch": True}
    payer |= {"currency": "EUR"} | ({"BIC": file.bic} if file.bic else {})
    written = SepaTransfer(payer, schema=file.schema, clean=False)
    for transfer in file.transfers:
        if not 0 < transfer.cents <= MOST_CENTS:
            raise SepaError(f"{transfer.holder.strip()} : ce montant ne peut pas être viré.")
        written.add_payment(_payment(transfer, file.execution_on))
    content: bytes = written.export(validate=False)
    return content


def _payment(transfer: Transfer, day: date) -> dict[str, object]:
    return {
        "name": _name(transfer.holder, transfer.words),
        "IBAN": transfer.iban,
        "amount": transfer.cents,
        "execution_date": day,
        "description": words_for_bank(transfer.words) or transfer.end_to_end,
        "endtoend_id": transfer.end_to_end,
    } | ({"BIC": transfer.bic} if transfer.bic else {})


def _name(holder: str, about: str) -> str:
    try:
        return name_for_bank(holder)
    except LatinError as refusal:
        raise SepaError(f"{holder.strip() or about} : {refusal}") from None


def _finished(content: bytes, file: TransferFile) -> bytes:
    """Put our own references and moment in place of random ones, and NOTPROVIDED where a BIC is missing."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{file.schema}"
    root = ET.fromstring(content)  # noqa: S314  # our own bytes
    for path, text in {
        "GrpHdr/MsgId": file.reference,
        "GrpHdr/CreDtTm": f"{file.written_at:%Y-%m-%dT%H:%M:%S}",
        "PmtInf/PmtInfId": f"{file.reference}-1",
    }.items():
        _at(root, f"CstmrCdtTrfInitn/{path}", space).text = text
    payment = _at(root, "CstmrCdtTrfInitn/PmtInf", space)
    _provide(_at(payment, "DbtrAgt/FinInstnId", space), space)
    for transfer in payment.findall(f"{{{space}}}CdtTrfTxInf"):
        if transfer.find(f"{{{space}}}CdtrAgt") is None:
            agent = ET.Element(f"{{{space}}}CdtrAgt")
            transfer.insert(2, agent)  # the schema's order: PmtId, Amt, CdtrAgt
            _provide(ET.SubElement(agent, f"{{{space}}}FinInstnId"), space)
    return _serialised(root, space)


def _at(node: ET.Element, path: str, space: str) -> ET.Element:
    found = node.find("/".join(f"{{{space}}}{name}" for name in path.split("/")))
    if found is None:
        message = f"sepaxml wrote no {path}."
        raise LookupError(message)
    return found


def _provide(agent: ET.Element, space: str) -> None:
    if not len(agent):
        other = ET.SubElement(agent, f"{{{space}}}Othr")
        ET.SubElement(other, f"{{{space}}}Id").text = "NOTPROVIDED"


def _serialised(root: ET.Element, space: str) -> bytes:
    ET.register_namespace("", space)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
