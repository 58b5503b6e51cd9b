"""The public Shift Scheduling set: our cost beside the best published and HiGHS on the same model.

PUPITRE_BENCH_SECONDS (60) is the time for each instance and engine; PUPITRE_BENCH_INSTANCES another
folder of files `Instance<n>.txt`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.roster_highs import solve_with_highs
from pupitre.rosters.rules.shift_file import read_instance
from pupitre.rosters.rules.shift_referee import breaches
from pupitre.rosters.rules.solver.search import Effort, solve_instance

FOLDER = Path(__file__).parent / "roster"

# Lowest published figure by instance, and the ejection chain after 60 minutes (Curtois and Qu,
# 2014); as gathered by Turhan and Bilgen, github.com/ORProjects/NRP, ComputationalResults.
BEST = {
    1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1308, 9: 439, 10: 4631,
    11: 3443, 12: 4040, 13: 1905, 14: 1279, 15: 3928, 16: 3225, 17: 5750, 18: 4650, 19: 3218,
}  # fmt: skip
EJECTION_CHAIN = {
    1: 607, 2: 837, 3: 1003, 4: 1718, 5: 1358, 6: 2258, 7: 1269, 8: 2260, 9: 463, 10: 4797,
    11: 3661, 12: 5211, 13: 3037, 14: 1847, 15: 5935, 16: 4048, 17: 7835, 18: 6404, 19: 5531,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One instance: costs, bound and seconds; None where an engine found nothing."""

    instance: int
    cost: int | None
    bound: int
    seconds: float
    highs: int | None

    def gap(self, cost: int | None) -> str:
        """To the best published cost, in percent."""
        best = BEST.get(self.instance)
        return "-" if cost is None or best is None else f"{100 * (cost - best) / best:.1f} %"


def table(seconds: float, folder: Path = FOLDER, workers: int = 2) -> Iterator[Line]:
    """Every instance of the folder, the smallest number first."""
    numbered = {
        int(found.group(1)): path
        for path in folder.glob("Instance*.txt")
        if (found := re.search(r"(\d+)$", path.stem))
    }
    for number, path in sorted(numbered.items()):
        instance = read_instance(path.read_text(encoding="utf-8"))
        answer = solve_instance(instance, Effort(seconds, workers))
        if answer.plan is not None and breaches(instance, answer.plan):
            raise AssertionError(f"instance {number}: a rule is broken")
        highs = solve_with_highs(instance, seconds)
        yield Line(number, answer.cost, answer.bound, answer.seconds, highs)


def main() -> None:
    """Prints the table."""
    seconds = float(os.environ.get("PUPITRE_BENCH_SECONDS", "60"))
    folder = Path(os.environ.get("PUPITRE_BENCH_INSTANCES", FOLDER))
    print("instance  publié  60 min (chaîne)   nous  borne   écart  durée   HiGHS   écart")
    for line in table(seconds, folder):
        published, chain = BEST.get(line.instance, "-"), EJECTION_CHAIN.get(line.instance, "-")
        print(
            f"{line.instance:8}  {published:>6}  {chain:>15}  {line.cost or '-':>5}  {line.bound:>5}"
            f"  {line.gap(line.cost):>6}  {line.seconds:4.0f} s  {line.highs or '-':>6}"
            f"  {line.gap(line.highs):>6}",
            flush=True,
        )
