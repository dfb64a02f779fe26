"""Many files in several processes: each checks some of the files by themselves, and what they found is put together."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from galaplan.records import Record
from galaplan.selection import Options
from galaplan.sources import STDIN, on_disk, open_source
from galaplan.validation import Part, Validation

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

FILES_AT_ONCE = 8
"""How many files a process is given at once: few enough to share the work evenly, enough to ask for more seldom."""

WORTH_IT = 600_000
"""Bytes of plans from which a second process saves more time than it takes to start (docs/performance.md)."""

MOST = 61
"""More processes than this cannot be waited for on Windows."""


def processes_for(files: Sequence[str]) -> int:
    """How many processes check these files fastest: 1 where a second would cost more than it saves."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores < 2 or len(files) < 2:
        return 1
    total = 0
    for file in files:
        try:
            total += Path(file).stat().st_size if file != STDIN else 0
        except (OSError, ValueError):
            continue  # that it cannot be read is told when it is
        if total >= WORTH_IT:
            return cores
    return 1


def check_in_processes(
    files: Sequence[str], validation: Validation, options: Options, processes: int
) -> Iterator[tuple[str, OSError | None]]:
    """Check files in so many processes; what is found is the same as in one.

    `validation`: takes in what they find. `options`: its options. Yields each file with what kept it from being read,
    or None.
    """
    from concurrent.futures.process import BrokenProcessPool

    # What is left after the first file is loaded and kept for all: a process that is forked has it from the start.
    # And a pipe that this process was given may not be there for another one.
    elsewhere = {file: None for file in files[1:] if on_disk(file)}
    for file in (file for file in files if file not in elsewhere):
        yield file, check_file(file, validation)
    shares = _shares(list(elsewhere))
    if not shares:
        return
    done = 0
    try:
        with _pool(min(processes, len(shares), MOST), options) as pool:
            with _interrupts_later():
                answers = pool.map(_check_share, shares)
            for share, answer in zip(shares, answers, strict=True):
                validation.take(answer.part)
                done += 1
                yield from zip(share, answer.troubles, strict=True)
    except (BrokenProcessPool, OSError, NotImplementedError):
        # One was ended from outside, for want of memory perhaps, or the system has no more of them or no semaphores
        # (a container without /dev/shm). What is left is done here.
        for share in shares[done:]:
            for file in share:
                yield file, check_file(file, validation)


def _shares(files: Sequence[str]) -> Sequence[Sequence[str]]:
    return [files[at : at + FILES_AT_ONCE] for at in range(0, len(files), FILES_AT_ONCE)]


@contextmanager
def _pool(processes: int, options: Options) -> Iterator[ProcessPoolExecutor]:
    """So many processes; none goes on when what is done with them ends in an exception."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    pool = ProcessPoolExecutor(
        max_workers=processes,
        mp_context=get_context("fork" if sys.platform == "linux" else None),
        initializer=_begin,
        initargs=(options,),
    )
    try:
        yield pool
    except BaseException:
        for child in active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def check_file(file: str, validation: Validation) -> OSError | None:
    """Check one file; what kept it from being read, or None."""
    try:
        opened = open_source(file)
    except OSError as error:
        return error
    validation.check(file, *opened, path=on_disk(file))
    return None


class _Answer(Record):
    """What a process found in the files that it was given."""

    part: Part
    troubles: tuple[OSError | None, ...]
    """File by file what kept it from being read."""


_options = Options()
"""Of this process, when it is one of several."""


def _begin(options: Options) -> None:
    global _options
    _options = options
    # Who presses Ctrl-C ends all processes; the first one says so.
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not stay behind when the first process is killed."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _check_share(files: Sequence[str]) -> _Answer:
    validation = Validation(_options, together=True)
    troubles = tuple(check_file(file, validation) for file in files)
    return _Answer(validation.part(), troubles)


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Let Ctrl-C wait: a process that is just starting would answer it with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
