"""A bank's CSV, read with the mapping kept for its account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pupitre.bank.rules.csv_mapping import (
    AMOUNT_FORMATS,
    DATE_FORMATS,
    NONE,
    CsvMapping,
    rows_of,
    text_of,
)
from pupitre.bank.rules.statement import (
    LARGEST_CENTS,
    AccountMark,
    Balance,
    Movement,
    Statement,
    StatementError,
    checked,
    checked_day,
    clean,
    joined,
)
from pupitre.core.money import MoneyError, format_euros, parse_cents
from pupitre.people.rules.names import fold


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]
    mapping: CsvMapping

    def text(self, place: int) -> str:
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    def empty(self, *places: int) -> bool:
        return not any(self.text(place) for place in places)

    def day(self, place: int) -> date:
        text, form = self.text(place), self.mapping.date_format
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007  # a day, not a moment
        except ValueError:
            example = DATE_FORMATS[form]
            raise StatementError(
                f"« {clean(text, 40)} » n’est pas une date comme {example}.", self.line
            ) from None
        return checked_day(found.year, found.month, found.day, text, self.line)

    def cents(self, place: int) -> int:
        text = self.text(place)
        if self.mapping.amount_format == "en":
            text = text.replace(",", "")
        if text.endswith("-"):
            text = f"-{text[:-1]}"
        try:
            found = parse_cents(text)
        except MoneyError:
            example = AMOUNT_FORMATS[self.mapping.amount_format]
            raise StatementError(
                f"« {clean(self.text(place), 40)} » n’est pas un montant comme {example}.",
                self.line,
            ) from None
        if abs(found) > LARGEST_CENTS:
            raise StatementError("le montant est démesuré.", self.line)
        return found

    def movement_cents(self) -> int:
        """Money in is positive; a debit is money out whether the bank writes it with its sign or not."""
        mapping = self.mapping
        if mapping.amount != NONE:
            return self.cents(mapping.amount)
        debit = 0 if self.empty(mapping.debit) else -abs(self.cents(mapping.debit))
        credit = 0 if self.empty(mapping.credit) else self.cents(mapping.credit)
        if debit and credit:
            raise StatementError("un débit et un crédit sur la même ligne.", self.line)
        if self.empty(mapping.debit, mapping.credit):
            raise StatementError("ni débit, ni crédit.", self.line)
        return debit or credit


def read_csv(content: bytes, mapping: CsvMapping) -> tuple[Statement, ...]:
    """Return the one statement of a CSV; raise StatementError with the line of what cannot be read.

    Rows with neither date nor amount (a total, a note) are counted in `left_out`.
    """
    table = rows_of(text_of(content, mapping.encoding), mapping.delimiter)
    _check_titles(table, mapping)
    rows = [_Row(line, cells, mapping) for line, cells in table if line > mapping.header]
    told = [row for row in rows if not _is_note(row)]
    if not told:
        raise StatementError("Le fichier ne contient aucune opération sous les titres.")
    _check_end(told)
    movements = [_movement(row) for row in told]
    backwards = movements[0].on > movements[-1].on
    if backwards:  # most banks write the latest first
        movements.reverse()
        told.reverse()
    opening, closing = _balances(told, movements)
    ordered = tuple(sorted(movements, key=lambda movement: movement.on))
    statement = Statement("CSV", AccountMark(), ordered, opening, closing, len(rows) - len(told))
    return (checked(statement),)


def _check_end(rows: Sequence[_Row]) -> None:
    """Refuse a file whose last row alone lacks cells: it was cut, and what is left of an amount would be read."""
    short = [row for row in rows if len(row.cells) < len(row.mapping.titles)]
    if short == [rows[-1]] and len(rows) > 1:
        raise StatementError(
            "la dernière ligne n’est pas complète : le fichier est coupé, téléchargez-le de nouveau.",
            short[0].line,
        )


def _is_note(row: _Row) -> bool:
    mapping = row.mapping
    return row.empty(mapping.on, mapping.amount, mapping.debit, mapping.credit)


def _check_titles(table: Sequence[tuple[int, list[str]]], mapping: CsvMapping) -> None:
    """Refuse a file whose titles are no longer those that were confirmed for the account."""
    if not mapping.header:
        return
    found = dict(table).get(mapping.header)
    if found is None or [fold(cell) for cell in found] != [fold(cell) for cell in mapping.titles]:
        raise StatementError(
            f"les titres ne sont plus ceux de ce compte ({clean(', '.join(mapping.titles))}) : "
            "vérifiez le fichier, ou décrivez de nouveau ses colonnes.",
            mapping.header,
        )


def _movement(row: _Row) -> Movement:
    mapping = row.mapping
    if len(row.cells) > len(mapping.titles) > 0 and any(row.cells[len(mapping.titles) :]):
        raise StatementError("il y a plus de cellules que de titres.", row.line)
    return Movement(
        line=row.line,
        on=row.day(mapping.on),
        value_on=None if row.empty(mapping.value_on) else row.day(mapping.value_on),
        cents=row.movement_cents(),
        label=clean(row.text(mapping.label)) or "Opération sans libellé",
        detail=joined(row.text(mapping.detail)),
        reference=clean(row.text(mapping.reference), 60),
    )


def _balances(
    rows: Sequence[_Row], movements: Sequence[Movement]
) -> tuple[Balance | None, Balance | None]:
    """Return the balances around the movements when a column tells the running one, checked row by row."""
    place = rows[0].mapping.balance
    if place == NONE:
        return None, None
    running = rows[0].cents(place) - movements[0].cents
    opening = Balance(movements[0].on, running)
    for row, movement in zip(rows, movements, strict=True):
        running += movement.cents
        if row.cents(place) != running:
            raise StatementError(
                f"le solde annoncé est {format_euros(row.cents(place))}, les opérations donnent {format_euros(running)}.",
                row.line,
            )
    return opening, Balance(movements[-1].on, running)
