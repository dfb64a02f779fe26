"""What surrounds the command and fails: pipes, devices, sockets, links, files that change, full disks, interrupts.

Each ends in a sentence and an exit status, in little time, and leaves no half-written file. The same for the writing
itself is in tests/test_crash.py; closed and full standard streams of single commands are in tests/test_cli.py.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import galaplan
from galaplan.cli import main
from galaplan.documents import disk
from tests.cases import EXAMPLES, PLANS

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a name")

MINIMAL = str(PLANS / "minimaal.toml")
CLEAN = "1 bestand: geen bevindingen\n"
SOMEONE = 12_345
"""A user who is not root."""

PYTHON = [sys.executable, "-m", "galaplan"]


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def command(*arguments: str, **how: Any) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command as a process of its own."""
    done = subprocess.run([*PYTHON, *arguments], capture_output=True, timeout=120, check=False, **how)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "PATIENCE", 0.1)


class TestPipes:
    @pytest.fixture
    def pipe(self, tmp_path: Path) -> Path:
        made = tmp_path / "pijp.toml"
        os.mkfifo(made)
        return made

    @pytest.mark.usefixtures("impatient")
    @pytest.mark.parametrize("arguments", [["validate"], ["diff", MINIMAL], ["convert"], ["validate", "--config"]])
    def test_one_that_nobody_writes_to_is_told(self, arguments: list[str], pipe: Path, tmp_path: Path) -> None:
        link = tmp_path / "link.toml"
        link.symlink_to(pipe)
        more = [str(tmp_path / "uit.json")] if arguments[0] == "convert" else []
        more += [MINIMAL] if "--config" in arguments else []
        for name in (pipe, link):
            result = run(*arguments, str(name), *more)
            assert (result.exit_code, result.stdout) == (2, "")
            assert result.stderr == f"Error: {name}: a pipe that nobody writes to\n"

    @pytest.mark.usefixtures("impatient")
    def test_the_library_raises_what_it_raises_for_every_file_that_cannot_be_read(self, pipe: Path) -> None:
        for read in (galaplan.validate, galaplan.load):
            with pytest.raises(OSError, match="a pipe that nobody writes to"):
                read(pipe)

    @pytest.mark.usefixtures("impatient")
    def test_the_other_files_are_reported(self, pipe: Path) -> None:
        result = run("validate", str(pipe), MINIMAL)
        assert (result.exit_code, result.stdout) == (2, CLEAN)

    @pytest.mark.usefixtures("impatient")
    def test_one_that_nobody_reads_from_is_told(self, pipe: Path) -> None:
        for arguments in (
            ["validate", MINIMAL, "--output"],
            ["convert", MINIMAL],
            ["init", "--force", "--regio=Flevoland"],
        ):
            result = run(*arguments, str(pipe))
            assert (result.exit_code, result.stderr) == (2, f"Error: {pipe}: a pipe that nobody reads from\n")
        with pytest.raises(OSError, match="a pipe that nobody reads from"):
            galaplan.dump(galaplan.load(MINIMAL), pipe)
        assert pipe.is_fifo()

    @pytest.mark.usefixtures("impatient")
    def test_a_program_is_told_that_the_time_was_up(self, pipe: Path) -> None:
        with pytest.raises(TimeoutError) as reading:
            galaplan.load(pipe)
        with pytest.raises(TimeoutError) as writing:
            galaplan.dump(galaplan.load(MINIMAL), pipe)
        assert [str(told.value.filename) for told in (reading, writing)] == [str(pipe)] * 2

    def test_who_comes_late_is_waited_for(self, pipe: Path) -> None:
        def write() -> None:
            time.sleep(0.3)
            with pipe.open("wb") as writer:
                for piece in Path(MINIMAL).read_text("utf-8").partition("[gemeente]"):
                    writer.write(piece.encode())
                    writer.flush()
                    time.sleep(0.1)

        writing = threading.Thread(target=write)
        writing.start()
        result = run("validate", str(pipe))
        writing.join()
        assert (result.exit_code, result.stdout) == (0, CLEAN)

    def test_who_reads_late_is_waited_for(self, pipe: Path) -> None:
        seen: list[str] = []

        def read() -> None:
            time.sleep(0.3)
            seen.append(pipe.read_text("utf-8"))

        reading = threading.Thread(target=read)
        reading.start()
        galaplan.dump(galaplan.load(MINIMAL), pipe)
        reading.join()
        assert galaplan.loads(seen[0]) == galaplan.load(MINIMAL)
        assert pipe.is_fifo()

    def test_one_without_an_end_is_too_large(self, pipe: Path) -> None:
        def write() -> None:
            try:
                with pipe.open("wb") as writer:
                    while True:
                        writer.write(b"#" * 65_536)
            except BrokenPipeError:
                pass

        writing = threading.Thread(target=write)
        writing.start()
        result = run("validate", str(pipe))
        writing.join()
        assert (result.exit_code, "LEZ002" in result.output) == (1, True)

    @pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
    @pytest.mark.parametrize("shell", ["<(true)", "<(printf '')", "/dev/stdin < <(true)", "/dev/stdin < /dev/null"])
    def test_an_empty_one_is_an_empty_file(self, shell: str) -> None:
        line = f"{sys.executable} -m galaplan validate --no-config {shell}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
        assert (done.returncode, b"LEZ003" in done.stdout, done.stderr) == (1, True, b"")

    def test_in_a_directory_it_is_no_plan(self, pipe: Path) -> None:
        (pipe.parent / "plan.toml").write_bytes(Path(MINIMAL).read_bytes())
        os.mkfifo(pipe.parent / "galaplan.toml")
        result = run("validate", str(pipe.parent))
        assert (result.exit_code, result.stdout) == (0, CLEAN)

    def test_settings_are_not_looked_for_in_one(self, pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("galaplan.toml", "pyproject.toml"):
            os.mkfifo(pipe.parent / name)
        monkeypatch.chdir(pipe.parent)
        result = run("validate", MINIMAL)
        assert (result.exit_code, result.stdout) == (0, CLEAN)


class TestDevices:
    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full"])
    def test_one_without_an_end_is_too_large_also_behind_a_link(self, device: str, tmp_path: Path) -> None:
        if not Path(device).exists():
            pytest.skip("there is no such device")
        link = tmp_path / "plan.toml"
        link.symlink_to(device)
        for name in (device, str(link)):
            result = run("validate", "--format", "concise", name)
            assert (result.exit_code, " LEZ002 " in result.output) == (1, True)

    def test_the_null_device_is_empty(self) -> None:
        result = run("validate", "/dev/null")
        assert (result.exit_code, "LEZ003" in result.output) == (1, True)

    def test_in_a_directory_it_is_no_plan(self, tmp_path: Path) -> None:
        (tmp_path / "nul.toml").symlink_to("/dev/zero")
        result = run("validate", str(tmp_path))
        assert (result.exit_code, "no plan files" in result.stderr) == (2, True)

    def test_it_takes_a_report_where_files_cannot_be_told_not_to_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("O_NONBLOCK", "O_NOCTTY", "set_blocking"):  # as on Windows
            monkeypatch.delattr(os, name)
        result = run("validate", MINIMAL, "--output", "/dev/null")
        assert (result.exit_code, result.output) == (0, "")

    def test_a_socket(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("plan.toml")
            result = run("validate", "plan.toml")
            assert (result.exit_code, result.stderr) == (2, "Error: plan.toml: No such device or address\n")
            result = run("validate", MINIMAL, "--output", "plan.toml")
            assert (result.exit_code, result.stderr) == (2, "Error: plan.toml: No such device or address\n")


class TestLinks:
    def test_a_directory_that_lies_in_itself(self, tmp_path: Path) -> None:
        (tmp_path / "plan.toml").write_bytes(Path(MINIMAL).read_bytes())
        (tmp_path / "map.toml").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "map").symlink_to(".", target_is_directory=True)
        for name in (tmp_path, tmp_path / "map", tmp_path / "map.toml" / "map" / "map"):
            result = run("validate", str(name))
            assert (result.exit_code, result.stdout) == (0, CLEAN)

    @pytest.mark.parametrize("arguments", [["validate"], ["diff", MINIMAL], ["convert"]])
    def test_links_that_lead_to_each_other(self, arguments: list[str], tmp_path: Path) -> None:
        one, other = tmp_path / "een.toml", tmp_path / "twee.toml"
        one.symlink_to(other)
        other.symlink_to(one)
        result = run(*arguments, str(one), *([str(tmp_path / "uit.json")] if arguments == ["convert"] else []))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"Error: {one}: Too many levels of symbolic links\n"

    def test_among_other_files_in_a_directory_they_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").write_bytes(Path(MINIMAL).read_bytes())
        (tmp_path / "b.toml").symlink_to(tmp_path / "b.toml")
        result = run("validate", str(tmp_path))
        assert (result.exit_code, result.stdout) == (2, CLEAN)
        assert result.stderr == f"Error: {tmp_path / 'b.toml'}: Too many levels of symbolic links\n"

    def test_they_are_not_written_through(self, tmp_path: Path) -> None:
        loop = tmp_path / "lus.json"
        loop.symlink_to(loop)
        result = run("convert", MINIMAL, str(loop))
        assert (result.exit_code, "Traceback" in result.output) == (2, False)
        assert list(tmp_path.iterdir()) == [loop]


class TestFilesThatChange:
    """Between listing and reading, while they are read, and before the places are looked up."""

    @pytest.fixture
    def region(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(EXAMPLES / "regio-zonneland-fouten", tmp_path / "regio"))

    def test_one_that_vanishes_after_it_was_listed(self, region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from galaplan import sources

        listed, gone = sources.plan_files, sorted(region.glob("*.toml"))[1]

        def listing(path: str) -> list[str]:
            found = listed(path)
            gone.unlink(missing_ok=True)
            return found

        monkeypatch.setattr(sources, "plan_files", listing)
        result = run("validate", "--format", "json", str(region))
        assert (result.exit_code, result.stderr) == (2, f"Error: {gone}: No such file or directory\n")
        told = [Path(file["path"]).name for file in json.loads(result.stdout)["files"]]
        assert told == sorted(path.name for path in region.glob("*.toml"))

    @pytest.mark.parametrize("change", ["vanishes", "is emptied", "grows", "is no text", "becomes a directory"])
    def test_one_that_changes_after_it_was_read(
        self, change: str, region: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was found in the bytes that were read is told, whatever has become of the file."""
        before = run("validate", "--format", "json", str(region))
        codes = [[f["code"] for f in file["findings"]] for file in json.loads(before.stdout)["files"]]
        from galaplan.validation import Validation

        whole = Validation.report

        def report(validation: Validation) -> galaplan.Report:
            for file in region.glob("*.toml"):
                if change == "grows":
                    with file.open("ab") as writer:
                        writer.write(b"\n[[acties]]\nid = 'x'\n" * 1_000)
                elif change == "is no text":
                    file.write_bytes(b"\xff\xfe\x00")
                elif change == "is emptied":
                    file.write_bytes(b"")
                else:
                    file.unlink()
                    if change == "becomes a directory":
                        file.mkdir()
            return whole(validation)

        monkeypatch.setattr(Validation, "report", report)
        result = run("validate", "--format", "json", str(region))
        assert (result.exit_code, result.stderr) == (1, "")
        after = [[f["code"] for f in file["findings"]] for file in json.loads(result.stdout)["files"]]
        assert [sorted(of_file) for of_file in after] == [sorted(of_file) for of_file in codes]

    def test_files_that_never_stand_still(self, tmp_path: Path) -> None:
        """Someone writes, cuts, removes and makes the files all the time: every report is one on plans or faults."""
        names = [tmp_path / f"{letter}.toml" for letter in "abcd"]
        text, busy = (EXAMPLES / "zonnedorp.toml").read_bytes(), True

        def disturb() -> None:
            number = 0
            while busy:
                file, number = names[number % 4], number + 1
                file.write_bytes(text[: len(text) * (number % 7) // 6])
                if number % 5 == 0:
                    file.unlink()

        for file in names:
            file.write_bytes(text)
        disturbing = threading.Thread(target=disturb)
        disturbing.start()
        try:
            for _ in range(10):
                result = run("validate", "--format", "json", *map(str, names))
                assert result.exit_code in (0, 1, 2)
                assert result.exception is None or isinstance(result.exception, SystemExit)
                assert all(line.endswith(": No such file or directory") for line in result.stderr.splitlines())
        finally:
            busy = False
            disturbing.join()


class TestNoPermission:
    """As a user who is not root, for root may do everything."""

    @pytest.fixture
    def theirs(self, tmp_path: Path) -> Path:
        for above in (tmp_path, *tmp_path.parents):
            if above.stat().st_uid == os.geteuid() and above.name.startswith(("pytest-", "test_")):
                above.chmod(above.stat().st_mode | 0o055)
        folder = tmp_path / "map"
        folder.mkdir()
        return folder

    @staticmethod
    def as_someone(*arguments: str) -> tuple[int, str, str]:
        """The command run by that user, in a child that is forked, so that what it imports need not be readable."""
        inward, outward = os.pipe()
        child = os.fork()
        if child == 0:
            status = 99
            try:
                if os.geteuid() == 0:
                    os.setgid(SOMEONE)
                    os.setuid(SOMEONE)
                result = run(*arguments)
                os.write(outward, json.dumps([result.exit_code, result.stdout, result.stderr]).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(outward)
        with os.fdopen(inward, "rb") as told:
            status, output, error = json.loads(told.read())
        os.waitpid(child, 0)
        return status, output, error

    def test_to_read_a_file(self, theirs: Path) -> None:
        secret = theirs / "geheim.toml"
        secret.write_bytes(Path(MINIMAL).read_bytes())
        secret.chmod(0)
        assert self.as_someone("validate", str(secret), MINIMAL) == (2, CLEAN, f"Error: {secret}: Permission denied\n")
        out = str(theirs / "uit.json")
        assert self.as_someone("convert", str(secret), out) == (2, "", f"Error: {secret}: Permission denied\n")
        assert self.as_someone("diff", MINIMAL, str(secret)) == (2, "", f"Error: {secret}: Permission denied\n")

    @pytest.mark.parametrize("mode", [0o000, 0o444])
    def test_to_look_into_a_directory(self, mode: int, theirs: Path) -> None:
        (theirs / "plan.toml").write_bytes(Path(MINIMAL).read_bytes())
        theirs.chmod(mode)
        try:
            status, output, error = self.as_someone("validate", str(theirs), MINIMAL)
        finally:
            theirs.chmod(0o755)
        assert (status, output) == (2, CLEAN)
        assert error in (f"Error: {theirs}{end}: Permission denied\n" for end in ("", "/plan.toml"))

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root has what another may not write to")
    @pytest.mark.parametrize(
        "arguments",
        [
            ["validate", MINIMAL, "--output"],
            ["convert", MINIMAL],
            ["init", "--force", "--regio=Flevoland"],
            ["schema", "--output"],
        ],
        ids=lambda arguments: arguments[0],
    )
    def test_to_write(self, arguments: list[str], theirs: Path) -> None:
        file = theirs / "uit.toml"
        file.write_bytes(b"oud")
        status, _, error = self.as_someone(*arguments, str(file))
        assert (status, error.splitlines()[-1]) == (2, f"Error: {file}: Permission denied")
        assert (file.read_bytes(), list(theirs.iterdir())) == (b"oud", [file])


WRITING = [
    ["validate", str(EXAMPLES / "zonnedorp-dubbel.toml"), "--format", "json", "--output"],
    ["convert", str(EXAMPLES / "zonnedorp.toml")],
    ["init", "--force", "--gemeente", "Almere", "--onderdelen", "alle"],
    ["schema", "--output"],
    ["codelists", "gemeenten", "--output"],
    ["rules", "--output"],
]
"""Commands that write more than four kilobytes to the file that is named last."""


class TestFullDisk:
    @staticmethod
    def no_more_than(size: int) -> Callable[[], None]:
        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        return limit

    @pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
    def test_nothing_is_half_written(self, arguments: list[str], tmp_path: Path) -> None:
        old, new = tmp_path / "oud.toml", tmp_path / "nieuw.toml"
        old.write_bytes(b"oud")
        for file in (old, new):
            status, _, error = command(*arguments, str(file), preexec_fn=self.no_more_than(4096))
            assert (status, error.splitlines()[-1]) == (2, f"Error: {file}: File too large")
        assert old.read_bytes() == b"oud"
        assert list(tmp_path.iterdir()) == [old]

    @pytest.mark.parametrize("name", ["plan.toml", "plan.json", "plan.xlsx"])
    def test_nor_by_the_library(self, name: str, tmp_path: Path) -> None:
        file, plan = tmp_path / name, galaplan.load(EXAMPLES / "zonnedorp.toml")
        file.write_bytes(b"oud")
        child = os.fork()
        if child == 0:
            status = 1
            try:
                self.no_more_than(4096)()
                galaplan.dump(plan, file)
            except OSError as error:
                status = 42 if error.strerror == "File too large" else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 42
        assert file.read_bytes() == b"oud"
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("arguments", WRITING, ids=lambda arguments: arguments[0])
    def test_a_full_device(self, arguments: list[str], tmp_path: Path) -> None:
        full = tmp_path / "vol.toml"
        full.symlink_to("/dev/full")
        result = run(*arguments, str(full))
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {full}: No space left on device")
        assert full.is_symlink()

    @pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root may make a disk")
    def test_a_disk_that_is_really_full(self, tmp_path: Path) -> None:
        disk_of_ours = tmp_path / "schijf"
        disk_of_ours.mkdir()
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk_of_ours)], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("no disk may be made here")
        try:
            file = disk_of_ours / "plan.toml"
            file.write_bytes(b"oud")
            result = run("convert", str(EXAMPLES / "zonnedorp.toml"), str(file))
            assert (result.exit_code, result.stderr) == (2, f"Error: {file}: No space left on device\n")
            assert (file.read_bytes(), list(disk_of_ours.iterdir())) == (b"oud", [file])
        finally:
            subprocess.run(["umount", str(disk_of_ours)], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
class TestClosedPipe:
    COMMANDS = (
        "validate examples/zonnedorp-dubbel.toml",
        "validate --format json examples/zonnedorp-dubbel.toml",
        "validate --format sarif examples/regio-zonneland-fouten",
        "diff examples/zonnedorp.toml examples/almere.toml",
        "convert --to json examples/almere.toml -",
        "convert --to xlsx examples/almere.toml -",
        "init - --gemeente Almere --onderdelen alle",
        "rules",
        "rules --format markdown",
        "codelists gemeenten",
        "schema",
        "--help",
    )

    @pytest.mark.parametrize("line", COMMANDS)
    def test_who_stops_reading_is_not_held_against_anybody(self, line: str) -> None:
        done = subprocess.run(
            [
                "bash",
                "-c",
                f'set -o pipefail; {sys.executable} -m galaplan {line} | head -c 1; echo " ${{PIPESTATUS[0]}}"',
            ],
            cwd=EXAMPLES.parent,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.split()[-1] in (b"0", b"1")
        assert b"Traceback" not in done.stderr
        assert b"Broken pipe" not in done.stderr
        assert b"Exception ignored" not in done.stderr

    @pytest.mark.parametrize("line", COMMANDS)
    def test_a_closed_output_is_told(self, line: str) -> None:
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m galaplan {line} >&-"],
            cwd=EXAMPLES.parent,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (2, b"Error: standard output is closed\n")


class TestInterrupt:
    """Ctrl-C reaches a command and all that it has started: one sentence, and nothing is left."""

    @pytest.fixture
    def many(self, tmp_path: Path) -> Path:
        folder = tmp_path / "plannen"
        folder.mkdir()
        text = (EXAMPLES / "almere.toml").read_bytes()
        for number in range(400):
            (folder / f"{number:03}.toml").write_bytes(text)
        return folder

    BEGINNING = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from galaplan.__main__ import main\nprint('begun', flush=True)\nmain()\n"
    )
    """As in a terminal: what is started in the background ignores Ctrl-C. Says when Python itself has begun, which an
    interrupt may well break off in its own way.
    """

    @pytest.mark.parametrize("after", [0.02, 0.1, 0.3, 0.6, 1.0, 1.5])
    def test_while_hundreds_of_files_are_checked(self, after: float, many: Path, tmp_path: Path) -> None:
        report = tmp_path / "bevindingen.json"
        report.write_bytes(b"oud")
        arguments = ["validate", "--no-config", "--format", "json", "--output", str(report), str(many)]
        with subprocess.Popen(
            [sys.executable, "-c", self.BEGINNING, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            time.sleep(after)
            os.killpg(process.pid, signal.SIGINT)
            try:
                output, error = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:  # which the end of `with` would wait for
                os.killpg(process.pid, signal.SIGKILL)
                raise
        assert (process.returncode, output, error) == (130, b"", b"Error: interrupted\n")
        assert report.read_bytes() == b"oud"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bevindingen.json", "plannen"]
        with pytest.raises(ProcessLookupError):  # no child lives on
            os.killpg(process.pid, 0)
