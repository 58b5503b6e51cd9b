"""What apps declare so that core and the rows above can use it without importing them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db.models import Model


@dataclass(frozen=True)
class MenuEntry:
    """A line of the rail: its section, its words, its page, and how many things wait there."""

    section: str
    label: str
    url_name: str
    permission: str
    order: int = 50
    count: Callable[[], int] | None = None


@dataclass(frozen=True)
class AddEntry:
    """An act that "+ Ajouter" starts from any page."""

    label: str
    url_name: str
    permission: str
    order: int = 50


@dataclass(frozen=True)
class Searchable:
    """How a model is found: its words, its permission, the words that it brings, and what tells two of one name apart."""

    model: type[Model]
    kind: str
    permission: str
    text: Callable[[Any], str]
    detail: Callable[[Any], str] = lambda _: ""


@dataclass(frozen=True)
class Deadline:
    """Something due: what, when, why it matters, what it is worth in cents, and where it is done."""

    due: date
    title: str
    reason: str
    url: str
    act: str
    cents: int = 0
    minutes: int = 5
    late: bool = False


@dataclass(frozen=True)
class Schedule:
    """A job run again and again: dotted name and interval."""

    job: str
    every: timedelta


KEY = "key"
Target: TypeAlias = str | Mapping[str, str]
"""What a number inside a field points to: see `Registry.points`."""


@dataclass
class Registry:
    """One per process, filled by the apps' ready()."""

    menu: list[MenuEntry] = field(default_factory=list)
    adds: list[AddEntry] = field(default_factory=list)
    permissions: dict[str, frozenset[str]] = field(default_factory=dict)
    searchables: dict[type[Model], Searchable] = field(default_factory=dict)
    deadline_sources: list[tuple[str, Callable[[date], Iterable[Deadline]]]] = field(
        default_factory=list
    )
    listeners: dict[type, list[Callable[[Any], None]]] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)
    schedules: list[Schedule] = field(default_factory=list)
    link_acts: dict[str, Any] = field(default_factory=dict)
    contributions: dict[str, list[Callable[..., Any]]] = field(default_factory=dict)
    watched: list[str] = field(default_factory=list)
    references: dict[tuple[str, str], "Target"] = field(default_factory=dict)
    key_words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def permit(self, permission: str, roles: Iterable[str]) -> None:
        """Declare who may do an act, `<app>.<act>`."""
        self.permissions[permission] = frozenset(roles)

    def allows(self, permission: str, role: str) -> bool:
        return role in self.permissions.get(permission, frozenset())

    def searchable(self, entry: Searchable) -> None:
        self.searchables[entry.model] = entry

    def deadlines(self, permission: str, source: Callable[[date], Iterable[Deadline]]) -> None:
        """Declare a source of deadlines, shown to whoever holds the permission."""
        self.deadline_sources.append((permission, source))

    def on(self, event: type, listener: Callable[[Any], None]) -> None:
        """Call `listener(event)` inside the transaction that publishes an event of that class."""
        self.listeners.setdefault(event, []).append(listener)

    def publish(self, event: object) -> None:
        for listener in self.listeners.get(type(event), []):
            listener(event)

    def contribute(self, point: str, source: Callable[..., Any]) -> None:
        """Add a source to a named point, for a lower row to read what upper rows know."""
        self.contributions.setdefault(point, []).append(source)

    def contributed(self, point: str, *args: Any) -> Iterator[Any]:
        for source in self.contributions.get(point, []):
            yield source(*args)

    def watch(self, *names: str) -> None:
        """Declare pages whose reading leaves a trace in the audit, by the beginning of their URL names."""
        self.watched += names

    def export(self, label: str, decision: str) -> None:
        """Declare for a tenant model, by its label, "data" (it leaves with the centre) or why it does not."""
        self.exports[label] = decision

    def points(self, label: str, **fields: "Target") -> None:
        """Declare which rows a field's own numbers point to, for them to follow a centre that moves.

        A label: the number, or the list of numbers, of its rows. A mapping, for JSON: by the name that holds a number,
        the label, `@name` where the value of another name beside it is the label; "" stands for the names themselves.
        KEY: words and numbers as `key_word` tells them. Relations, `x_id` beside `x_type`, `user_id` and `person_id`
        (or ending so) need no declaration.
        """
        self.references |= {(label, name): target for name, target in fields.items()}

    def key_word(self, word: str, *labels: str) -> None:
        """Declare whose numbers follow a word in a key: `meetings-12-…` is `key_word("meetings", "meetings.Meeting")`."""
        self.key_words[word] = labels


registry = Registry()
