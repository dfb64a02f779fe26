"""Many files in several processes: the same report as in one, whatever becomes of the processes."""

from __future__ import annotations

import errno
import multiprocessing
import multiprocessing.context
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

import galaplan.processes
from galaplan.cli import main
from galaplan.processes import WORTH_IT, processes_for
from galaplan.validation import Validation

EXAMPLES = Path(__file__).parent.parent / "examples"
ZONNEDORP = (EXAMPLES / "zonnedorp.toml").read_text("utf-8")

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def validate(*arguments: str | Path, **options: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--no-config", *map(str, arguments)], input=options.get("input"))


@pytest.fixture
def mixed(tmp_path: Path) -> list[str]:
    """Files of all sorts, in no order: a set of a region, plans that share a cost, some that are no plan."""
    folder = tmp_path / "plannen"
    folder.mkdir()
    for number in range(20):
        text = ZONNEDORP.replace('kenmerk = "zonnedorp-', f'kenmerk = "dorp-{number}-')
        (folder / f"dorp-{number}.toml").write_text(text, "utf-8")
    (folder / "stuk.toml").write_text('galaplan = "1.0"\nsoort = \n', "utf-8")
    (folder / "leeg.json").write_bytes(b"")
    (folder / "vreemd.toml").write_text(ZONNEDORP.replace("[gemeente]", "[gemeent]"), "utf-8")
    (folder / "erkend.toml").write_text(ZONNEDORP + '\n[[erkend]]\nregel = "BEG008"\nreden = "Zo besloten."\n', "utf-8")
    regions = sorted(map(str, (EXAMPLES / "regio-zonneland").iterdir()), reverse=True)
    return [str(folder / "weg.toml"), *regions, str(folder), "-", str(EXAMPLES / "almere.toml")]


class TestSameReport:
    """In however many processes."""

    @pytest.mark.parametrize("form", ["json", "text", "sarif"])
    def test_of_files_of_all_sorts(self, form: str, mixed: list[str]) -> None:
        alone, two, three = (
            validate("--jobs", jobs, "--format", form, *mixed, input=ZONNEDORP) for jobs in ("1", "2", "3")
        )
        assert (alone.exit_code, alone.stderr) == (2, f"Error: {mixed[0]}: No such file or directory\n")
        for result in (two, three):
            assert (result.stdout, result.stderr, result.exit_code) == (alone.stdout, alone.stderr, 2)

    def test_with_settings_for_single_files(self, mixed: list[str], tmp_path: Path) -> None:
        settings = tmp_path / "galaplan.toml"
        settings.write_text('ignore = ["IDE"]\n[per-file-ignores]\n"plannen/dorp-1*.toml" = ["BEG", "OND"]\n', "utf-8")
        runner = CliRunner()
        alone, two = (
            runner.invoke(main, ["validate", "--config", str(settings), "--strict", "--jobs", jobs, *mixed[1:-2]])
            for jobs in ("1", "2")
        )
        assert alone.exit_code == 1
        assert two.stdout == alone.stdout

    def test_more_processes_than_files(self, tmp_path: Path) -> None:
        one, other = EXAMPLES / "zonnedorp.toml", EXAMPLES / "almere.toml"
        assert validate("--jobs", "5000", one, other).stdout == validate("--jobs", "1", one, other).stdout

    def test_no_processes_at_all(self) -> None:
        result = validate("--jobs", "0", EXAMPLES / "almere.toml")
        assert result.exit_code == 2
        assert "0 is not in the range x>=1" in result.stderr


class TestBegunAnew:
    """Where processes are not forked, as on Windows and macOS: all that they need is sent to them."""

    @pytest.fixture(autouse=True)
    def spawned(self, monkeypatch: pytest.MonkeyPatch) -> None:
        spawn = multiprocessing.get_context("spawn")
        monkeypatch.setattr(multiprocessing, "get_context", lambda method=None: spawn)

    def test_the_report_is_the_same(self, tmp_path: Path) -> None:
        settings = tmp_path / "galaplan.toml"
        settings.write_text('per-file-ignores = { "*.toml" = ["BEG"] }\n', "utf-8")
        (tmp_path / "stuk.toml").write_text(ZONNEDORP + "[", "utf-8")
        files = [str(EXAMPLES / "almere.toml"), str(EXAMPLES / "regio-zonneland"), str(tmp_path / "stuk.toml")]
        alone, two = (
            CliRunner().invoke(main, ["validate", "--config", str(settings), "--jobs", jobs, *files])
            for jobs in ("1", "2")
        )
        assert "stuk.toml" in alone.stdout
        assert (two.stdout, two.exit_code) == (alone.stdout, 1)

    @pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="an open pipe has no name here")
    def test_a_pipe_that_only_the_first_process_has(self) -> None:
        reads, writes = os.pipe()
        writer = Thread(target=write, args=(writes, ZONNEDORP))
        writer.start()
        try:
            result = validate("--jobs", "2", "--select", "LEZ", EXAMPLES / "almere.toml", f"/dev/fd/{reads}")
        finally:
            writer.join()
            os.close(reads)
        assert (result.output, result.exit_code) == ("2 bestanden: geen bevindingen (alleen LEZ gevraagd)\n", 0)


class TestNoMoreProcesses:
    """A system that gives none, or fewer than were asked for: what is left is done by the first."""

    @pytest.fixture
    def files(self, tmp_path: Path) -> list[str]:
        for number in range(30):
            text = ZONNEDORP.replace('kenmerk = "zonnedorp-', f'kenmerk = "dorp-{number}-')
            (tmp_path / f"{number}.toml").write_text(text, "utf-8")
        return [str(tmp_path), str(tmp_path / "weg.toml")]

    @pytest.fixture(autouse=True)
    def nothing_stays_behind(self) -> Iterator[None]:
        yield
        assert multiprocessing.active_children() == []

    def check(self, files: list[str]) -> None:
        result = validate("--jobs", "3", "--select", "LEZ", *files)
        assert result.stdout == "30 bestanden: geen bevindingen (alleen LEZ gevraagd)\n"
        assert result.stderr == f"Error: {files[1]}: No such file or directory\n"

    @pytest.mark.parametrize("given", [0, 1])
    def test_without_a_connection(self, given: int, files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        left, pipe = iter(range(given)), multiprocessing.context.BaseContext.Pipe

        def opened(context: Any) -> Any:
            if next(left, None) is None:
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            return pipe(context)

        monkeypatch.setattr(multiprocessing.context.BaseContext, "Pipe", opened)
        self.check(files)

    @linux
    @pytest.mark.parametrize("given", [0, 1])
    def test_one_too_many(self, given: int, files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        fork, left = os.fork, iter(range(given))

        def forked() -> int:
            if next(left, None) is None:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            return fork()

        monkeypatch.setattr(os, "fork", forked)
        self.check(files)


class TestHowMany:
    """A second process is started where it saves time."""

    @pytest.fixture
    def large(self, tmp_path: Path) -> list[str]:
        files = [tmp_path / "een.toml", tmp_path / "twee.toml"]
        for file in files:
            file.write_bytes(b"#" * (WORTH_IT // 2))
        return [*map(str, files), str(tmp_path / "weg.toml"), "-"]

    @pytest.fixture(autouse=True)
    def four_cores(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2, 3}, raising=False)

    def test_one_for_each_processor(self, large: list[str]) -> None:
        assert processes_for(large) == 4

    def test_one_for_a_single_processor(self, large: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3}, raising=False)
        assert processes_for(large) == 1

    def test_one_for_a_single_file(self, large: list[str]) -> None:
        assert processes_for(large[:1]) == 1

    def test_one_for_less_than_it_is_worth(self, large: list[str]) -> None:
        Path(large[1]).write_bytes(b"#" * (WORTH_IT // 2 - 1))
        assert processes_for(large) == 1


class TestThatFails:
    """What goes wrong in another process is done again by the first, which tells it."""

    def test_the_fault_is_that_of_the_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(30):
            (tmp_path / f"{number}.toml").write_text(ZONNEDORP, "utf-8")
        first, check = os.getpid(), galaplan.processes.check_file

        def failing(file: str, validation: Validation) -> OSError | None:
            if os.getpid() != first:
                raise MemoryError
            return check(file, validation)

        monkeypatch.setattr(galaplan.processes, "check_file", failing)
        result = validate("--jobs", "3", "--select", "LEZ", tmp_path)
        assert (result.output, result.exit_code) == ("30 bestanden: geen bevindingen (alleen LEZ gevraagd)\n", 0)


@linux
class TestKilled:
    """A process that is ended from outside takes nothing along, and leaves nothing behind."""

    @pytest.fixture
    def running(self, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
        folder = tmp_path / "plannen"
        folder.mkdir()
        for number in range(300):
            text = ZONNEDORP.replace('kenmerk = "zonnedorp-', f'kenmerk = "dorp-{number}-')
            (folder / f"{number}.toml").write_text(text, "utf-8")
        options = ["--no-config", "--select", "LEZ", "--jobs", "3"]
        command = [sys.executable, "-m", "galaplan", "validate", *options, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            yield process
            process.kill()

    def test_the_report_is_whole_when_a_process_is_killed(self, running: subprocess.Popen[bytes]) -> None:
        os.kill(children_of(running)[0], signal.SIGKILL)
        output, error = running.communicate(timeout=100)
        assert (output.decode(), error, running.returncode) == (
            "300 bestanden: geen bevindingen (alleen LEZ gevraagd)\n",
            b"",
            0,
        )

    def test_none_stays_behind_when_the_first_is_killed(self, running: subprocess.Popen[bytes]) -> None:
        children = children_of(running)
        running.kill()
        running.wait()
        until = time.monotonic() + 20
        while any(map(is_alive, children)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(is_alive, children))


def write(handle: int, text: str) -> None:
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The two processes that a command has started, as soon as both are there."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 60
    while len(children := listed.read_text("utf-8").split()) < 2:
        assert time.monotonic() < until
        time.sleep(0.005)
    return list(map(int, children))


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
