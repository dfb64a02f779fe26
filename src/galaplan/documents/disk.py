"""Bytes to and from what the system calls files: written whole or not at all, and never waiting for nobody.

A pipe that is named waits at both ends until the other end is there. A command that waits for ever for a writer that
will not come looks like one that hangs, so it waits for `PATIENCE` seconds and then says so.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EAGAIN, EISDIR, ENXIO, ETIMEDOUT
from io import BufferedReader, FileIO
from pathlib import Path

PATIENCE = 3.0
"""Seconds to wait for who writes to a pipe that is read, or reads from one that is written to."""

_PAUSE = 0.02


# --- writing -------------------------------------------------------------------------------------------------------


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; to a pipe or a device, such as /dev/null, in the place where it is.

    Raises `OSError`; an existing file is then as it was. Whoever stops the process at any moment, or the power, leaves
    the old file or the new one: the bytes are on the disk before the name leads to them, and the name itself is before
    this returns, as far as the system can promise that. What may be left beside it is one `.NAME.galaplan.tmp`, which
    the next writing removes.

    The new file has the permissions of the old one and, where that is allowed, its owner. A link is followed, so that
    it stays a link; another hard link to the old file keeps the old bytes. A file that may not be written is not
    replaced, although its directory would allow it.
    """
    path = Path(os.path.realpath(path))
    old = _status(path)
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    if old is not None and not stat.S_ISREG(old.st_mode):
        _write_stream(path, data)
        return
    if old is not None:
        with path.open("ab"):  # refused where it may not be written
            pass
    _replace(path, data, old)
    _sync_directory(path.parent)


def _replace(path: Path, data: bytes, old: os.stat_result | None) -> None:
    with _temporary(path) as (file, temporary):
        if old is not None:
            _give(file.fileno(), old)
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
        if os.name == "nt":  # there no open file can be renamed
            file.close()
        temporary.replace(path)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _give(handle: int, old: os.stat_result) -> None:
    """Let the new file be whose the old one was, as far as that is allowed, and as open to others as it was."""
    if not hasattr(os, "fchown"):
        return
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(OSError):
            os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, stat.S_IMODE(old.st_mode))


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[FileIO, Path]]:
    """A new file beside the one that is to be written, open and empty; it is gone afterwards, unless it was renamed.

    It has a name of its own, so that a killed process leaves one such file and not one for each time. A lock tells what
    is left over from what another process is writing now; beside that one it has a name made by chance.
    """
    name = path.with_name(f".{_beginning(path.name)}.galaplan.tmp")
    handle = _claimed(name)
    if handle is None:
        import tempfile

        handle, other = tempfile.mkstemp(prefix=f".{_beginning(path.name)}.", suffix=".galaplan.tmp", dir=path.parent)
        name = Path(other)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o666 & ~_umask())
    with FileIO(handle, "wb") as file:
        try:
            yield file, name
        except BaseException:
            if os.name == "nt":
                file.close()
            with suppress(OSError):
                name.unlink()
            raise


def _beginning(name: str) -> str:
    """So much of a name that a longer one can be made of it: the system counts bytes."""
    return os.fsencode(name)[:100].decode(errors="ignore")


def _claimed(name: Path) -> int | None:
    """The file of this name, newly made and locked; None where another process has it, or where there are no locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return None

    def lock(handle: int) -> None:
        flock(handle, LOCK_EX | LOCK_NB)

    for _ in range(3):
        try:
            handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            if not _removed(name, lock):
                return None
            continue
        try:
            lock(handle)
            if _is_still(handle, name):  # and not removed as left over, between the two
                return handle
        except OSError as error:
            os.close(handle)
            if error.errno != EAGAIN:  # a disk without locks
                name.unlink(missing_ok=True)
                return None
            continue
        os.close(handle)
    return None


def _removed(name: Path, lock: Callable[[int], None]) -> bool:
    """Remove what a killed process has left: a file of that name that nobody is writing."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return False
        lock(handle)
        if _is_still(handle, name):
            name.unlink()
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _is_still(handle: int, name: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), name.lstat())
    except FileNotFoundError:
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_directory(directory: Path) -> None:
    """Ask for the new name to be on disk too, where the system can."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- pipes and devices ---------------------------------------------------------------------------------------------


def _write_stream(path: Path, data: bytes) -> None:
    flags, until = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0), time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(path, flags)
            break
        except OSError as error:
            if error.errno != ENXIO or not path.is_fifo():
                raise
        if time.monotonic() > until:
            raise OSError(ETIMEDOUT, "a pipe that nobody reads from", str(path))
        time.sleep(_PAUSE)
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def read_pipe(handle: int, path: str, at_most: int) -> bytes:
    """What is written to a pipe, until its writer closes it. Raises `OSError` when nobody comes to write.

    `handle`: opened without blocking; it does block afterwards. `at_most`: bytes that are read.
    """
    from select import POLLIN, poll

    news, first = poll(), b""
    news.register(handle, POLLIN)
    if not news.poll(PATIENCE * 1000):
        try:
            first = os.read(handle, at_most)
        except BlockingIOError:  # there is a writer, who has yet to say something
            pass
        else:
            if not first:
                raise OSError(ETIMEDOUT, "a pipe that nobody writes to", path)
    os.set_blocking(handle, True)
    with FileIO(handle, closefd=False) as file:
        return first + BufferedReader(file).read(at_most - len(first))
