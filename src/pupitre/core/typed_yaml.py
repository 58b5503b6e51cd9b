"""Reads a YAML text into frozen dataclasses; every refusal is one French sentence with its line."""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
MAGNITUDE = 15
"""Powers of ten beyond which a number is a typing error (and a trap for exact arithmetic)."""
Builder = Callable[["Reader", yaml.Node], Any]


# Besides YAML's own errors: nesting without end, and values such as the date 2026-13-45.
UNREADABLE = (yaml.YAMLError, RecursionError, ValueError)


class DataError(Exception):
    """A data file that cannot be used: the message is one French sentence to show as it is."""


class Reader:
    """Builds values of annotated types from YAML nodes.

    `name` is the file as the person knows it; `builders` reads types that need more than their
    annotation (a tagged union, a name to check), keyed by the annotation itself.
    """

    def __init__(self, name: str, builders: Mapping[Any, Builder] | None = None) -> None:
        self.name = name
        self.builders = builders or {}
        self.refused: list[str] = []

    def refuse(self, node: yaml.Node, sentence: str) -> DataError:
        return DataError(f"{self.name}, ligne {node.start_mark.line + 1} : {sentence}")

    def load(self, hint: type[T], text: str) -> T:
        """The whole text as one `hint`; DataError when it is not YAML or not of that shape.

        What is wrong in the items of lists is told all at once, a sentence a line.
        """
        try:
            value: T = self.build(hint, compose(text, self.name))
        except DataError as error:
            self.refused.append(str(error))
        if self.refused:
            raise DataError("\n".join(self.refused))
        return value

    def each(self, hint: Any, nodes: list[yaml.Node]) -> Iterator[Any]:
        """Build the items of a list; a wrong one is noted and the next ones are read."""
        for node in nodes:
            try:
                yield self.build(hint, node)
            except DataError as error:
                self.refused.append(str(error))

    def build(self, hint: Any, node: yaml.Node) -> Any:
        if hint in self.builders:
            return self.builders[hint](self, node)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return None if self.is_null(node) else self.build(arguments[0], node)
        if origin is tuple:
            return tuple(self.each(arguments[0], self.items(node)))
        if origin is not None:
            return self.table(arguments, node)
        if dataclasses.is_dataclass(hint):
            return self.record(hint, self.pairs(node), node)
        return self.scalar(hint, node)

    def table(self, arguments: tuple[Any, ...], node: yaml.Node) -> Mapping[Any, Any]:
        key_hint, value_hint = arguments
        return types.MappingProxyType(
            {
                self.build(key_hint, key): self.build(value_hint, value)
                for key, value in self.pairs(node).values()
            }
        )

    def record(
        self, kind: Any, pairs: Mapping[str, tuple[yaml.Node, yaml.Node]], node: yaml.Node
    ) -> Any:
        hints = typing.get_type_hints(kind)
        fields = {field.name: field for field in dataclasses.fields(kind)}
        for name, (key, _) in pairs.items():
            if name not in fields:
                known = ", ".join(fields)
                raise self.refuse(key, f"la clé « {name} » est inconnue ici (clés : {known}).")
        values = {name: self.build(hints[name], value) for name, (_, value) in pairs.items()}
        for name, field in fields.items():
            required = field.default is field.default_factory is dataclasses.MISSING
            if required and name not in values:
                raise self.refuse(node, f"il manque la clé « {name} ».")
        return kind(**values)

    def pairs(self, node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """The entries of a mapping, by key text; a key written twice is refused."""
        if not isinstance(node, yaml.MappingNode):
            raise self.refuse(node, "il faut ici une liste de clés et de valeurs.")
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = self.text(key)
            if name in found:
                raise self.refuse(key, f"la clé « {name} » est écrite deux fois.")
            found[name] = (key, value)
        return found

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.refuse(node, "il faut ici une liste (un tiret par élément).")
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.refuse(node, "il faut ici une valeur simple.")
        return str(node.value)

    def is_null(self, node: yaml.Node) -> bool:
        return node.tag == "tag:yaml.org,2002:null"

    def scalar(self, hint: Any, node: yaml.Node) -> Any:
        text = self.text(node)
        if hint is bool:
            return self.flag(text, node)
        if hint is int or hint is Fraction:
            return self.number(hint, text, node)
        if self.is_null(node):
            raise self.refuse(node, "la valeur est vide.")
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            if text not in list(hint):
                raise self.refuse(node, f"« {text} » n'est pas l'un de : {', '.join(hint)}.")
            return hint(text)
        return text

    def flag(self, text: str, node: yaml.Node) -> bool:
        if text.lower() not in ("true", "false"):
            raise self.refuse(node, f"« {text} » doit être true ou false.")
        return text.lower() == "true"

    def number(self, hint: Any, text: str, node: yaml.Node) -> int | Fraction:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.refuse(node, f"« {text} » n'est pas un nombre.") from None
        if not value.is_finite() or abs(value.adjusted()) > MAGNITUDE:
            raise self.refuse(node, f"« {text} » n'est pas un nombre raisonnable.")
        fraction = Fraction(value)
        if hint is int and fraction.denominator != 1:
            raise self.refuse(node, f"« {text} » doit être un nombre entier.")
        return int(fraction) if hint is int else fraction


def compose(text: str, name: str) -> yaml.Node:
    """The node tree of one YAML document; DataError when the text is empty or not YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UNREADABLE as error:
        raise DataError(f"{name}{line_of(error)} : ce fichier n'est pas du YAML valide.") from None
    if node is None:
        raise DataError(f"{name} : le fichier est vide.")
    return node


def line_of(error: Exception) -> str:
    """« , ligne 12 » when the parser says where, else nothing."""
    mark = getattr(error, "problem_mark", None)
    return f", ligne {mark.line + 1}" if mark else ""


class ExactLoader(yaml.SafeLoader):
    """A safe loader that keeps decimals exact: 0.0485 is read as Decimal, never as a float."""


def read_decimal(loader: yaml.SafeLoader, node: yaml.Node) -> Decimal | float:
    text = str(node.value).replace("_", "")
    try:
        return Decimal(text)
    except InvalidOperation:  # .inf, .nan and base 60 are floats for YAML too
        value: float = loader.construct_yaml_float(typing.cast(yaml.ScalarNode, node))
        return value


ExactLoader.add_constructor("tag:yaml.org,2002:float", read_decimal)


def plain_data(text: str, name: str) -> Any:
    """The document as dicts, lists and exact numbers; DataError when it is not YAML."""
    compose(text, name)
    try:
        return yaml.load(text, Loader=ExactLoader)  # noqa: S506 - a SafeLoader
    except UNREADABLE as error:
        raise DataError(f"{name}{line_of(error)} : ce fichier n'est pas du YAML valide.") from None
