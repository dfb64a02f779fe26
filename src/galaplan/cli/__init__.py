"""The command. What a user can call is in `COMMANDS`; each command has a module of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

import galaplan
from galaplan.cli.output import discard_output, shown, stop, trouble

COMMANDS = {
    "init": "init",
    "validate": "validate",
    "diff": "diff",
    "convert": "convert",
    "rules": "rules",
    "codelists": "codelists",
    "schema": "schema",
}
"""Name of a command: the module in which it is a function of that name. Imported when it is called."""

INTERRUPTED = 130
"""Exit status after Ctrl-C."""


class Interrupted(click.ClickException):
    """Someone pressed Ctrl-C."""

    exit_code = INTERRUPTED


@contextmanager
def _shown_errors() -> Iterator[None]:
    """Errors quote words of the command line, among which are the names of files that a shell filled in."""
    try:
        yield
    except click.UsageError as error:
        if type(error).show is not click.UsageError.show:  # the help, for who gave no arguments
            raise
        raise click.UsageError(shown(error.format_message()), error.ctx) from None


class _Commands(click.Group):
    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _shown_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _shown_errors():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted("interrupted") from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"galaplan.cli.{module}"), module)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(galaplan.__version__, prog_name="galaplan")
def main() -> None:
    """Check GALA/SPUK prevention plans of Dutch municipalities and regions.

    A plan is one TOML or JSON file, or an Excel workbook; `galaplan validate` says on which line what is missing, what
    is paid twice, and where the agreement says so.

    Exit status of every command: 0 done, and nothing was found that counts; 1 something was found; 2 could not run.
    """


def run() -> None:
    """The command as a process of its own: whatever its surroundings do, it ends in a sentence and an exit status."""
    if sys.stdout is None:
        stop("standard output is closed")
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that lacks a character shows its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main(prog_name="galaplan")
    except OSError as error:  # what cannot be read was told before; this is what cannot be written
        discard_output()
        stop(trouble(str(error.filename or "standard output"), error))
