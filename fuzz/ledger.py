"""What a run has done and found, kept in a folder while it goes on, so that a run that is killed has it too."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

import galaplan
from fuzz.promises import CHECK, MEMORY, Broken, Hang, warm_up

_SOURCE = str(Path(galaplan.__file__).parent)


class Ledger:
    """The figures and findings of one run. A fault is kept once, with the first file that showed it."""

    def __init__(self, folder: Path, target: str, engine: str, seed: int) -> None:
        """`folder`: made when it is not there; what an earlier run found stays in it."""
        self._folder = folder
        self._head = {"target": target, "engine": engine, "seed": seed}
        self._check = CHECK[target]
        self._began, self._cpu = time.monotonic(), time.process_time()
        self._written = 0.0
        self._executions = self._bytes = self._longest = 0
        self._counts: Counter[str] = Counter()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def seconds(self) -> float:
        """How long the run has lasted, by the clock."""
        return time.monotonic() - self._began

    def fault(self, data: bytes) -> str | None:
        """Check one file. The fault in few words when it shows a new one, else None."""
        (self._folder / "now").write_bytes(data)  # what was at hand, should the process be killed over it
        self._executions += 1
        self._bytes += len(data)
        self._longest = max(self._longest, len(data))
        fault = fault_of(self._check, data)
        if fault:
            self._counts[fault] += 1
        if time.monotonic() - self._written > 5:
            self.write()
        return fault if fault and self._counts[fault] == 1 else None

    def keep(self, fault: str, data: bytes, told: str = "") -> None:
        """Write down the file that shows a fault; a smaller one takes the place of it."""
        name = hashlib.sha256(fault.encode()).hexdigest()[:12]
        (self._folder / f"finding-{name}").write_bytes(data)
        (self._folder / f"finding-{name}.txt").write_text(f"{fault}\n\n{told}", "utf-8", errors="backslashreplace")
        self.write()

    def write(self) -> None:
        """Bring the figures up to date."""
        self._written = time.monotonic()
        figures = {
            **self._head,
            "python": sys.version.split()[0],
            "wall_minutes": round(self.seconds / 60, 1),
            "cpu_minutes": round((time.process_time() - self._cpu) / 60, 1),
            "executions": self._executions,
            "megabytes": round(self._bytes / 1e6, 1),
            "longest_input": self._longest,
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "findings": dict(self._counts),
        }
        (self._folder / "run.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def fault_of(check: object, data: bytes) -> str | None:
    """The fault that a file shows, in words that are the same for the same fault; None when all promises are kept."""
    try:
        check(data)  # type: ignore[operator]
    except Broken as broken:
        return f"broken: {broken.promise}"
    except (Exception, Hang) as error:
        return f"{type(error).__name__} in {_where(error)}"
    return None


def _where(error: BaseException) -> str:
    """The innermost line of galaplan, or of the check when that is where it went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.startswith(_SOURCE)] or frames
    return f"{Path(inside[-1].filename).name}:{inside[-1].lineno}"


def begin() -> None:
    """Limit the memory of this process and get everything imported."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warm_up()
