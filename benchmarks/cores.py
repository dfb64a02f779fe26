"""From how many files two processes are faster than one: the break-even of the pool, see README.md.

python benchmarks/cores.py [--quick] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from facts import machine
from figures import Figures
from material import Work, Works
from processes import Processes
from programs import GALAPLAN, ONE_PROCESS, TWO_PROCESSES, Program, Sees, galaplan_command, in_processes
from tables import duration, print_table, spread

COUNTS = (2, 5, 10, 20, 30, 50, 100, 200, 342)
ROUNDS = 15
QUICK_COUNTS = (2, 10, 40)
QUICK_ROUNDS = 2
HEADER = ("files", "one process", "two", "as galaplan does", "one / two", "middle half", "rounds")


@dataclass(frozen=True)
class Point:
    """What so many files took."""

    files: int
    one: Sequence[float]
    """Seconds in one process, round by round."""
    two: Sequence[float]
    """In two."""
    unasked: Sequence[float]
    """In as many as galaplan takes when nothing is said about it."""
    gain: Sequence[float]
    """One process against two."""

    @property
    def row(self) -> Sequence[str]:
        """As it is printed."""
        times = (duration(median(seconds)) for seconds in (self.one, self.two, self.unasked))
        return (str(self.files), *times, f"{median(self.gain):.2f}", spread(self.gain), str(len(self.one)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="From how many files two processes are faster than one.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and files: to try it out, not to quote")
    parser.add_argument("--seed", type=int, default=1, help="of the generated plans (default: 1)")
    options = parser.parse_args()
    counts, rounds = (QUICK_COUNTS, QUICK_ROUNDS) if options.quick else (COUNTS, ROUNDS)
    galaplan = galaplan_command()
    divided = in_processes(galaplan)
    if not divided:
        sys.exit("galaplan validate has no option for several processes")
    with tempfile.TemporaryDirectory() as folder:
        works = Works(Path(folder), options.seed, counts[-1])
        unasked = Program(GALAPLAN, [*galaplan, "validate"], Sees.RULES)
        points, notes = measure(works, [unasked, *divided], counts, rounds)
    print_table(HEADER, [point.row for point in points])
    print(verdict(points))
    print(machine())
    if options.quick:
        print("Quick run: too few rounds and files to quote.")
    for note in notes:
        print(f"Note: {note}")


def measure(
    works: Works, programs: Sequence[Program], counts: Sequence[int], rounds: int
) -> tuple[list[Point], list[str]]:
    """What the first so many plans of the country took, in turn; and what makes it worth less."""
    figures = Figures()
    notes: list[str] = []
    processes = Processes(figures, works.folder, notes)
    plans = works.country.plans
    parts = [Work(f"{count} plans", plans[:count]) for count in counts]
    pairs = [(part, program) for part in parts for program in programs]
    processes.warm_up(pairs[: len(programs)])
    processes.measure(pairs, rounds)
    points = []
    for part in parts:
        taken = {who: figure.seconds for who, figure in figures.of(part.name)}
        if taken.keys() >= {ONE_PROCESS, TWO_PROCESSES, GALAPLAN}:
            gain = figures.ratios((part.name, ONE_PROCESS), (part.name, TWO_PROCESSES))
            seconds = (taken[ONE_PROCESS], taken[TWO_PROCESSES], taken[GALAPLAN])
            points.append(Point(len(part.plans), *seconds, gain))
    return points, notes


def verdict(points: Sequence[Point]) -> str:
    """From which number of files on two processes are always faster."""
    start = None
    for point in reversed(points):
        if median(point.gain) <= 1:
            break
        start = point.files
    return f"Two processes are faster from {start} files on." if start else "Two processes are not faster."


if __name__ == "__main__":
    main()
