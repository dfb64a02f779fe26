"""`galaplan validate`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from galaplan.cli.output import COULD_NOT_RUN, FOUND, put, shown
from galaplan.reports import FORMATS

if TYPE_CHECKING:
    from galaplan.validation import Validation

GARBAGE_THRESHOLD = 50_000
"""Objects between two looks for garbage: some ten plans. A plan leaves no circles, so there is little to find."""


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given as `DUB,VAL001`, once or more often."""
    from galaplan.validation import codes

    try:
        return codes(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "output", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--select", multiple=True, callback=_codes, metavar="CODES", help="Report only these, such as DUB,VAL001."
)
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Do not report these.")
@click.option("--strict", is_flag=True, help="The stricter reading where there is one; warnings count as well.")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of the report."
)
def validate(
    paths: tuple[str, ...], output: str, select: tuple[str, ...], ignore: tuple[str, ...], strict: bool, lang: str
) -> None:
    """Check plan files.

    PATH is a TOML or JSON file, a directory (the plan files in it, not below it), or - for standard input. A file that
    has not the shape of a plan is never valid, and --select and --ignore do not hide why.

    Exit status: 0 nothing of severity error (with --strict: nor a warning), 1 findings, 2 could not run, or not on
    every file: those that could be read are reported, the others are named on standard error.
    """
    from galaplan.findings import Severity
    from galaplan.reports import renderer
    from galaplan.validation import Options, Validation

    if "" in paths:
        raise click.UsageError("a PATH is empty")
    options = Options(select=select, ignore=ignore, strict=strict, language=lang)
    failures: list[str] = []
    files = _plan_files(paths, failures)
    validation = Validation(options, together=len(files) > 1)
    _with_progress(files, validation, failures)
    report = validation.report()
    if report.files:
        put(renderer(output)(report))
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        sys.exit(COULD_NOT_RUN)
    limit = Severity.WARNING if strict else Severity.ERROR
    if not report.valid or any(finding.severity >= limit for finding in report.findings):
        sys.exit(FOUND)


def _plan_files(paths: tuple[str, ...], failures: list[str]) -> list[str]:
    """The files that the paths mean, each once; what cannot be looked at is told in `failures`."""
    from galaplan.sources import plan_files

    files: dict[str, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(plan_files(path)))
        except OSError as error:
            failures.append(_unreadable(path, error))
        except ValueError as error:
            failures.append(shown(str(error)))
    return list(files)


def _with_progress(files: list[str], validation: Validation, failures: list[str]) -> None:
    """Check the files; with several of them and a terminal to show it on, a bar tells how far it is."""
    if len(files) < 2 or sys.stderr is None or not sys.stderr.isatty():
        _check_all(files, validation, failures)
        return
    with click.progressbar(files, file=sys.stderr) as bar:
        _check_all(bar, validation, failures)


def _check_all(files: Iterable[str], validation: Validation, failures: list[str]) -> None:
    """Check the files one by one; what cannot be read is told in `failures`."""
    from galaplan.sources import open_source

    for file in files:
        try:
            opened = open_source(file)
        except OSError as error:
            failures.append(_unreadable(file, error))
            continue
        validation.check(file, *opened)
        if not gc.isenabled():  # switched off by the entry point; what is imported now stays
            gc.freeze()
            gc.set_threshold(GARBAGE_THRESHOLD)
            gc.enable()


def _unreadable(path: str, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        reason = "a link to a file that is not there"
    return f"{shown(path)}: {reason}"
