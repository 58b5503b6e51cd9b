"""Reads Factur-X, UBL and CII: the file is hostile until its schema and its amounts are right."""

import io
import logging
from dataclasses import dataclass
from typing import Any

import facturx
from lxml import etree
from pypdf import PdfReader

from pupitre.invoices.rules.einvoice import EInvoice, EInvoiceError, invoice_of

LARGEST_FILE = 8_000_000
LARGEST_XML = 5_000_000
FORMATS = {"factur-x": "CII", "ubl-2.1-invoice": "UBL 2.1", "ubl-2.1-creditnote": "UBL 2.1"}
DAMAGED = "Ce PDF est abîmé ou protégé : demandez-le de nouveau, ou saisissez la facture."
logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # its refusals are told on the page


@dataclass(frozen=True)
class Read:
    """What a file says, and in which format."""

    invoice: EInvoice
    format: str


def read_file(content: bytes) -> Read | None:
    """Return what a file says, None for a PDF or a picture without data; raise EInvoiceError."""
    if len(content) > LARGEST_FILE:
        raise EInvoiceError("Ce fichier dépasse 8 Mo : demandez-en un plus léger au fournisseur.")
    if content.lstrip()[:5] == b"%PDF-":
        inside = _xml_of_pdf(content)
        return _read(inside, "Factur-X") if inside else None
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return _read(content, "") if start == b"<" else None


def _xml_of_pdf(content: bytes) -> bytes:
    """Return the invoice attached to a PDF, empty when it holds none: its file is a picture of a page only."""
    names = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii.xml", "ubl.xml")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EInvoiceError(DAMAGED)
        attached = {one.name.lower(): one for one in reader.attachment_list}
        found = next((attached[name] for name in names if name in attached), None)
        inside = bytes(found.content) if found else b""
    except EInvoiceError:
        raise
    except Exception:  # pypdf lets many kinds of errors out of a broken file
        raise EInvoiceError(DAMAGED) from None
    return inside


def _read(content: bytes, carrier: str) -> Read:
    root = _parsed(content)
    try:
        flavor = facturx.get_flavor(root)
    except Exception:  # the library raises plain Exception
        flavor = ""
    if flavor not in FORMATS:
        raise EInvoiceError("Ce fichier XML n’est pas une facture Factur-X, UBL ou CII.")
    level = _checked(root, flavor)
    try:
        terms: dict[str, Any] = facturx.parse_ubl_cii_xml(
            root, flavor=flavor, level=level, check_xsd=False
        )
    except Exception:  # the library raises plain Exception
        raise EInvoiceError(
            "Cette facture ne se lit pas : saisissez-la, et joignez le fichier."
        ) from None
    return Read(invoice_of(terms), carrier or FORMATS[flavor])


def _parsed(content: bytes) -> "etree._Element":
    if len(content) > LARGEST_XML:
        raise EInvoiceError("Les données de cette facture dépassent 5 Mo : saisissez-la.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise EInvoiceError(
            f"Ligne {error.lineno or 1} : le fichier XML est abîmé ou coupé, demandez-le de nouveau."
        ) from None
    except (ValueError, LookupError):
        raise EInvoiceError("Le fichier XML annonce un encodage inconnu.") from None
    if root.getroottree().docinfo.doctype:
        raise EInvoiceError("Une facture ne contient pas de DOCTYPE : fichier refusé.")
    return root


def _checked(root: "etree._Element", flavor: str) -> str:
    """Check a file against its official schema and return its profile; an unknown one is held to the whole CII."""
    level = "en16931"
    if flavor == "factur-x":
        try:
            level = facturx.get_level(root, flavor)
        except Exception:  # the library raises plain Exception
            level = "extended-ctc-fr"
    try:
        facturx.xml_check_xsd(root, flavor=flavor, level=level)
    except Exception as error:  # the library wraps the parser's own error
        faults = getattr(error.__cause__, "error_log", None)
        where = f"Ligne {faults[0].line} : " if faults else ""
        told = "le fichier ne respecte pas la norme des factures électroniques, demandez-le de nouveau ou saisissez la facture."
        raise EInvoiceError(f"{where}{told}" if where else told[0].upper() + told[1:]) from None
    return level
