"""Which facilitation sheets suit a meeting and its team."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Technique:
    """One sheet of one page. Maturity: 1 a team that begins, 2 used to meeting, 3 autonomous;
    `maturity` is the least one needed. Group sizes in people, `minutes` shortest and longest."""

    key: str
    title: str
    purpose: str
    when: str
    meeting_types: tuple[str, ...]
    maturity: int
    group: tuple[int, int]
    minutes: tuple[int, int]
    material: str
    steps: tuple[str, ...]
    traps: tuple[str, ...]
    remote: str


def suitable(
    techniques: Sequence[Technique],
    *,
    kind: str = "",
    maturity: int | None = None,
    people: int | None = None,
    minutes: int | None = None,
) -> tuple[Technique, ...]:
    """The sheets this team can use now: those made for this type of meeting first, then those that
    ask for most maturity, then the shortest. None filters nothing."""
    fitting = [
        sheet
        for sheet in techniques
        if (maturity is None or sheet.maturity <= maturity)
        and (people is None or sheet.group[0] <= people <= sheet.group[1])
        and (minutes is None or sheet.minutes[0] <= minutes)
    ]

    def order(sheet: Technique) -> tuple[bool, int, int, str]:
        return (kind not in sheet.meeting_types, -sheet.maturity, sheet.minutes[0], sheet.key)

    return tuple(sorted(fitting, key=order))
