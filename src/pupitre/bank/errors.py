"""Refusals of the bank: one French sentence."""

from collections.abc import Sequence


class BankError(ValueError):
    """An act on the bank that cannot be done."""


class DoubtError(BankError):
    """A statement that does not follow what is known; `doubts` say how. It may be imported knowingly."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__(" ".join(doubts))
        self.doubts = tuple(doubts)
