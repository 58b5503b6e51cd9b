"""The reconciliation as a PDF."""

from collections.abc import Iterable
from pathlib import Path

from pupitre.bank.queries import AccountState
from pupitre.core import french, pdf

TEMPLATE = Path(__file__).parent / "typst" / "reconciliation.typ"


def reconciliation_pdf(state: AccountState, structure: str) -> bytes:
    """Return the reconciliation of an account on a day."""
    at_bank = "inconnu" if state.at_bank is None else french.euros(state.at_bank)
    data = {
        "title": "État de rapprochement bancaire",
        "structure": structure,
        "subtitle": f"{state.account.entity} – {state.account} ({state.account.masked}), au {french.long_day(state.on)}",
        "facts": [
            ["Solde dans la comptabilité", french.euros(state.in_books)],
            ["Lignes de la banque à écrire", french.euros(state.waiting_cents)],
            ["Écritures que la banque n’a pas vues", french.euros(-state.unpointed_cents)],
            ["Solde attendu à la banque", french.euros(state.expected)],
            ["Solde à la banque", at_bank],
            ["Écart", "—" if state.gap is None else french.euros(state.gap)],
        ],
        "waiting": _rows((one.on, one.label, one.cents) for one in state.waiting),
        "unpointed": _rows(
            (one.entry.date, f"{one.entry.numbered} – {one.label}", one.remaining)  # type: ignore[attr-defined]
            for one in state.unpointed
        ),
    }
    return pdf.render(TEMPLATE, data)


def _rows(lines: Iterable[tuple[object, str, int]]) -> list[list[str]]:
    return [[french.numeric_day(on), label, french.euros(cents)] for on, label, cents in lines]  # type: ignore[arg-type]
