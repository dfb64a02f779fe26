"""What the commands say and write, and the status they end with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

FOUND, COULD_NOT_RUN = 1, 2
"""Exit status: there are findings that count; the command could not do its work. 0 is the rest."""


def shown(text: str) -> str:
    """A text that is not ours, such as a file name, without what could steer a terminal."""
    from galaplan.reports.escape import printed

    return printed(os.fsdecode(text))


def stop(sentence: str) -> NoReturn:
    """End with a sentence: the command could not do its work."""
    with suppress(OSError):
        click.echo(f"Error: {sentence}", err=True)
    sys.exit(COULD_NOT_RUN)


def trouble(name: str, error: OSError | ValueError, what: str = "file") -> str:
    """A sentence on a file that cannot be read or written: its name, and why."""
    if not isinstance(error, OSError):  # the name has a NUL, or half a character
        reason = f"this is no name for a {what}"
    elif isinstance(error, FileNotFoundError) and Path(name).is_symlink():
        reason = "a link to a file that is not there"
    else:
        reason = error.strerror or type(error).__name__
    return f"{shown(name)}: {reason}"


def put(text: str | bytes) -> None:
    """Write to standard output. Who stops reading halfway has seen enough, which is no fault.

    What programs read is given as bytes: it is UTF-8 whatever the terminal is.
    """
    try:
        click.echo(text, file=sys.stdout, nl=False)
    except BrokenPipeError:
        discard_output()


def write_out(text: str | bytes, output: str | None) -> None:
    """Write to the file `output`, whole or not at all and without colours, or to standard output (None or `-`).

    Stops with a sentence when the file cannot be written; an existing file is then as it was.
    """
    if output is None or output == "-":
        put(text)
        return
    if not output:
        stop("the name of the file to write is empty")
    from galaplan.documents.disk import write_file

    data = text if isinstance(text, bytes) else click.unstyle(text).encode(errors="backslashreplace")
    try:
        write_file(Path(output), data)
    except (OSError, ValueError) as error:
        stop(trouble(output, error))


def refuse_to_overwrite(output: str | None, files: Iterable[str]) -> None:
    """Stop before a report takes the place of a file that it is about."""
    if output is None or output == "-":
        return
    for file in files:
        with suppress(OSError, ValueError):
            if file != "-" and Path(output).samefile(file):
                raise click.UsageError(f"--output {shown(output)} is one of the files to read")


def discard_output() -> None:
    """Let go what could not be written; Python would try it again at the end, and complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
