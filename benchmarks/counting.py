"""Instructions that a process takes: a figure that does not waver with what else a machine does.

`perf stat` counts them at full speed where the machine lets it; `valgrind` counts them anywhere on Linux, fifty times
slower. They count instructions, not time: what waits for memory or the disk is cheaper here than it is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measuring import Command, surroundings

PERF_EVENT = "instructions:u"
COUNTED_BY_PERF = re.compile(rf"^(\d+),.*{PERF_EVENT}", re.MULTILINE)
COUNTED_BY_VALGRIND = re.compile(r"Collected : (\d+)")
SETTINGS = {"PYTHONHASHSEED": "0"}
"""So that a run of Python walks through its sets and dicts as the one before."""


@dataclass(frozen=True)
class Counter:
    """A program that counts."""

    name: str
    """With what it counts, for people."""
    wrap: Callable[[Path, Command], list[str | Path]]
    """A file for the figures, and the command that is counted, to the command that counts it."""
    figure: re.Pattern[str]
    """Where the number stands in that file."""

    def instructions(self, command: Command, folder: Path) -> int | None:
        """Instructions outside the kernel of a command that is run once, or None when they could not be counted."""
        with tempfile.TemporaryDirectory() as scratch:
            figures = Path(scratch) / "figures"
            nowhere = subprocess.DEVNULL
            subprocess.run(
                self.wrap(figures, command),
                cwd=folder,
                env=surroundings(folder) | SETTINGS,
                stdin=nowhere,
                stdout=nowhere,
                stderr=nowhere,
                check=False,
            )
            found = self.figure.search(figures.read_text("utf-8", "replace")) if figures.is_file() else None
        return int(found[1]) if found else None


def _perf(figures: Path, command: Command) -> list[str | Path]:
    return ["perf", "stat", "-x,", "-e", PERF_EVENT, "-o", figures, "--", *command]


def _valgrind(figures: Path, command: Command) -> list[str | Path]:
    options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={figures}"]
    return ["valgrind", *options, "--", *command]


PERF = Counter(f"perf stat -e {PERF_EVENT}", _perf, COUNTED_BY_PERF)
VALGRIND = Counter("valgrind --tool=callgrind", _valgrind, COUNTED_BY_VALGRIND)


def counter(folder: Path) -> Counter | None:
    """The quickest program that counts on this machine, or None: neither is installed, or neither works."""
    for one in (PERF, VALGRIND):
        if shutil.which(one.name.split()[0]) and one.instructions(["true"], folder):
            return one
    return None
