"""Computing once what several parts of a page ask for, or several pages until something is written."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
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


def kept(compute: Callable[..., _T], *args: Hashable) -> _T:
    """Return `compute(*args)` for the centre in scope, as it is until the centre's next act.

    What tells two states of a centre apart is the digest of its last audit event, written in the transaction of each
    act: it is unique, also among acts that are undone. It is read before computing, so that a value is never older
    than its state. Pass the day, and all else that the value depends on beside the records of the centre; return
    something small that nobody changes, as all who ask share it.
    """
    state = once(_last_act)
    if state is None:
        return once(compute, *args)
    scope = current_scope()
    return cast(_T, _computed(scope.centre_id, scope.slug, state, compute, args))


def _last_act() -> str | None:
    from pupitre.core.models import AuditHead  # needs loaded apps

    return AuditHead.objects.values_list("digest", flat=True).first()


@lru_cache(maxsize=512)
def _computed(
    _centre_id: int | None, _slug: str, _state: str, compute: Callable[..., Any], args: Any
) -> Any:
    return compute(*args)
