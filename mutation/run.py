"""Mutation testing of galaplan: does a test fail when the code is changed?

Each mutant runs in a process that is forked from this one and runs the tests that may notice it, until one fails. For
a change in the body of a function this process has collected all tests beforehand, and the fork exchanges the code of
that one function. A change outside functions, or in a function that runs by importing galaplan, is imported anew.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import click
import pytest
from import_all import import_all
from mutants import HERE, ROOMS, SOURCE, Mutant, change, named, population, sample, source, statement_lines

SIZES = {
    ("rules", "code"): 1200,
    ("rules", "declaration"): 60,
    ("model", "code"): 250,
    ("model", "declaration"): 60,
    ("documents", "code"): 600,
    ("documents", "declaration"): 40,
    ("structure", "code"): 240,
    ("structure", "declaration"): 20,
}
"""How many mutants a sample takes of each part of each room."""

TESTS = {
    "rules": ("test_docs", "test_published", "test_rules", "test_faults", "test_false_duties", "test_house"),
    "model": ("test_published", "test_schema", "test_amounts", "test_moment", "test_documents", "test_rules"),
    "documents": ("test_documents", "test_places", "test_rules"),
    "structure": ("test_schema", "test_library", "test_documents", "test_rules"),
}
"""The test modules that may notice a change in what runs at import, where no test can be named."""

NEAR = {
    "rules": (),
    "model": ("test_amounts", "test_moment", "test_published", "test_library", "test_schema"),
    "documents": (
        *("test_documents", "test_places", "test_convert", "test_library"),
        *("test_positions", "test_fuzz_finds"),
    ),
    "structure": ("test_library", "test_schema", "test_documents"),
}
"""The test modules about a room itself, which run first; those on rules run nearly everything."""

LONG = re.compile(
    "test_(the_largest_file_is_read_whole|any_(damaged_)?plan_ends_in_a_report|it_writes_them_all"
    "|selecting_each_rule_and_joining_is_the_whole|the_order_of_the_files_does_not_count|whatever_is_put_in_a_plan"
    "|what_load_refuses_gets_at_least_one_finding|it_says_of_a_plan_of_its_kind"
    "|while_hundreds_of_files_are_checked)"
)
"""Tests that take seconds each, or that signal a process as a terminal does: left out."""

LIMIT = 200
"""How many tests, or modules of tests, run at most for one mutant."""

SECONDS, SECONDS_ANEW = 30, 120
"""Of processor time for the tests of one mutant, far more than they take; one that takes longer counts as killed."""

DATA = HERE / "build" / "mutation"


@dataclass(frozen=True)
class Result:
    """What became of a mutant."""

    name: str
    room: str
    part: str
    outcome: str
    """`killed`, `timeout` (counts as killed), `survived`, or `not run`: no test runs the changed lines."""
    by: str
    """The test that failed first."""
    change: str


# --- which tests run a line ---


@functools.cache
def _tests_by_line() -> Mapping[str, Mapping[int, frozenset[str]]]:
    """The tests that run each line, by module; the empty name stands for importing."""
    from coverage import CoverageData

    lines: dict[str, dict[int, frozenset[str]]] = {}
    for path in sorted(DATA.glob("lines-*")):
        data = CoverageData(str(path))
        data.read()
        for file in data.measured_files():
            module = lines.setdefault(Path(file).as_posix().rpartition("src/galaplan/")[2], {})
            for line, contexts in data.contexts_by_lineno(file).items():
                tests = {sys.intern(context.split("|")[0]) for context in contexts}
                module[line] = module.get(line, frozenset()) | (tests if path.name == "lines-import" else tests - {""})
    return lines


def _run_by(mutant: Mutant, lines: tuple[int, int]) -> frozenset[str]:
    by_line = _tests_by_line().get(mutant.module, {})
    return frozenset[str]().union(*(by_line.get(line, ()) for line in range(lines[0], lines[1] + 1)))


def _runs_at_import(mutant: Mutant) -> bool:
    return mutant.part == "declaration" or "" in _run_by(mutant, mutant.function)


def _candidates(mutant: Mutant, *, thorough: bool) -> list[str]:
    """The tests that may notice the mutant, the most telling first: ids of tests, or whole test modules."""
    tests = sorted(_run_by(mutant, statement_lines(mutant)) - {""})
    random.Random(mutant.name).shuffle(tests)
    codes = re.findall(r'^    "([A-Z]{3}\d{3})",$', (SOURCE / mutant.module).read_text("utf-8"), re.M)
    own = re.compile("|".join(codes) or "$^")
    near = re.compile("|".join(f"/{name}.py" for name in NEAR[mutant.room]) or "$^")
    tests.sort(key=lambda t: (near.search(t) is None, own.search(t) is None, "one_finding_at_its_place" not in t))
    if not (thorough or _runs_at_import(mutant)):
        return tests
    # What runs once and is remembered, or runs at import, is also for tests that are not seen to run it.
    of_its_rules = [test for test in _all_tests() if own.search(test)] if mutant.room == "rules" and codes else []
    whole = [f"tests/{name}.py" for name in (NEAR if thorough else TESTS)[mutant.room]]
    if thorough and mutant.room == "rules":
        whole += [f"tests/test_rules.py::*{code}" for code in codes] or ["tests/test_rules.py"]
    return [*whole, *of_its_rules, *tests] if mutant.part != "code" else [*whole, *of_its_rules, *tests][: LIMIT // 2]


@functools.cache
def _all_tests() -> tuple[str, ...]:
    modules = _tests_by_line().values()
    return tuple(sorted(frozenset[str]().union(*(tests for lines in modules for tests in lines.values())) - {""}))


# --- running one mutant ---


def _in_a_fork(work: Callable[[], str], seconds: int) -> tuple[str, bool]:
    """What `work` says in a process of its own, and whether it ran out of time."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            signal.alarm(20 * seconds)
            gc.disable()
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            os.write(writing, work().encode()[:4000])
        except BaseException as reason:
            os.write(writing, f"!{type(reason).__name__}: {reason}".encode()[:4000])
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode(errors="replace")
    _, status = os.waitpid(process, 0)
    if said.startswith("!"):
        raise RuntimeError(said)
    return said, os.WIFSIGNALED(status)


class _Mutated(importlib.machinery.SourceFileLoader, importlib.abc.MetaPathFinder):
    """Finds and loads one module from a changed text."""

    def __init__(self, module: str, text: str) -> None:
        parts = Path(module).with_suffix("").parts
        name = ".".join(["galaplan", *(parts[:-1] if parts[-1] == "__init__" else parts)])
        super().__init__(name, str(SOURCE / module))
        self._text = text

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> object:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)


class _Chosen:
    """Runs only the chosen tests, in the order chosen, and remembers which failed."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._rank = {test: rank for rank, test in enumerate(tests)}
        self.failed = ""

    def _place(self, item: pytest.Item) -> int:
        return self._rank.get(item.nodeid, self._rank.get(item.nodeid.split("::")[0], -1))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = (item for item in items if self._place(item) >= 0 and not LONG.search(item.name))
        items[:] = sorted(chosen, key=self._place)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


def _pytest(tests: Sequence[str], plugin: object) -> int:
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    folder = tempfile.mkdtemp(prefix="mutant-")
    try:
        return int(
            pytest.main(
                ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", f"--basetemp={folder}/t", *files], [plugin]
            )
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def import_anew(mutant: Mutant, text: str, tests: Sequence[str]) -> str:
    """Import galaplan with a changed module and run tests; the first that fails, or nothing."""
    sys.meta_path.insert(0, _Mutated(mutant.module, text))
    by_module: dict[str, list[str]] = {}
    for test in tests:
        by_module.setdefault(test.split("::")[0], []).append(test)
    for some in by_module.values():
        chosen = _Chosen(some)
        if _pytest(some, chosen) not in (0, 5):
            return chosen.failed or "import"
    return ""


class _Exchanging:
    """With all tests collected: for each mutant, a fork in which the code of one function is another."""

    def __init__(self, work: Callable[[_Exchanging], None]) -> None:
        self._work, self._failed = work, ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items if not LONG.search(item.name)}
        import_all()
        gc.collect()
        objects = gc.get_objects()
        self._functions = [one for one in objects if isinstance(one, FunctionType) and _is_ours(one.__code__)]
        self._caches = [one for one in objects if hasattr(one, "cache_clear") and _is_ours_by_name(one)]
        del objects
        gc.freeze()
        self._work(self)
        return True

    def _items_of(self, test: str) -> list[pytest.Item]:
        """The one of this id, all of a module, or those of it that have a text in their ids (`module::*text`)."""
        module, _, piece = test.partition("::*")
        if piece:
            return [item for name, item in self._items.items() if name.startswith(module) and piece in name]
        if "::" in test:
            return [self._items[test]] if test in self._items else []
        return [item for name, item in self._items.items() if name.startswith(f"{test}::")]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed = self._failed or report.nodeid

    def __call__(self, mutant: Mutant, text: str, tests: Sequence[str]) -> str:
        """Exchange the code of the function that is changed and run tests; the first that fails, or nothing."""
        path = str(SOURCE / mutant.module)
        around = [one for one in self._functions if one.__code__.co_filename == path and _begins_at(one, mutant)]
        codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(compile(text, path, "exec"))}
        assert around, f"{mutant.name}: no function around it"
        for function in around:
            function.__code__ = codes[function.__code__.co_qualname, function.__code__.co_firstlineno]
        for cached in self._caches:
            cached.cache_clear()
        items = [item for test in tests for item in self._items_of(test)]
        folder = Path(tempfile.mkdtemp(prefix="mutant-"))
        try:
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    break
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return self._failed


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(str(SOURCE))


def _is_ours_by_name(cached: object) -> bool:
    return str(getattr(cached, "__module__", "")).startswith("galaplan")


def _begins_at(function: FunctionType, mutant: Mutant) -> bool:
    """Whether this is the outermost function around the change."""
    code, (first, last) = function.__code__, mutant.function
    lines = [line for _, _, line in code.co_lines() if line]
    return "<locals>" not in code.co_qualname and any(first <= line <= last for line in lines)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


Runner = Callable[[Mutant, str, Sequence[str]], str]


def try_one(mutant: Mutant, runner: Runner, *, unchanged: bool, limit: int) -> Result:
    """Run the tests that may notice a mutant, until one does."""
    text = source(mutant)
    shown = change(mutant, text)
    if unchanged:
        text = (SOURCE / mutant.module).read_text("utf-8")
    tests = list(dict.fromkeys(_candidates(mutant, thorough=limit > LIMIT)))
    tests = tests[:limit]
    if not tests:
        return Result(mutant.name, mutant.room, mutant.part, "not run", "", shown)
    seconds = SECONDS_ANEW if runner is import_anew or limit > LIMIT else SECONDS
    failed, stopped = _in_a_fork(functools.partial(runner, mutant, text, tests), seconds)
    outcome = "timeout" if stopped else "killed" if failed else "survived"
    return Result(mutant.name, mutant.room, mutant.part, outcome, failed, shown)


def _prepare() -> None:
    """Import once what all mutants need besides galaplan and its tests."""
    from hypothesis import Phase, settings

    os.chdir(HERE)
    sys.path[:0] = [str(HERE), str(HERE / "src")]
    for name in (
        *("_hypothesis_pytestplugin", "attrs", "cattrs", "click.testing", "hypothesis.strategies", "jsonschema"),
        *("markdown_it", "openpyxl", "pathspec", "rtoml", "tomlkit", "tree_sitter", "tree_sitter_json"),
        *("tree_sitter_toml", "xlsxwriter", "yaml"),
    ):
        importlib.import_module(name)
    phases = [Phase.explicit, Phase.generate]  # a test that has failed need not look for the smallest example
    settings.register_profile(
        "mutation", max_examples=30, deadline=None, database=None, phases=phases, derandomize=True
    )
    settings.load_profile("mutation")
    assert not any(name.startswith("galaplan") for name in sys.modules), "galaplan is imported too early"


# --- the command ---


@click.group()
def main() -> None:
    """Mutation testing of galaplan; see mutation/README.md."""


@main.command()
def count() -> None:
    """Count the mutants of each part of each room."""
    for room in ROOMS:
        for part in ("code", "declaration"):
            click.echo(f"{room:10} {part:12} {len(population(room, part)):6}")


@main.command()
@click.argument("name")
@click.argument("tests", nargs=-1)
def lines(name: str, tests: tuple[str, ...]) -> None:
    """Find out which tests run which lines, before mutants are run; NAME tells several runs apart.

    The name `import` runs no tests, and finds out which lines run when galaplan is imported.
    """
    DATA.mkdir(parents=True, exist_ok=True)
    settings = DATA / "coveragerc"
    asked = ("relative_files = true", "source = src/galaplan", f"data_file = {DATA / f'lines-{name}'}")
    settings.write_text("\n".join(["[run]", *asked, ""]), "utf-8")
    options = ["-q", "-p", "no:cacheprovider", "--cov", f"--cov-config={settings}", "--cov-context=test"]
    command = ["-m", "pytest", *options, "--cov-report=", *tests]
    if name == "import":
        command = ["-m", "coverage", "run", f"--rcfile={settings}", "mutation/import_all.py"]
    sys.exit(subprocess.run([sys.executable, *command], cwd=HERE, check=False).returncode)


@main.command()
@click.argument("names", nargs=-1)
@click.option("--seed", default=6, show_default=True)
@click.option("--room", "rooms", type=click.Choice(list(ROOMS)), multiple=True, help="Only mutants of this room.")
@click.option("--size", type=int, help="How many of the code of each room, and none of what is declared.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=DATA / "results.jsonl")
@click.option("--minutes", default=600, help="Stop after so long; the next run goes on from there.")
@click.option("--share", nargs=2, type=int, default=(1, 1), help="`1 2` and `2 2`: two halves to run side by side.")
@click.option(
    "--thorough",
    "limit",
    flag_value=LIMIT + 1,
    type=int,
    default=LIMIT,
    help="For survivors: all of the tests on their room.",
)
@click.option("--only", type=click.Choice(["exchanged", "imported"]), help="Only mutants that are run in this way.")
@click.option("--anew", is_flag=True, help="Import galaplan anew for each mutant, also where code can be exchanged.")
@click.option("--unchanged", is_flag=True, help="Run the tests without the change, to see that none fails by itself.")
def run(
    names: tuple[str, ...],
    seed: int,
    rooms: tuple[str, ...],
    size: int | None,
    to: Path,
    minutes: int,
    share: tuple[int, int],
    limit: int,
    only: str | None,
    anew: bool,
    unchanged: bool,
) -> None:
    """Run a sample, or the mutants of these names. What has a result already is not run again."""
    sizes = {(room, part): number for (room, part), number in SIZES.items() if not rooms or room in rooms}
    if size is not None:
        sizes = {(room, part): size for room, part in sizes if part == "code"}
    drawn = (sample(room, part, number, seed) for (room, part), number in sizes.items())
    chosen = list(map(named, names)) or [mutant for mutants in drawn for mutant in mutants]
    random.Random(seed).shuffle(chosen)
    done = {result.name for result in _results(to)}
    chosen = [mutant for mutant in chosen[share[0] - 1 :: share[1]] if mutant.name not in done]
    slow = [mutant for mutant in chosen if anew or _runs_at_import(mutant)]
    end = time.monotonic() + 60 * minutes
    to.parent.mkdir(parents=True, exist_ok=True)
    _prepare()
    _all_tests()

    def all_of(mutants: Sequence[Mutant], runner: Runner) -> None:
        for mutant in mutants:
            if time.monotonic() < end:
                result = try_one(mutant, runner, unchanged=unchanged, limit=limit)
                with to.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(vars(result), ensure_ascii=False) + "\n")

    gc.freeze()
    if only != "exchanged":
        all_of(slow, import_anew)
    if only == "imported":
        return
    if fast := [mutant for mutant in chosen if mutant not in set(slow)]:
        near = (f"tests/{name}.py" for modules in NEAR.values() for name in modules)
        _pytest([*_all_tests(), *near], _Exchanging(lambda exchange: all_of(fast, exchange)))


@main.command("list")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def list_(files: tuple[Path, ...]) -> None:
    """Show what survived, and a table. Of several files, a later one has the last word on a mutant."""
    results = {result.name: result for path in files or (DATA / "results.jsonl",) for result in _results(path)}
    for name, result in sorted(results.items()):
        if result.outcome in ("survived", "not run"):
            click.echo(f"{name} ({result.outcome})\n{result.change}\n")
    for room in ROOMS:
        for part in ("code", "declaration"):
            outcomes = Counter(r.outcome for r in results.values() if (r.room, r.part) == (room, part))
            click.echo(f"{room:10} {part:12} {sum(outcomes.values()):5} {dict(sorted(outcomes.items()))}")


def _results(path: Path) -> Iterator[Result]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            yield Result(**json.loads(line))


if __name__ == "__main__":
    main()
