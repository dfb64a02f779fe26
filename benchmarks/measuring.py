"""How things are measured: seconds and memory of whole processes, seconds of calls within this one.

What is compared is run in turn (A B C A B C): what slows the machine down for a while then counts for all of it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

DO_NOT_PASS_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONTRACEMALLOC", "PYTHONDEVMODE")
"""Environment variables that would make a process start otherwise than a user's."""
SETTINGS_OF_PEERS = ("TAPLO_", "TOMBI_", "VALIDATE_PYPROJECT_")
"""Beginnings of those that would make a peer do something else."""
ENOUGH = 20.0
"""Seconds after which a slow command has been measured often enough."""

Command = Sequence[str | Path]
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    """Wall-clock time from start to end."""
    cpu: float
    """Seconds of all processors together."""
    peak: int
    """Largest resident memory in bytes of it, or of one that it started; not below that of this program."""
    status: int
    """Exit status."""


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a process: that of a user who has set nothing, without a network, with caches in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS_OF_PEERS)}
    for name in DO_NOT_PASS_ON:
        kept.pop(name, None)
    return kept | {"NO_NETWORK": "1", "XDG_CACHE_HOME": str(folder / "cache")}


def run(command: Command, folder: Path) -> Run:
    """Run a command in a directory to its end; what it prints is thrown away."""
    environment = surroundings(folder)
    nowhere = subprocess.DEVNULL
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode)


def runs_in_turn(commands: Mapping[str, Command], rounds: int, folder: Path) -> dict[str, list[Run]]:
    """The runs of each command; one that has taken `ENOUGH` is not run in further rounds."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if sum(one.seconds for one in runs[name]) < ENOUGH:
                runs[name].append(run(command, folder))
    return runs


def calls_in_turn(
    calls: Mapping[Name, Callable[[], object]], rounds: int, warm_up: int = 2
) -> dict[Name, list[tuple[float, float]]]:
    """Seconds on the clock and of the processor that each call took in each round, after some that do not count."""
    taken: dict[Name, list[tuple[float, float]]] = {name: [] for name in calls}
    for number in range(warm_up + rounds):
        for name, call in calls.items():
            start, cpu = time.perf_counter(), time.process_time()
            call()
            if number >= warm_up:
                taken[name].append((time.perf_counter() - start, time.process_time() - cpu))
    return taken


@contextmanager
def garbage_looked_for_as_seldom_as_the_command_does() -> Iterator[None]:
    """Within it the collector of Python has the threshold of `galaplan validate`.

    With that of Python it walks through what is kept of every file so far, and time grows with it.
    """
    from galaplan.cli.validate import GARBAGE_THRESHOLD

    thresholds = gc.get_threshold()
    gc.set_threshold(GARBAGE_THRESHOLD)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
