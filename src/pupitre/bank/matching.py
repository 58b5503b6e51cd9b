"""What a bank line may be: the shape in which every app offers its matches.

An upper row contributes `registry.contribute("bank.candidates", source)` with
`source(line: BankLine) -> Iterable[Candidate]`, and `registry.contribute("bank.apply", handler)` with
`handler(token, line, by) -> Entry | None`: it writes what the token means (through books), returns the
entry, whose line on the bank's account is then pointed with the bank line; None when the token is not its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a line may be: what it is, for how much, how sure (1 to 99), why, and how to accept it."""

    title: str
    cents: int
    score: int
    reason: str
    token: str
