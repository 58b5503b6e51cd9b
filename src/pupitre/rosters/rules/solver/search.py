"""Solves a Shift Scheduling instance, in one process or several around one board.

The process that only relays does not load OR-Tools: it starts sooner and weighs less.
"""

import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from typing import Any, Literal

from pupitre.rosters.rules.shift_scheduling import Instance, Plan
from pupitre.rosters.rules.solver.board import Board, Message, RemoteBoard

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
GRACE = 0.3


@dataclass(frozen=True)
class Answer:
    """A judged plan (None when none was found), its cost, and a proven lower bound."""

    status: Status
    plan: Plan | None
    cost: int | None
    bound: int
    seconds: float


@dataclass(frozen=True)
class Effort:
    """How long to search; with `steps`, one worker counts them and does the same at each run."""

    seconds: float
    workers: int = 2
    seed: int = 0
    steps: int | None = None


def solve_instance(
    instance: Instance,
    effort: Effort,
    *,
    stop: Callable[[], bool] = lambda: False,
    on_news: Callable[[Board], None] = lambda _: None,
) -> Answer:
    """The best plan found; `on_news` hears each better plan and bound, `stop` ends the search."""
    board = Board(instance, effort.seconds, steps=effort.steps, stop=stop, on_news=on_news)
    if effort.steps is not None:
        from pupitre.rosters.rules.solver.searches import search_alone

        search_alone(board, effort.seed)
    else:
        _Team(board, effort.workers, effort.seed).run()
    return Answer(_status(board), board.plan, board.cost, _bound(board), board.spent())


def _status(board: Board) -> Status:
    if board.infeasible:
        return "infeasible"
    if board.plan is None:
        return "unknown"
    return "optimal" if board.proven() else "feasible"


def _bound(board: Board) -> int:
    return board.bound if board.cost is None else min(board.bound, board.cost)


class _Team:
    """Worker processes around one board: what one finds, the others hear."""

    def __init__(self, board: Board, workers: int, seed: int) -> None:
        self.board = board
        context = multiprocessing.get_context("spawn")
        self.members: dict[Connection, tuple[BaseProcess, Queue[Message]]] = {}
        for number in range(workers):
            near, far = context.Pipe(duplex=False)
            inbox: Queue[Message] = context.Queue()
            part = "alone" if workers == 1 else "beside" if number else "columns"
            arguments = (far, inbox, board.instance, board.left(), part, seed + number)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            far.close()
            self.members[near] = process, inbox

    def run(self) -> None:
        """Relays until the end, then stops every process."""
        try:
            while self.members and not self.board.stopped():
                for wire in wait(list(self.members), timeout=0.2):
                    self._relay(wire)  # type: ignore[arg-type]
        finally:
            self._dismiss()

    def _relay(self, wire: Connection) -> None:
        try:
            kind, what = wire.recv()
        except EOFError:
            self.members.pop(wire)[0].join()
            return
        post: dict[str, Callable[[Any], Any]] = {
            "plan": self.board.offer,
            "bound": self.board.raise_bound,
            "columns": self.board.publish,
            "infeasible": lambda _: self.board.no_plan_exists(),
        }
        post[kind](what)
        for other, (_, inbox) in self.members.items():
            if other is not wire:
                inbox.put((kind, what))  # never waits, however busy the other one is

    def _dismiss(self) -> None:
        for _, inbox in self.members.values():
            inbox.put(("stop", None))
            inbox.cancel_join_thread()
        for wire, (process, _) in self.members.items():
            process.join(GRACE)
            if process.is_alive():
                process.terminate()
                process.join()
            wire.close()


def _work(
    wire: Connection,
    inbox: "Queue[Message]",
    instance: Instance,
    seconds: float,
    part: str,
    seed: int,
) -> None:
    """What a worker process runs: the first generates columns, the others start beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers for both
    from pupitre.rosters.rules.solver import searches

    parts = {
        "alone": searches.search_alone,
        "beside": searches.search_beside,
        "columns": searches.search_columns,
    }
    parts[part](RemoteBoard(instance, seconds, wire, inbox), seed)
    wire.close()
