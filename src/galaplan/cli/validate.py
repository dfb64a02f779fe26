"""`galaplan validate`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from galaplan.cli.options import edition_option, format_option, language_option, output_option, with_settings
from galaplan.cli.output import COULD_NOT_RUN, FOUND, refuse_to_overwrite, shown, trouble, write_out
from galaplan.reports import FORMATS

if TYPE_CHECKING:
    from galaplan.settings import Settings
    from galaplan.validation import Validation

Checked = tuple[str, OSError | None]
"""A file, and what kept it from being read."""

GARBAGE_THRESHOLD = 50_000
"""Objects between two looks for garbage: some ten plans. A plan leaves no circles, so there is little to find."""


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given as `DUB,VAL001`, once or more often."""
    from galaplan.selection import codes

    try:
        return codes(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@format_option(*FORMATS)
@output_option
@click.option(
    "--select", multiple=True, callback=_codes, metavar="CODES", help="Report only these, such as DUB,VAL001."
)
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Do not report these.")
@click.option(
    "--strict/--no-strict", default=None, help="The stricter reading where there is one; warnings count as well."
)
@language_option("the report")
@edition_option("What to check a plan against that names no edition.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check many files in N processes; default: as many as there are processors, where that saves time.",
)
@with_settings
def validate(
    settings: Settings,
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool | None,
    language: str | None,
    edition: str | None,
    jobs: int | None,
) -> None:
    """Check plan files.

    PATH is a TOML or JSON file, an Excel workbook, a directory (the TOML and JSON files in it, not below it), or - for
    standard input. A file that
    has not the shape of a plan is never valid, and --select and --ignore do not hide why.

    Settings come from galaplan.toml or [tool.galaplan] in pyproject.toml, in the current directory or the nearest above
    it; an option given here takes the place of what they say.

    Exit status: 0 nothing of severity error (with --strict: nor a warning), 1 findings, 2 could not run, or not on
    every file: those that could be read are reported, the others are named on standard error.
    """
    from galaplan.processes import check_in_processes, processes_for
    from galaplan.reports import FOR_PEOPLE, renderer
    from galaplan.validation import Validation

    if "" in paths:
        raise click.UsageError("a PATH is empty")
    options = settings.options(select=select, ignore=ignore, strict=strict, language=language, edition=edition)
    failures: list[str] = []
    files = _plan_files(paths, failures)
    refuse_to_overwrite(output, files)
    validation = Validation(options, together=len(files) > 1)
    processes = jobs or processes_for(files)
    checked = (
        check_in_processes(files, validation, options, processes) if processes > 1 else _one_by_one(files, validation)
    )
    unread: dict[str, OSError] = {}
    for file, error in _with_progress(files, checked):
        if error:
            unread[file] = error
        _look_for_garbage_seldom()
    failures += [trouble(file, unread[file]) for file in files if file in unread]
    report = validation.report()
    try:
        if report.files:
            text = renderer(form)(report)
            write_out(text if form in FOR_PEOPLE else text.encode(), output)
    finally:
        for failure in failures:
            click.echo(f"Error: {failure}", err=True)
    if failures:
        sys.exit(COULD_NOT_RUN)
    if not report.valid or any(map(report.counts, report.findings)):
        sys.exit(FOUND)


def _plan_files(paths: tuple[str, ...], failures: list[str]) -> list[str]:
    """The files that the paths mean, each once; what cannot be looked at is told in `failures`."""
    from galaplan.sources import plan_files

    files: dict[str, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(plan_files(path)))
        except OSError as error:
            failures.append(trouble(path, error))
        except ValueError as error:
            failures.append(shown(str(error)))
    return list(files)


def _with_progress(files: list[str], checked: Iterator[Checked]) -> Iterator[Checked]:
    """The files as they are checked; with several of them and a terminal to show it on, a bar tells how far it is."""
    if len(files) < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield from checked
        return
    with click.progressbar(checked, length=len(files), file=sys.stderr) as bar:
        yield from bar


def _one_by_one(files: list[str], validation: Validation) -> Iterator[Checked]:
    from galaplan.processes import check_file

    for file in files:
        yield file, check_file(file, validation)


def _look_for_garbage_seldom() -> None:
    """After the first file: what is loaded by then stays, and other processes begin with it."""
    if not gc.isenabled():  # switched off by the entry point
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)
        gc.enable()
