"""Many files in several processes: each checks some of the files by themselves, and what they found is put together."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from galaplan.records import Record
from galaplan.selection import Options
from galaplan.sources import STDIN, on_disk, open_source
from galaplan.validation import Part, Validation

if TYPE_CHECKING:
    pass

FILES_AT_ONCE = 8
"""How many files a process is given at once: few enough to share the work evenly, enough to ask for more seldom."""

SHARES_AHEAD = 2
"""How many shares wait for each process, so that none has to wait for the next."""

WORTH_IT = 1_700_000
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
    """Check files in so many processes, this one among them; what is found is the same as in one.

    `validation`: takes in what they find. `options`: its options. Yields each file, when it has been checked, with what
    kept it from being read, or None.
    """
    # What is left after the first file is loaded and kept for all: a process that is forked has it from the start.
    # What has no place on disk, such as a pipe that was handed over, may be open here alone.
    elsewhere = [file for file in files[1:] if on_disk(file)]
    there = frozenset(elsewhere)
    here = [file for file in files if file not in there]
    for file in here:
        yield file, check_file(file, validation)
    shares = [elsewhere[at : at + FILES_AT_ONCE] for at in range(0, len(elsewhere), FILES_AT_ONCE)]
    answers: dict[int, _Answer] = {}
    for number, answer in _answers(shares, options, processes):
        answers[number] = answer
        yield from zip(shares[number], answer.troubles, strict=True)
    for number in sorted(answers):
        validation.take(answers[number].part)


def _answers(shares: Sequence[Sequence[str]], options: Options, processes: int) -> Iterator[tuple[int, _Answer]]:
    """What is found in each share, by its number, in the order in which they are done.

    This process takes shares too: what it finds need not be sent.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    others = max(min(processes - 1, len(shares), MOST), 1)
    to_do = dict(enumerate(shares))
    given: dict[Future[_Answer], int] = {}
    left = iter(range(len(shares)))
    pool: ProcessPoolExecutor | None = None
    try:
        pool = ProcessPoolExecutor(
            max_workers=others,
            mp_context=get_context("fork" if sys.platform == "linux" else None),
            initializer=_begin,
            initargs=(options,),
        )
        while to_do:
            with _interrupts_later():
                for number in islice(left, SHARES_AHEAD * others - len(given)):
                    given[pool.submit(_check_share, shares[number])] = number
            if (mine := next(left, None)) is not None:
                found = _check(to_do[mine], options)
                del to_do[mine]
                yield mine, found
            else:
                wait(given, return_when=FIRST_COMPLETED)
            for done in [future for future in given if future.done()]:
                number, answer = given.pop(done), done.result()
                del to_do[number]
                yield number, answer
    except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
        # No process could be had, or one was ended from outside, for want of memory perhaps: the rest is done here.
        _end_all()
        for number, share in to_do.items():
            yield number, _check(share, options)
    except BaseException:
        _end_all()
        raise
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _end_all() -> None:
    from multiprocessing import active_children

    for child in active_children():
        child.terminate()
        child.join()


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
    return _check(files, _options)


def _check(files: Sequence[str], options: Options) -> _Answer:
    validation = Validation(options, together=True)
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
