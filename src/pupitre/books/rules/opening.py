"""What a closed year leaves to the next one: its opening entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

DETAILED = ("4",)
"""Classes carried line by line while unsettled, so that next year's payments find their invoice."""
DROPPED = ("6", "7", "8")


@dataclass(frozen=True)
class Held:
    """A line of the closing year; `settled` when its lettering ends within it. Cents, debit minus credit."""

    account: str
    auxiliary: tuple[str, str]
    label: str
    cents: int
    settled: bool = False
    lettering: str = ""
    lettered_on: date | None = None


@dataclass(frozen=True)
class Carried:
    """A line of the opening entry."""

    account: str
    auxiliary: tuple[str, str]
    label: str
    cents: int
    lettering: str = ""
    lettered_on: date | None = None


def opening_lines(lines: Iterable[Held], *, profit: str, loss: str) -> list[Carried]:
    """Return the opening entry of the next year, balanced when the lines are.

    Third parties' accounts keep their unsettled lines one by one; other accounts one balance each; the result of
    classes 6 and 7 goes to the account `profit` or `loss`. Class 8 balances itself and is not carried.
    """
    detailed: list[Carried] = []
    balances: dict[tuple[str, tuple[str, str]], int] = {}
    result = 0
    for line in lines:
        if line.account.startswith(DROPPED):
            result += line.cents
        elif line.account.startswith(DETAILED):
            if not line.settled and line.cents:
                detailed.append(
                    Carried(
                        line.account,
                        line.auxiliary,
                        line.label,
                        line.cents,
                        line.lettering,
                        line.lettered_on,
                    )
                )
        else:
            key = (line.account, line.auxiliary)
            balances[key] = balances.get(key, 0) + line.cents
    if result:
        key = (profit if result < 0 else loss, ("", ""))
        balances[key] = balances.get(key, 0) + result
    carried = [
        Carried(*key, "Reprise des soldes", cents) for key, cents in balances.items() if cents
    ]
    return sorted([*carried, *detailed], key=lambda line: (line.account, line.auxiliary))


def settled_groups(
    groups: Mapping[tuple[str, str], Sequence[tuple[int, bool]]],
) -> set[tuple[str, str]]:
    """Return the letterings, by (account, code), that lie whole in the closing year and add up to nothing.

    Each group lists its lines as (cents, in the closing year).
    """
    return {
        key
        for key, lines in groups.items()
        if all(inside for _, inside in lines) and not sum(cents for cents, _ in lines)
    }
