"""Computing once what several parts of one page ask for."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from pupitre.core.tenancy import current_scope

_T = TypeVar("_T")
_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what `once` computes until the end of the block; open it around reads only, never around writes."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def once(compute: Callable[..., _T], *args: Hashable) -> _T:
    """Return `compute(*args)` for the centre in scope, computed once inside `remembering`, each time outside it."""
    held = _held.get()
    if held is None:
        return compute(*args)
    key = (current_scope().slug, compute, args)
    if key not in held:
        held[key] = compute(*args)
    return cast(_T, held[key])
