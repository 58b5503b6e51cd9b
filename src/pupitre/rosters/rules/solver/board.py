"""Where searches post the plans and bounds they find: the referee judges each plan here."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any

from pupitre.rosters.rules import shift_referee
from pupitre.rosters.rules.shift_scheduling import Instance, Plan
from pupitre.rosters.rules.solver.prices import Key, Prices

Message = tuple[str, Any]
"""What is posted from process to process: its kind, and the thing."""


@dataclass(frozen=True)
class Columns:
    """Rows worth starting from and the prices under which they are."""

    rows: list[Key]
    prices: Prices


class Board:
    """The best plan known, and the end of the search: time, steps, proof, or a wish to stop.

    With `steps`, the search is the same at each run: it counts neighbourhoods, not seconds.
    """

    def __init__(
        self,
        instance: Instance,
        seconds: float,
        *,
        steps: int | None = None,
        stop: Callable[[], bool] = lambda: False,
        on_news: Callable[["Board"], None] = lambda _: None,
    ) -> None:
        self.instance, self.steps, self._stop, self._on_news = instance, steps, stop, on_news
        self.started = time.monotonic()
        self.deadline = self.started + seconds
        self.plan: Plan | None = None
        self.cost: int | None = None
        self.bound = 0
        self.columns: Columns | None = None
        self.infeasible = False

    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self.deadline - time.monotonic())

    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def stopped(self) -> bool:
        """Is there no reason to go on?"""
        over = self.left() <= 0 or (self.steps is not None and self.steps <= 0)
        return over or self.proven() or self.infeasible or self._stop()

    def proven(self) -> bool:
        """Is the best plan known to be the best possible?"""
        return self.cost is not None and self.cost <= self.bound

    def step(self) -> None:
        """Counts one neighbourhood."""
        if self.steps is not None:
            self.steps -= 1

    def offer(self, plan: Plan) -> bool:
        """Keeps a legal plan that is no dearer than the best; is it cheaper?"""
        if shift_referee.breaches(self.instance, plan):
            return False
        cost = shift_referee.cost(self.instance, plan)
        if self.cost is not None and cost >= self.cost:
            self.plan = plan if cost == self.cost else self.plan
            return False
        self.plan, self.cost = plan, cost
        self._on_news(self)
        return True

    def raise_bound(self, bound: int) -> None:
        """Keeps a proven lower bound when it is higher."""
        if bound > self.bound:
            self.bound = bound
            self._on_news(self)

    def publish(self, columns: Columns) -> None:
        """Offers rows to the other searches."""
        self.columns = columns

    def no_plan_exists(self) -> None:
        """States that the rules cannot be kept."""
        self.infeasible = True
        self._on_news(self)


class RemoteBoard(Board):
    """The board of a process that works for another one, at the far end of `wire`.

    What the others found comes through `inbox`.
    """

    def __init__(
        self, instance: Instance, seconds: float, wire: Connection, inbox: "Queue[Message]"
    ) -> None:
        super().__init__(instance, seconds)
        self._wire, self._inbox, self._over = wire, inbox, False

    def stopped(self) -> bool:
        """Reads what came in first."""
        with contextlib.suppress(Empty):
            while not self._over:
                self._receive(*self._inbox.get_nowait())
        parent = parent_process()
        orphan = parent is not None and not parent.is_alive()
        return self._over or orphan or super().stopped()

    def _send(self, kind: str, what: Any) -> None:
        try:
            self._wire.send((kind, what))
        except OSError:
            self._over = True

    def _receive(self, kind: str, what: Any) -> None:
        if kind == "plan":
            super().offer(what)
        elif kind == "bound":
            super().raise_bound(what)
        elif kind == "columns":
            self.columns = what
        else:
            self._over = True

    def offer(self, plan: Plan) -> bool:
        """Sends it too."""
        better = super().offer(plan)
        if better:
            self._send("plan", plan)
        return better

    def raise_bound(self, bound: int) -> None:
        """Sends it too."""
        if bound > self.bound:
            super().raise_bound(bound)
            self._send("bound", bound)

    def publish(self, columns: Columns) -> None:
        """Sends them too."""
        super().publish(columns)
        self._send("columns", columns)

    def no_plan_exists(self) -> None:
        """Sends it too."""
        super().no_plan_exists()
        self._send("infeasible", None)
