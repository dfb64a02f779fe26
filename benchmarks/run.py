"""Measure galaplan against its peers: figures side by side and a table of targets from one run, see README.md.

    python benchmarks/run.py [--quick] [--count] [--seed N]

Everything runs with the interpreter and the commands of the environment this is started from.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import library
from counting import Counter, counter
from facts import machine, versions
from figures import Figures
from material import Work, Works, size
from processes import Pair, Processes
from programs import GALAPLAN, Program, Sees, programs
from tables import print_targets, print_work
from targets import lines


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    files: int | None
    """Number of municipalities whose plans are checked in one process; None for all."""
    starts: int
    """Rounds of all programs on one file."""
    country_runs: int
    """Rounds of all programs on all files."""
    calls: int
    """Rounds of calls on one plan within one process."""
    long_calls: int
    """Rounds of calls on all plans, and on all sets, within one process."""


FULL = Effort(files=None, starts=20, country_runs=5, calls=60, long_calls=5)
QUICK = Effort(files=40, starts=3, country_runs=2, calls=10, long_calls=1)


def main() -> None:
    """Measure and print, each work as soon as it is done."""
    parser = argparse.ArgumentParser(description="Measure galaplan against its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer runs and files: to try it out, not to quote")
    parser.add_argument("--count", action="store_true", help="count instructions as well: some minutes longer")
    parser.add_argument("--seed", type=int, default=1, help="of the generated plans (default: 1)")
    options = parser.parse_args()
    effort = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        works = Works(folder, options.seed, effort.files)
        found, notes = programs(folder)
        counts = counter(folder) if options.count else None
        if options.count and not counts:
            notes.append("no instructions: neither perf nor valgrind counts them on this machine")
        figures = Figures()
        for _ in _measured(figures, works, found, effort, counts, notes):
            for work in figures.works(new=True):
                print_work(figures, work, ours=_ours(figures, work), counting=bool(counts))
        print_targets(lines(figures, works), counting=bool(counts))
        _print_facts(works, found, counts)
    if options.quick:
        print("Quick run: too few runs and files to hold against the targets.")
    for note in notes:
        print(f"Note: {note}")


def _measured(
    figures: Figures, works: Works, found: list[Program], effort: Effort, counts: Counter | None, notes: list[str]
) -> Iterator[None]:
    """Measure everything, bit by bit.

    Whole processes first: the memory of each begins at what this one has by then.
    """
    processes = Processes(figures, works.folder, notes)
    one = [pair for work in (works.sound, works.findings, works.misshapen) for pair in _pairs(work, found, works)]
    _tell("whole processes on one plan")
    processes.warm_up(one)
    processes.measure(one, effort.starts)
    if counts:
        _tell(f"instructions, with {counts.name}")
        processes.count(one, counts)
    yield
    _tell(f"whole processes on {works.country.name}")
    processes.measure([(works.country, program) for program in found if program.many], effort.country_runs)
    yield
    _tell("the library")
    library.one_plan(figures, works, effort.calls)
    yield
    library.all_plans(figures, works, effort.long_calls)
    yield
    library.sets(figures, works, effort.long_calls)
    yield


def _pairs(work: Work, found: list[Program], works: Works) -> list[Pair]:
    """The programs for one plan; what has nothing to say of it does not need it twice."""
    floors = (Sees.TOML, Sees.NOTHING)
    return [(work, program) for program in found if program.one and (work is works.sound or program.sees not in floors)]


def _ours(figures: Figures, work: str) -> str:
    """What the others are compared with: the command, or the library."""
    return next((who for who, _ in figures.of(work) if who in (GALAPLAN, library.VALIDATE)), library.SET)


def _tell(what: str) -> None:
    """Tell who waits what is measured."""
    print(f"measuring {what} …", file=sys.stderr, flush=True)


def _print_facts(works: Works, found: list[Program], counts: Counter | None) -> None:
    """Print what the figures belong to."""
    print(machine())
    print(versions(found))
    for work in (works.sound, works.large, works.country):
        print(f"{work.name}: {size(work)}")
    print("validate-pyproject: files of its own kind and the same length, the faulty one with one fault")
    if counts:
        print(f"instructions: {counts.name}, one run of each")


if __name__ == "__main__":
    main()
