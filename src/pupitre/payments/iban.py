"""Account numbers: IBAN with its keys, BIC, and how they are shown."""

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

COUNTRIES = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS SE SI SK SM VA"
)
SEPA = frozenset(COUNTRIES.split())
"""Countries of the SEPA schemes (European Payments Council, list of 2025)."""


class IbanError(ValueError):
    """An IBAN or a BIC that cannot be right; its text is one French sentence."""


def checked_iban(text: str) -> str:
    """Return an IBAN without spaces, its key and, for France, its RIB key checked; raise IbanError."""
    compact = "".join(text.split()).upper()
    try:
        iban = IBAN(compact, validate_bban=True)
    except SchwiftyException:
        raise IbanError(
            "Cet IBAN est faux : un chiffre est de trop, manque ou est inversé. Recopiez-le du RIB."
        ) from None
    if iban.country_code not in SEPA:
        raise IbanError("Ce compte est hors de la zone SEPA : virez-le depuis votre banque.")
    return str(iban)


def checked_bic(text: str) -> str:
    """Return a BIC in capitals, empty when none is given; raise IbanError."""
    compact = "".join(text.split()).upper()
    if not compact:
        return ""
    try:
        return str(BIC(compact))
    except SchwiftyException:
        raise IbanError(
            "Ce BIC est faux : il compte 8 ou 11 lettres et chiffres. Recopiez-le du RIB, ou laissez vide."
        ) from None


def masked(iban: str) -> str:
    """« FR76 •••• 0115 »: enough to recognise an account, not to use it."""
    return f"{iban[:4]} •••• {iban[-4:]}" if iban else ""


def grouped(iban: str) -> str:
    """« FR76 9999 9000 … »: as it is printed, by four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
