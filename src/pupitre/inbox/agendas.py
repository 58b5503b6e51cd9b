"""Agendas that an idea can join: the rows above give them to `registry.contribute("idea.agendas", source)`."""

from collections.abc import Callable
from dataclasses import dataclass

from pupitre.core.actor import Actor
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.inbox.models import Idea


@dataclass(frozen=True)
class Agenda:
    """One agenda still open: its key in the form, its words, and what writes the item there.

    `put(idea, actor)` returns the item; the inbox then notes the outcome and tells the author.
    """

    key: str
    label: str
    put: Callable[[Idea, Actor], CentreModel]


def open_agendas() -> list[Agenda]:
    """Return every agenda that rows above offer; each source is a function that returns agendas."""
    return [agenda for source in registry.contributed("idea.agendas") for agenda in source]
