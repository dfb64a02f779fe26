"""Measure galaplan against its peers: a table of ratios from one run, see README.md.

    python benchmarks/run.py [--quick] [--seed N]

Everything runs with the interpreter and the commands of the environment this is started from.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles

from plans import REGIONS, country, plan_text, regions

SMALL, LARGE = 33_500, 170_000
"""Sizes of a plan in bytes."""
MUNICIPALITY = "GM0034"
"""Whose plan is measured alone: one with enough inhabitants to divide the money over many actions."""
SCHEMA = Path(__file__).parents[1] / "schemas" / "1.0" / "plan.schema.json"
MEGABYTE = 1_000_000
DO_NOT_PASS_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONTRACEMALLOC", "PYTHONDEVMODE")
"""Environment variables that would make a process start otherwise than a user's."""

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    files: int | None
    """Number of municipalities whose plans are checked in one process; None for all."""
    starts: int
    """Runs of each command on one file."""
    country_runs: int
    """Runs of galaplan over all files; the peer runs once."""
    repeats: int
    """Checks of each size of plan within one process."""
    set_runs: int
    """Checks of all municipalities with their regions, and of a tenth of them, within one process."""


FULL = Effort(files=None, starts=30, country_runs=3, repeats=40, set_runs=3)
QUICK = Effort(files=40, starts=5, country_runs=2, repeats=10, set_runs=1)


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    """Wall-clock time from start to end."""
    peak: int
    """Largest resident memory in bytes; not below that of this program, which starts it."""
    status: int
    """Exit status."""


@dataclass(frozen=True)
class Line:
    """One line of the table of ratios."""

    what: str
    values: Sequence[float]
    """What the rounds gave; the median counts. Empty: not measured."""
    limit: float
    unit: str
    """`times` or `MB`."""
    at_least: bool = False
    """Whether the limit is a lower one."""

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """What is measured, the value, where the middle half of the rounds lies, the target, and whether it is met."""
        target = f"{'at least' if self.at_least else 'at most'} {self.limit:g} {self.unit}"
        if not self.values:
            return self.what, "-", "-", target, "not measured"
        value = median(self.values)
        met = value >= self.limit if self.at_least else value <= self.limit
        return self.what, f"{value:.2f} {self.unit}", _middle_half(self.values), target, "yes" if met else "NO"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure galaplan against its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer runs and files: to try it out, not to quote")
    parser.add_argument("--seed", type=int, default=1, help="of the generated plans (default: 1)")
    options = parser.parse_args()
    effort = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), effort, options.seed)
        ratios = [*bench.one_file(), *bench.all_files(), *bench.growth(), *bench.rules(), *bench.sets()]
    _print_table(["", "measured", "middle half", "target", "met"], [line.cells for line in ratios])
    print()
    _print_table(["", "median", "runs"], bench.medians)
    print()
    _print_facts(bench, quick=options.quick)


class Bench:
    """The plans, the commands, and what they took."""

    def __init__(self, folder: Path, effort: Effort, seed: int) -> None:
        """`folder`: an empty directory for the plans. `seed`: of the plans."""
        self.effort = effort
        self.folder = folder
        self._seed = seed
        self.medians: list[tuple[str, str, str]] = []
        """Rows of the table of absolute figures."""
        self.facts: list[str] = []
        """What was measured."""
        self.notes: list[str] = []
        """What makes the figures worth less."""
        self.small, self.large, self.files = _write_plans(folder, effort.files, seed)
        sizes = [path.stat().st_size for path in self.files]
        self.facts.append(f"{len(sizes)} plans of {min(sizes)} to {max(sizes)} bytes")
        self._galaplan = _script("galaplan") or [sys.executable, "-m", "galaplan"]
        self._peer = _script("check-jsonschema")
        self._schema = _schema(folder, self._galaplan)
        if self._peer is None:
            self.notes.append("check-jsonschema is not installed: pip install '.[bench]'")

    def one_file(self) -> Iterator[Line]:
        """Whole processes on one plan, started in turn."""
        commands: dict[str, Command] = {
            "import click": [sys.executable, "-c", "import click"],
            "galaplan, one plan": self._ours(self.small),
            "bare interpreter": [sys.executable, "-c", "pass"],
        }
        if self._peer:
            commands["check-jsonschema, one plan"] = self._theirs(self.small)
        seconds = self._interleaved(commands, self.effort.starts)
        click, ours, _, *peer = (self._noted(name, seconds[name]) for name in commands)
        yield Line("one plan: galaplan / import click", _ratios(ours, click), 2.5, "times")
        faster = _ratios(peer[0], ours) if peer else []
        yield Line("one plan: check-jsonschema / galaplan", faster, 3, "times", at_least=True)

    def all_files(self) -> Iterator[Line]:
        """One process over the plans of all municipalities, before and after the peer does the same."""
        count = len(self.files)
        ours = [self._run(self._ours(*self.files))]
        theirs = [self._run(self._theirs(*self.files))] if self._peer else []
        ours += [self._run(self._ours(*self.files)) for _ in range(self.effort.country_runs - 1)]
        seconds = self._noted(f"galaplan, {count} plans", [run.seconds for run in ours])
        peer = self._noted(f"check-jsonschema, {count} plans", [run.seconds for run in theirs]) if theirs else []
        faster = _ratios(peer * len(seconds), seconds) if theirs else []
        yield Line(f"{count} plans: check-jsonschema / galaplan", faster, 12, "times", at_least=True)
        peaks = [run.peak / MEGABYTE for run in ours]
        yield Line(f"{count} plans: peak memory of galaplan", peaks, 120, "MB")

    def growth(self) -> Iterator[Line]:
        """Time for one plan inside a process that has done its imports, a small and a large one in turn."""
        from galaplan import validate

        small, large = self.small.read_bytes(), self.large.read_bytes()
        times = _in_turn([lambda: validate(small), lambda: validate(large)], self.effort.repeats)
        for path, taken in zip((self.small, self.large), times, strict=True):
            found = Counter(finding.severity.word for finding in validate(path).findings)
            counts = ", ".join(f"{found[severity]} {severity}" for severity in ("error", "warning", "advice"))
            self.facts.append(f"findings in the plan of {_kilobytes(path)}: {counts}")
            self._noted(f"validate(), {_kilobytes(path)}", taken)
        ratios = _ratios(times[1], times[0])
        yield Line(f"time for {_kilobytes(self.large)} / {_kilobytes(self.small)}", ratios, 6, "times")

    def rules(self) -> Iterator[Line]:
        """All rules on one plan against making the plan of its tree, in turn."""
        from galaplan.documents import read_document
        from galaplan.reading import read
        from galaplan.rules import PlanView, check_plan
        from galaplan.structure import structure

        data = self.small.read_bytes()
        tree = read_document(data).tree
        reading = read(data)
        plan, edition = reading.plan, reading.edition
        if plan is None or edition is None:
            raise ValueError(f"{self.small} is no plan")
        size = _kilobytes(self.small)
        calls = [lambda: structure(tree), lambda: list(check_plan(PlanView(plan, edition)))]
        structuring, rules = _in_turn(calls, self.effort.repeats)
        self._noted(f"structure, {size}", structuring)
        self._noted(f"all rules, {size}", rules)
        yield Line(f"all rules / structuring, {size}", _ratios(rules, structuring), 1, "times")

    def sets(self) -> Iterator[Line]:
        """All municipalities with their regions in one go, against a tenth of them: the time for each file.

        As the command does it: looking for garbage as seldom. With the defaults of Python the collector walks through
        what is kept of every file so far, and time grows with it.
        """
        from galaplan import validate
        from galaplan.cli.validate import GARBAGE_THRESHOLD

        whole, part = (
            _write_set(self.folder / f"set-{count}", count, self._seed) for count in (REGIONS, REGIONS // 10)
        )
        # The part as often as makes it as long: what slows the machine down for a while then counts on both sides.
        calls = [lambda: validate(*whole), lambda: [validate(*part) for _ in range(10)]]
        thresholds = gc.get_threshold()
        gc.set_threshold(GARBAGE_THRESHOLD)
        all_files, few_files = _in_turn(calls, self.effort.set_runs)
        gc.set_threshold(*thresholds)
        found = Counter(finding.severity.word for finding in validate(*part).findings)
        self.facts.append(f"findings in the set of {len(part)} files: {dict(found) or 'none'}")
        self._noted(f"validate(), a set of {len(whole)} files", all_files)
        self._noted(f"validate(), a set of {len(part)} files", [seconds / 10 for seconds in few_files])
        growth = [ratio * 10 * len(part) / len(whole) for ratio in _ratios(all_files, few_files)]
        yield Line(f"time per file, {len(whole)} files together / {len(part)} files", growth, 1.2, "times")

    def _ours(self, *files: Path) -> Command:
        return [*self._galaplan, "validate", *files]

    def _theirs(self, *files: Path) -> Command:
        return [*(self._peer or ()), "--schemafile", self._schema, *files]

    def _interleaved(self, commands: Mapping[str, Command], rounds: int) -> dict[str, list[float]]:
        """Seconds of the commands, run in turn, after one round that compiles bytecode and warms the disk cache."""
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                run = self._run(command)
                if number:
                    seconds[name].append(run.seconds)
        return seconds

    def _run(self, command: Command) -> Run:
        run = _measured(command)
        if run.status:
            name = Path(command[0]).name
            self.notes.append(f"{name} ended with status {run.status}: these figures are not of valid plans")
        return run

    def _noted(self, name: str, seconds: list[float]) -> list[float]:
        """The same seconds, with their median in the table of absolute figures."""
        middle = median(seconds)
        shown = f"{middle:.2f} s" if middle >= 1 else f"{middle * 1000:.1f} ms"
        self.medians.append((name, shown, str(len(seconds))))
        return seconds


def _write_plans(folder: Path, count: int | None, seed: int) -> tuple[Path, Path, list[Path]]:
    """Write the small plan, the large plan, and the plans of `count` municipalities (None: all)."""
    from galaplan.catalogue import municipalities

    plans = folder / "plans"
    plans.mkdir()
    for name, text in country(SMALL, seed, count):
        (plans / name).write_text(text, "utf-8")
    for name, size in (("small.toml", SMALL), ("large.toml", LARGE)):
        (folder / name).write_text(plan_text(municipalities()[MUNICIPALITY], size, seed), "utf-8")
    return folder / "small.toml", folder / "large.toml", sorted(plans.iterdir())


def _write_set(folder: Path, count: int, seed: int) -> list[Path]:
    """Write the files of so many regions and of the municipalities in them."""
    folder.mkdir()
    for name, text in regions(SMALL, seed, count):
        (folder / name).write_text(text, "utf-8")
    return sorted(folder.iterdir())


def _schema(folder: Path, galaplan: Command) -> Path:
    """The published schema, or the one the command prints where the repository has none."""
    if SCHEMA.is_file():
        return SCHEMA
    path = folder / "plan.schema.json"
    path.write_bytes(subprocess.run([*galaplan, "schema"], check=True, capture_output=True).stdout)
    return path


def _script(name: str) -> list[str | Path] | None:
    """A command next to the interpreter, or None when its package is not installed."""
    path = Path(sys.executable).parent / name
    return [path] if path.is_file() else None


def _measured(command: Command) -> Run:
    """Run a command to its end; what it prints is thrown away."""
    environment = {name: value for name, value in os.environ.items() if name not in DO_NOT_PASS_ON}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    return Run(seconds, usage.ru_maxrss * unit, process.returncode)


def _in_turn(calls: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Seconds that each call took in each round, after two rounds to warm up."""
    times: list[list[float]] = [[] for _ in calls]
    for number in range(rounds + 2):
        for call, taken in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            if number >= 2:
                taken.append(time.perf_counter() - start)
    return times


def _ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The ratio in each round: what slows the machine down for a while then counts on both sides."""
    return [one / other for one, other in zip(above, below, strict=True)]


def _middle_half(values: Sequence[float]) -> str:
    """From the first to the third quartile; from the least to the most where there are few values."""
    low, _, high = quantiles(values, n=4) if len(values) >= 4 else (min(values), 0, max(values))
    return f"{low:.2f} - {high:.2f}"


def _kilobytes(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f} KB"


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as columns: the first to the left, figures to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        right = [cell.strip().rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([first, *right]).rstrip())


def _print_facts(bench: Bench, *, quick: bool) -> None:
    """Print what the figures belong to, and what they do not say."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs")
    print(", ".join(f"{name} {_version(name)}" for name in ("galaplan", "click", "check-jsonschema")))
    for fact in bench.facts:
        print(fact)
    if quick:
        print("Quick run: too few runs and files to hold against the targets.")
    for note in dict.fromkeys(bench.notes):
        print(f"Note: {note}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    main()
