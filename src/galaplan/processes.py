"""Many files in several processes: each checks some of the files by themselves, and what they found is put together."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from galaplan.records import Record
from galaplan.selection import Options
from galaplan.sources import STDIN, on_disk, open_source
from galaplan.validation import Part, Validation

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

FILES_AT_ONCE = 4
"""How many files a process is given at once: few enough to share the work evenly, enough to ask for more seldom."""

SHARES_AHEAD = 3
"""How many shares a process has to do, so that it need not wait for the next."""

WORTH_IT = 1_700_000
"""Bytes of plans from which a second process saves more time than it takes to start (docs/performance.md)."""

MOST = 61
"""More processes than this cannot be waited for on Windows."""

Shares = Sequence[Sequence[str]]
"""The files that are done together, by the number of the share."""


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


def check_file(file: str, validation: Validation) -> OSError | None:
    """Check one file; what kept it from being read, or None."""
    try:
        opened = open_source(file)
    except OSError as error:
        return error
    validation.check(file, *opened, path=on_disk(file))
    return None


class _Answer(Record):
    """What was found in the files of one share."""

    part: Part
    troubles: tuple[OSError | None, ...]
    """File by file what kept it from being read."""


def _check(files: Sequence[str], options: Options) -> _Answer:
    validation = Validation(options, together=True)
    troubles = tuple(check_file(file, validation) for file in files)
    return _Answer(validation.part(), troubles)


def _answers(shares: Shares, options: Options, processes: int) -> Iterator[tuple[int, _Answer]]:
    """What is found in each share, by its number, in the order in which they are done.

    This process takes shares too: what it finds need not be sent. A share whose process was ended from outside, for
    want of memory perhaps, is done by another one.
    """
    left = deque(range(len(shares)))
    workers: list[_Worker] = []
    try:
        _start(workers, min(processes - 1, len(shares), MOST), shares, options)
        while left or any(worker.numbers for worker in workers):
            for worker in workers:
                while left and len(worker.numbers) < SHARES_AHEAD:
                    worker.give(left.popleft())
            if left:
                mine = left.popleft()
                yield mine, _check(shares[mine], options)
            for worker in _ready(workers, wait=not left):
                try:
                    answer = worker.answer()
                except (EOFError, OSError):
                    workers.remove(worker)
                    worker.end()
                    left.extend(worker.numbers)
                else:
                    yield worker.numbers.popleft(), answer
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """Another process, and the shares that it has been given and has not answered yet."""

    def __init__(self, process: BaseProcess, connection: Connection[int, _Answer]) -> None:
        self._process = process
        self.connection = connection
        self.numbers: deque[int] = deque()

    def give(self, number: int) -> None:
        """Have it do a share after those that it has. Where it is no more, that is found out by waiting for it."""
        self.numbers.append(number)
        with suppress(OSError):
            self.connection.send(number)

    def answer(self) -> _Answer:
        """What it found in the first share that it has. Raises `EOFError` or `OSError` when it is no more."""
        return self.connection.recv()

    def end(self) -> None:
        """Do not wait for what it is doing."""
        self.connection.close()
        self._process.terminate()
        self._process.join()


def _start(workers: list[_Worker], count: int, shares: Shares, options: Options) -> None:
    """Add so many workers, or as many as the system gives."""
    try:
        from multiprocessing import get_context

        context = get_context("fork" if sys.platform == "linux" else None)
        with _interrupts_later():
            for _ in range(count):
                mine, its = context.Pipe()
                process = context.Process(target=_work, args=(its, shares, options), daemon=True)
                try:
                    process.start()
                finally:
                    its.close()  # or nothing here would tell that the process is no more
                workers.append(_Worker(process, mine))
    except (OSError, ImportError, NotImplementedError):
        return


def _ready(workers: Sequence[_Worker], *, wait: bool) -> list[_Worker]:
    """The workers that have an answer, or are no more. `wait`: until there is one."""
    asked = [worker for worker in workers if worker.numbers]
    if not asked:
        return []
    from multiprocessing.connection import wait as ready

    answered = ready([worker.connection for worker in asked], None if wait else 0)
    return [worker for worker in asked if worker.connection in answered]


def _work(connection: Connection[_Answer, int], shares: Shares, options: Options) -> None:
    """Do the shares whose numbers come in, until there is nobody to do them for."""
    from threading import Thread

    # Who presses Ctrl-C ends all processes, unless they were started to ignore it; the first one says so.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(Exception):  # the first process does the share again, and tells what goes wrong
        while True:
            connection.send(_check(shares[connection.recv()], options))


def _end_with_parent() -> None:
    """Do not stay behind when the first process is killed."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


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
