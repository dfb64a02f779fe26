"""Writing that is cut off: by a kill at any moment, by others who write the same file, and what a new file inherits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from errno import EISDIR
from pathlib import Path

import pytest

from galaplan import dump, load
from galaplan.documents.disk import write_file
from tests.cases import PLANS
from tests.killing import WAYS

KILLS = {"dump-toml": 50, "dump-json": 60, "convert-xlsx": 30, "validate-output": 50, "large": 60}
"""How often each way of writing is killed."""

AS_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another")
SOMEONE = 12_345
"""A user who is not root."""


def test_writing_is_killed_at_least_two_hundred_times() -> None:
    assert sum(KILLS.values()) >= 200
    assert KILLS.keys() == WAYS.keys()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize("way", KILLS)
def test_after_a_kill_the_old_or_the_new_file_is_there_whole(way: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", way, str(tmp_path), str(KILLS[way])],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["killed"] == KILLS[way]
    assert found["broken"] == 0
    assert found["first"] + found["second"] == KILLS[way]
    # What is left over is one file, whose name says what it is, and the next writing takes it away.
    assert found["most"] <= 1
    assert found["strange"] == 0
    assert found["after"] == 1
    if way == "large":  # most of these were hit in the writing itself
        assert found["left"] >= 5


def as_someone(action: Callable[[], None]) -> int:
    """The number of the error with which an action of another user ends; 0 without."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.setgid(SOMEONE)
            os.setuid(SOMEONE)
            action()
            status = 0
        except OSError as error:
            status = error.errno or 98
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to tell which file is meant")
class TestPowerLoss:
    def test_the_bytes_are_on_the_disk_before_the_name_leads_to_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file, told = tmp_path / "a.txt", []
        sync, replace = os.fsync, Path.replace

        def syncing(handle: int) -> None:
            target = Path(f"/proc/self/fd/{handle}").readlink()
            told.append(("sync", target.name if target.is_file() else "map", file.exists()))
            sync(handle)

        def replacing(path: Path, target: Path) -> Path:
            told.append(("replace", path.name, path.stat().st_size == 3))
            return replace(path, target)

        monkeypatch.setattr(os, "fsync", syncing)
        monkeypatch.setattr(Path, "replace", replacing)
        write_file(file, b"abc")
        assert told == [
            ("sync", ".a.txt.galaplan.tmp", False),
            ("replace", ".a.txt.galaplan.tmp", True),
            ("sync", "map", True),
        ]


class TestTwoAtOnce:
    def test_a_file_that_another_process_is_writing_is_left_to_it(self, tmp_path: Path) -> None:
        fcntl = pytest.importorskip("fcntl")
        file, others = tmp_path / "plan.txt", tmp_path / ".plan.txt.galaplan.tmp"
        with others.open("wb") as writing:
            fcntl.flock(writing, fcntl.LOCK_EX)
            writing.write(b"van een ander")
            write_file(file, b"van ons")
            assert file.read_bytes() == b"van ons"
            assert sorted(tmp_path.iterdir()) == sorted([file, others])
        write_file(file, b"nog eens")
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
    @pytest.mark.parametrize("mask", [0o022, 0o027])
    def test_beside_another_who_is_writing_a_new_file_is_as_open_as_any(self, mask: int, tmp_path: Path) -> None:
        fcntl = pytest.importorskip("fcntl")
        with (tmp_path / ".plan.toml.galaplan.tmp").open("wb") as writing:
            fcntl.flock(writing, fcntl.LOCK_EX)
            before = os.umask(mask)
            try:
                write_file(tmp_path / "plan.toml", b"new")
            finally:
                os.umask(before)
        assert (tmp_path / "plan.toml").stat().st_mode & 0o777 == 0o666 & ~mask

    def test_many_writers_of_one_file_leave_what_one_of_them_wrote(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.txt"
        children = []
        for letter in b"abcd":
            child = os.fork()
            if child == 0:
                status = 1
                try:
                    for _ in range(25):
                        write_file(file, bytes([letter]) * 100_000)
                        assert len(set(file.read_bytes())) == 1
                    status = 0
                finally:
                    os._exit(status)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
        assert len(file.read_bytes()) == 100_000
        assert list(tmp_path.iterdir()) == [file]


class TestWhatIsLeftOver:
    def test_a_trap_of_that_name_is_not_walked_into(self, tmp_path: Path) -> None:
        """In a directory of many users another can put anything where the new file is to be made."""
        file, trap = tmp_path / "plan.txt", tmp_path / ".plan.txt.galaplan.tmp"
        victim = tmp_path / "ander.txt"
        victim.write_bytes(b"blijft")
        traps: list[Callable[[], None]] = [lambda: trap.symlink_to(victim), lambda: os.mkfifo(trap), trap.mkdir]
        for make in traps:
            make()
            write_file(file, b"nieuw")
            assert file.read_bytes() == b"nieuw"
            assert victim.read_bytes() == b"blijft"
            assert not file.is_symlink()
            trap.rmdir() if trap.is_dir() else trap.unlink()
        assert sorted(tmp_path.iterdir()) == sorted([file, victim])

    def test_a_name_as_long_as_names_may_be(self, tmp_path: Path) -> None:
        file = tmp_path / ("é" * 120 + ".json")
        write_file(file, b"x")
        assert file.read_bytes() == b"x"
        assert list(tmp_path.iterdir()) == [file]


class TestWhatIsKept:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
    def test_the_permissions_of_the_old_file(self, mode: int, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.touch()
        file.chmod(mode)
        dump(load(PLANS / "minimaal.toml"), file)
        assert file.stat().st_mode & 0o7777 == mode

    @pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
    def test_a_new_file_is_as_open_as_the_system_makes_files(self, mask: int, tmp_path: Path) -> None:
        before = os.umask(mask)
        try:
            write_file(tmp_path / "a.txt", b"x")
        finally:
            os.umask(before)
        assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o666 & ~mask

    def test_what_only_its_owner_may_read_is_never_open_to_others(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file, seen = tmp_path / "a.txt", []
        file.touch(mode=0o600)
        monkeypatch.setattr(os, "fsync", lambda handle: seen.append(os.fstat(handle).st_mode & 0o777))
        write_file(file, b"geheim")
        assert seen[0] == 0o600

    @AS_ROOT
    def test_the_owner_of_the_old_file(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.touch()
        os.chown(file, SOMEONE, SOMEONE)
        write_file(file, b"x")
        assert (file.stat().st_uid, file.stat().st_gid) == (SOMEONE, SOMEONE)

    def test_a_chain_of_links_leads_to_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "ver" / "a.txt"
        file.parent.mkdir()
        (tmp_path / "een").symlink_to("twee")
        (tmp_path / "twee").symlink_to(file)
        write_file(tmp_path / "een", b"x")
        assert file.read_bytes() == b"x"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["een", "twee", "ver"]

    def test_another_name_of_the_old_file_keeps_the_old_bytes(self, tmp_path: Path) -> None:
        file, other = tmp_path / "a.txt", tmp_path / "b.txt"
        file.write_bytes(b"oud")
        other.hardlink_to(file)
        write_file(file, b"nieuw")
        assert (file.read_bytes(), other.read_bytes()) == (b"nieuw", b"oud")


@AS_ROOT
def test_a_directory_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as refused:
        write_file(tmp_path, b"new")
    told = refused.value
    assert (told.errno, told.strerror, told.filename) == (EISDIR, os.strerror(EISDIR), str(tmp_path))
    assert not list(tmp_path.iterdir())


class TestNoPermission:
    """What a user who is not root may not write stays as it is, with nothing beside it."""

    @pytest.fixture
    def theirs(self, tmp_path: Path) -> Path:
        """A directory of that user, which can be reached."""
        folder = tmp_path / "map"
        folder.mkdir()
        os.chown(folder, SOMEONE, SOMEONE)
        for above in (tmp_path, *tmp_path.parents):
            if above.stat().st_mode & 0o005 != 0o005 and above.name.startswith(("pytest-", "test_")):
                above.chmod(above.stat().st_mode | 0o055)
        return folder

    def test_a_file_that_may_not_be_written_is_not_replaced(self, theirs: Path) -> None:
        file = theirs / "a.txt"
        file.write_bytes(b"oud")
        os.chown(file, SOMEONE, SOMEONE)
        file.chmod(0o444)
        assert as_someone(lambda: write_file(file, b"nieuw")) == 13
        assert file.read_bytes() == b"oud"
        assert list(theirs.iterdir()) == [file]

    def test_a_directory_that_may_not_be_written(self, theirs: Path) -> None:
        os.chown(theirs, 0, 0)
        assert as_someone(lambda: write_file(theirs / "a.txt", b"nieuw")) == 13
        assert list(theirs.iterdir()) == []

    def test_a_file_of_another_that_may_be_written_keeps_its_permissions(self, theirs: Path) -> None:
        file = theirs / "a.txt"
        file.write_bytes(b"oud")
        file.chmod(0o666)
        assert as_someone(lambda: write_file(file, b"nieuw")) == 0
        assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"nieuw", 0o666)
