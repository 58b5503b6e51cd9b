"""What of each call is paid: read from the books, where receipts settle calls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Claim:
    """A sum claimed from a tenant, with its lettering code when it has one."""

    key: int
    cents: int
    on: date
    code: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sum received from a tenant, or credited to them."""

    cents: int
    on: date
    code: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """How much of a claim is paid, and since when it is whole."""

    cents: int
    of: int
    on: date | None

    @property
    def left(self) -> int:
        return self.of - self.cents

    @property
    def whole(self) -> bool:
        return self.left == 0


def allocate(claims: Sequence[Claim], receipts: Sequence[Receipt]) -> dict[int, Paid]:
    """Say what is paid of each claim: lettered sums together first, then the oldest claim first.

    No cent is counted twice: the paid sums add up to what was received, as far as claims go. Source of
    the order: code civil, art. 1342-10.
    """
    due = {claim.key: claim.cents for claim in claims}
    ended: dict[int, date] = {}
    left = [one.cents for one in receipts]
    for same_code in (True, False):
        for place, receipt in _by_day(receipts):
            for claim in sorted(claims, key=lambda one: (one.on, one.key)):
                if same_code and (not receipt.code or claim.code != receipt.code):
                    continue
                used = min(left[place], due[claim.key])
                if used:
                    left[place] -= used
                    due[claim.key] -= used
                    ended[claim.key] = max(receipt.on, ended.get(claim.key, receipt.on))
    return {one.key: _paid(one, due[one.key], ended.get(one.key)) for one in claims}


def _by_day(receipts: Sequence[Receipt]) -> Iterable[tuple[int, Receipt]]:
    return sorted(enumerate(receipts), key=lambda pair: (pair[1].on, pair[0]))


def _paid(claim: Claim, left: int, ended: date | None) -> Paid:
    return Paid(claim.cents - left, claim.cents, ended if left == 0 else None)
