"""Whole processes: galaplan, its peers and the floors, on the same work in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from counting import Counter
from figures import MEGABYTE, Figure, Figures
from material import Work
from measuring import Command, Run, runs_in_turn
from programs import Program

Pair = tuple[Work, Program]


class Processes:
    """Runs programs on works and keeps what that took."""

    def __init__(self, figures: Figures, folder: Path, notes: list[str]) -> None:
        """`folder`: where they are run. `notes`: is told what makes figures worth less."""
        self._figures = figures
        self._folder = folder
        self._notes = notes

    def warm_up(self, pairs: Sequence[Pair]) -> None:
        """Run each program once, which compiles bytecode and warms the disk cache."""
        runs_in_turn(self._commands(pairs), 1, self._folder)

    def measure(self, pairs: Sequence[Pair], rounds: int) -> None:
        """Run each program on its work, all of them in turn."""
        runs = runs_in_turn(self._commands(pairs), rounds, self._folder)
        for work, program in self._as_meant(pairs, runs):
            own = runs[_name((work, program))]
            self._figures[work.name, program.name] = Figure(
                seconds=[run.seconds for run in own],
                cpu=[run.cpu for run in own],
                peaks=[run.peak / MEGABYTE for run in own],
            )

    def count(self, pairs: Sequence[Pair], counter: Counter) -> None:
        """Count the instructions of each program on its work, which was measured before."""
        for work, program in pairs:
            command = program.on(work.files(program.sees))
            if (work.name, program.name) in self._figures:
                self._figures.count((work.name, program.name), counter.instructions(command, self._folder))

    def _commands(self, pairs: Sequence[Pair]) -> dict[str, Command]:
        return {_name((work, program)): program.on(work.files(program.sees)) for work, program in pairs}

    def _as_meant(self, pairs: Sequence[Pair], runs: dict[str, list[Run]]) -> Iterator[Pair]:
        """Those that found what there is to find; of the others the figures would say nothing."""
        for work, program in pairs:
            meant = work.status(program.sees)
            statuses = {run.status for run in runs[_name((work, program))]}
            if statuses == {meant}:
                yield work, program
                continue
            got = ", ".join(map(str, sorted(statuses)))
            self._notes.append(f"left out: {program.name} on {work.name} ended with status {got} instead of {meant}")


def _name(pair: Pair) -> str:
    work, program = pair
    return f"{program.name} on {work.name}"
