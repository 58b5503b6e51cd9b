"""The agenda: where its items come from, when each begins, whether it all fits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from pupitre.core.dates import format_duration

Source = Literal["decision", "topic", "model", "carried"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about; `key` tells the same subject met twice."""

    key: str
    title: str
    minutes: int
    owner: str = ""
    source: Source = "model"


@dataclass(frozen=True, slots=True)
class Line:
    """An item on the clock; `late` when it would end after the meeting."""

    item: Item
    start: datetime
    end: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The agenda against its slot. `spare` minutes are negative when it overruns."""

    lines: tuple[Line, ...]
    minutes: int
    spare: int
    warnings: tuple[str, ...]


def schedule(items: Sequence[Item], start: datetime, slot_minutes: int) -> Schedule:
    """Places the items one after the other from `start`."""
    finish = start + timedelta(minutes=slot_minutes)
    lines: list[Line] = []
    for item in items:
        begin = lines[-1].end if lines else start
        end = begin + timedelta(minutes=item.minutes)
        lines.append(Line(item, begin, end, end > finish))
    total = sum(item.minutes for item in items)
    warnings = _warnings(lines, total, slot_minutes, finish)
    return Schedule(tuple(lines), total, slot_minutes - total, warnings)


def _warnings(
    lines: Sequence[Line], total: int, slot_minutes: int, finish: datetime
) -> tuple[str, ...]:
    found = [
        f"« {line.item.title} » n’a pas de durée : indiquez-en une."
        for line in lines
        if line.item.minutes <= 0
    ]
    if total > slot_minutes:
        found.append(
            f"L’ordre du jour dure {format_duration(total)} pour {format_duration(slot_minutes)} :"
            f" retirez {format_duration(total - slot_minutes)} ou prolongez la réunion."
        )
    found += [
        f"« {line.item.title} » commencerait après la fin de la réunion."
        for line in lines
        if line.start >= finish
    ]
    return tuple(found)


def feed(
    decisions: Iterable[Item], topics: Iterable[Item], model: Iterable[Item]
) -> tuple[Item, ...]:
    """Open decisions first, then collected topics, then the model; each subject once."""
    unique: dict[str, Item] = {}
    for item in (*decisions, *topics, *model):
        unique.setdefault(item.key, item)
    return tuple(unique.values())


class Timed(Protocol):
    """What has a title and lasts some minutes."""

    @property
    def title(self) -> str: ...
    @property
    def minutes(self) -> int: ...


T = TypeVar("T", bound=Timed)


def fitting(waiting: Iterable[T], former: Iterable[T], slot_minutes: int) -> list[T]:
    """What waits and still fits in the slot beside the former items, no title twice."""
    present = list(former)
    titles = {item.title.strip().casefold() for item in present}
    left = slot_minutes - sum(item.minutes for item in present)
    chosen: list[T] = []
    for item in waiting:
        title = item.title.strip().casefold()
        if item.minutes <= left and title not in titles:
            chosen.append(item)
            titles.add(title)
            left -= item.minutes
    return chosen


def carry_over(items: Sequence[Item], finished: Collection[str]) -> tuple[Item, ...]:
    """The items that were not finished, in their order, for the next agenda."""
    return tuple(
        Item(item.key, item.title, item.minutes, item.owner, "carried")
        for item in items
        if item.key not in finished
    )
